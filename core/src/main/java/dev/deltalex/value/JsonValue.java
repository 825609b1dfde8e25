package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;

/**
 * One JSON value as models write it, read as it comes, put out as strict JSON (RFC 8259).
 *
 * <p>An automaton over chars: nothing is looked at twice, nothing is recursive. What is out can
 * always be closed by quotes and brackets: comma, key and colon wait for the value's first char,
 * tokens for their end, escapes for their last digit. Valid JSON comes out as it went in.
 *
 * <p>Reading stops at a {@code <} outside of strings, because only the frame knows whether a closer
 * begins there. It belongs to the {@link TextValue} or reader of calls that a stream borrows from
 * its workspace, and reads one value at a time; muted, it only finds the value's end.
 */
public final class JsonValue extends JsonState {
  /** A reader without a value. */
  public JsonValue(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  /**
   * Begins the arguments of call {@code index}, whose first char stands at offset {@code
   * sourceOffset}.
   */
  public void open(
      SpanOutput to, CharArrayPool arrays, int index, long sourceOffset, boolean unseen) {
    begin(to, arrays, unseen, false, index, sourceOffset);
  }

  /** Begins a value that nobody will see. */
  public void skip(SpanOutput to, CharArrayPool arrays) {
    begin(to, arrays, true, true, 0, 0);
  }

  /** Whether the value is whole. */
  public boolean isDone() {
    return state == DONE;
  }

  /** Whether reading stands inside a key, string or word. */
  public boolean isInside() {
    return state >= STRING && state < DONE;
  }

  /** Whether text of a told string in double quotes comes next, and nothing of it waits. */
  public boolean isStringOpen() {
    return state == STRING && quote == '"' && !suppressed && high == 0 && escapeLength == 0;
  }

  /** Whether the next char is text whatever it is but a quote: in a string, a quoted key, deep. */
  public boolean isInText() {
    return state == STRING || state == KEY || state == DEEP;
  }

  /** Gives pooled arrays back. */
  public void release() {
    JsonText.drop(this);
    state = DONE;
  }

  /**
   * Whether {@code c} ends a bare word: structure, a double quote, {@code <}, a blank or control.
   */
  public static boolean isDelimiter(char c) {
    return JsonTokens.isDelimiter(c);
  }

  /** Whether {@code a[from, to)} is null in any of the spellings that are read as such. */
  public static boolean isNull(char[] a, int from, int to) {
    return JsonTokens.isNull(a, from, to);
  }

  /**
   * Reads on. Returns the index behind the value's last char, or {@code to} if it is not whole; or
   * the complement of the index of a {@code <} that stands outside of strings: the caller goes on
   * behind it after {@link #stray}, or ends the value.
   */
  public int feed(CharScanner scanner, Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to) {
      switch (state) {
        case STRING -> i = string(scanner, a, i, to, origin);
        case KEY -> i = key(scanner, limits, a, i, to, origin);
        case BARE_KEY -> i = bareKey(limits, a, i, to, origin);
        case WORD -> i = word(limits, a, i, to, origin);
        case LONG_WORD -> i = longWord(a, i, to, origin);
        case DEEP -> i = deep(a, i, to, origin);
        case DONE -> {
          return i;
        }
        default -> {
          char c = a[i];
          if (JsonTokens.isSpace(c)) {
            i = JsonStructure.whitespace(this, limits, a, i, to, origin);
          } else if (c == '<') {
            return ~i;
          } else {
            i = JsonStructure.read(this, limits, c, i, origin);
          }
        }
      }
    }
    return i;
  }

  /** The {@code <} that stopped the reading is no closer: it is discarded. */
  public void stray() {
    JsonText.markRepaired(this);
  }

  private int string(CharScanner scanner, char[] a, int from, int to, long origin) {
    int end = JsonText.string(this, scanner, a, from, to, origin);
    if (end == to) {
      return to;
    }
    JsonText.raw(this, '"', origin + end);
    JsonStructure.endValue(this);
    if (quote == '\'') {
      JsonText.markRepaired(this);
    }
    return end + 1;
  }

  private int key(CharScanner scanner, Limits limits, char[] a, int from, int to, long origin) {
    int end = JsonKeyText.quoted(this, scanner, limits, a, from, to, origin);
    if (end == to) {
      return to;
    }
    JsonStructure.endKey(this);
    return end + 1;
  }

  private int bareKey(Limits limits, char[] a, int from, int to, long origin) {
    int end = JsonKeyText.bare(this, limits, a, from, to, origin);
    if (end < to) {
      JsonStructure.endKey(this);
    }
    return end;
  }

  private int word(Limits limits, char[] a, int from, int to, long origin) {
    int end = JsonWord.read(this, limits, a, from, to, origin);
    if (end < 0) {
      JsonStructure.growWord(this);
      return ~end;
    }
    if (end < to) {
      JsonStructure.endValue(this);
    }
    return end;
  }

  private int longWord(char[] a, int from, int to, long origin) {
    int end = JsonWord.rest(this, a, from, to, origin);
    if (end < to) {
      JsonStructure.endValue(this);
    }
    return end;
  }

  private int deep(char[] a, int from, int to, long origin) {
    int end = DeepText.read(this, a, from, to, origin);
    if (end < 0) {
      return ~end;
    }
    JsonStructure.endValue(this);
    return end;
  }

  /**
   * The stream or the frame ends first: what is open is closed, what waits is dropped, but a word
   * is settled as if it had ended. Returns whether the value was cut: in a key, string or word, or
   * before a value.
   */
  public boolean finish(long sourceOffset) {
    boolean cut = state != DONE;
    switch (state) {
      case STRING, LONG_WORD, DEEP -> endString(sourceOffset);
      case WORD -> JsonWord.end(this, sourceOffset);
      case KEY, BARE_KEY -> JsonKeyText.abandon(this, true, sourceOffset);
      case COLON, VALUE -> JsonKeyText.abandon(this, false, sourceOffset);
      default -> cut = false;
    }
    JsonStructure.closeAll(this, sourceOffset);
    release();
    return cut;
  }

  /**
   * The stream was cut by a limit, and what is out must be closed: nothing is added but closers.
   */
  public void closeCut(long sourceOffset) {
    switch (state) {
      case STRING, LONG_WORD, DEEP -> endString(sourceOffset);
      case KEY, BARE_KEY -> JsonKeyText.abandon(this, true, sourceOffset);
      case COLON, VALUE, WORD -> JsonKeyText.abandon(this, false, sourceOffset);
      default -> {
        // What waits is dropped below.
      }
    }
    JsonStructure.closeAll(this, sourceOffset);
    release();
  }

  private void endString(long sourceOffset) {
    JsonText.endText(this, sourceOffset);
    JsonText.raw(this, '"', sourceOffset);
  }

  /**
   * The stream was cut by a limit, and what is out stays as it is: a surrogate that waits belongs
   * to it.
   */
  public void leave(long sourceOffset) {
    JsonText.endText(this, sourceOffset);
    release();
  }

  /** Whether a key, or a word whose end is not known, is lost if the stream is cut here. */
  public boolean isWaiting() {
    return switch (state) {
      case WORD -> true;
      case KEY, BARE_KEY, COLON -> !keyIsOut;
      case VALUE -> depth > 0 && !keyIsOut;
      default -> false;
    };
  }

  /** Offsets count from another place: each grows by {@code offset}; the call is the first. */
  public void shift(long offset) {
    call = 0;
    valueAt += offset;
    pendingSource += offset;
  }

  /** The state of the value in a snapshot; {@code unseen}: the value is not emitted. */
  public void transfer(SnapshotIo io, SpanOutput to, CharArrayPool arrays, boolean unseen) {
    fields(io, to, arrays, unseen);
  }
}
