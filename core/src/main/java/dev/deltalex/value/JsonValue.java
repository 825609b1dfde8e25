package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.text.CharSlabs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One JSON value as models write it, read as it comes, put out as strict JSON (RFC 8259).
 *
 * <p>An automaton over chars: nothing is looked at twice, nothing is recursive. What is out can
 * always be closed by quotes and brackets: comma, key and colon wait for the value's first char,
 * tokens for their end, escapes for their last digit. Valid JSON comes out as it went in.
 *
 * <p>Reading stops at a {@code <} outside of strings, because only the frame knows whether a closer
 * begins there. One per parser; muted, it only finds the value's end.
 */
public final class JsonValue {
  private final JsonText text;
  private final JsonKeyText key;
  private final JsonWord word;
  private final DeepText deep;
  private final JsonStructure structure;

  /** A reader without a value. */
  public JsonValue(SpanOutput out, CharSlabs slabs) {
    text = new JsonText(out, slabs);
    key = new JsonKeyText(text);
    word = new JsonWord(text);
    deep = new DeepText(text);
    structure = new JsonStructure(out, text, key, word, deep);
  }

  /**
   * Begins the arguments of call {@code index}, whose first char stands at offset {@code source}.
   */
  public void open(SpanOutput to, CharSlabs slabs, int index, long source, boolean unseen) {
    begin(to, slabs, unseen, false, index, source);
  }

  /** Begins a value that nobody will see. */
  public void skip(SpanOutput to, CharSlabs slabs) {
    begin(to, slabs, true, true, 0, 0);
  }

  private void begin(
      SpanOutput to, CharSlabs slabs, boolean mute, boolean silent, int index, long source) {
    text.begin(to, slabs, mute, silent, index, source);
    key.clear();
    deep.begin(silent, source);
    structure.begin(to);
  }

  /** Whether the value is whole. */
  public boolean isDone() {
    return structure.state() == JsonStructure.DONE;
  }

  /** Whether reading stands inside a key, string or word. */
  public boolean isInside() {
    int state = structure.state();
    return state >= JsonStructure.STRING && state < JsonStructure.DONE;
  }

  /** Gives pooled arrays back. */
  public void letGo() {
    text.drop();
    structure.end();
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
      switch (structure.state()) {
        case JsonStructure.STRING -> i = string(scanner, a, i, to, origin);
        case JsonStructure.KEY -> i = key(scanner, limits, a, i, to, origin);
        case JsonStructure.BARE_KEY -> i = bareKey(limits, a, i, to, origin);
        case JsonStructure.WORD -> i = word(limits, a, i, to, origin);
        case JsonStructure.LONG_WORD -> i = longWord(a, i, to, origin);
        case JsonStructure.DEEP -> i = deep(a, i, to, origin);
        case JsonStructure.DONE -> {
          return i;
        }
        default -> {
          char c = a[i];
          if (JsonTokens.isSpace(c)) {
            i = structure.whitespace(limits, a, i, to, origin);
          } else if (c == '<') {
            return ~i;
          } else {
            i = structure.read(limits, c, i, origin);
          }
        }
      }
    }
    return i;
  }

  /** The {@code <} that stopped the reading is no closer: it is discarded. */
  public void stray() {
    text.deviate();
  }

  private int string(CharScanner scanner, char[] a, int from, int to, long origin) {
    char quote = structure.quote();
    int end = text.string(scanner, a, from, to, quote, origin);
    if (end == to) {
      return to;
    }
    text.raw('"', origin + end);
    structure.endValue();
    if (quote == '\'') {
      text.deviate();
    }
    return end + 1;
  }

  private int key(CharScanner scanner, Limits limits, char[] a, int from, int to, long origin) {
    int end = key.quoted(scanner, limits, a, from, to, structure.quote(), origin);
    if (end == to) {
      return to;
    }
    structure.endKey();
    return end + 1;
  }

  private int bareKey(Limits limits, char[] a, int from, int to, long origin) {
    int end = key.bare(limits, a, from, to, origin);
    if (end < to) {
      structure.endKey();
    }
    return end;
  }

  private int word(Limits limits, char[] a, int from, int to, long origin) {
    int end = word.read(limits, a, from, to, origin);
    if (end < 0) {
      structure.growWord();
      return ~end;
    }
    if (end < to) {
      structure.endValue();
    }
    return end;
  }

  private int longWord(char[] a, int from, int to, long origin) {
    int end = word.rest(a, from, to, origin);
    if (end < to) {
      structure.endValue();
    }
    return end;
  }

  private int deep(char[] a, int from, int to, long origin) {
    int end = deep.read(a, from, to, origin);
    if (end < 0) {
      return ~end;
    }
    structure.endValue();
    return end;
  }

  /**
   * The stream or the frame ends first: what is open is closed, what waits is dropped, but a word
   * is settled as if it had ended. Returns whether the value was cut: in a key, string or word, or
   * before a value.
   */
  public boolean finish(long source) {
    int state = structure.state();
    boolean cut = state != JsonStructure.DONE;
    switch (state) {
      case JsonStructure.STRING -> {
        text.dropEscape();
        endString(source);
      }
      case JsonStructure.LONG_WORD, JsonStructure.DEEP -> endString(source);
      case JsonStructure.WORD -> word.end(source);
      case JsonStructure.KEY, JsonStructure.BARE_KEY -> key.abandon(true, source);
      case JsonStructure.COLON, JsonStructure.VALUE -> key.abandon(false, source);
      default -> cut = false;
    }
    structure.closeAll(source);
    letGo();
    return cut;
  }

  /**
   * The stream was cut by a limit, and what is out must be closed: nothing is added but closers.
   */
  public void closeCut(long source) {
    switch (structure.state()) {
      case JsonStructure.STRING, JsonStructure.LONG_WORD, JsonStructure.DEEP -> endString(source);
      case JsonStructure.KEY, JsonStructure.BARE_KEY -> key.abandon(true, source);
      case JsonStructure.COLON, JsonStructure.VALUE, JsonStructure.WORD ->
          key.abandon(false, source);
      default -> {
        // What waits is dropped below.
      }
    }
    structure.closeAll(source);
    letGo();
  }

  private void endString(long source) {
    text.endText(source);
    text.raw('"', source);
  }

  /**
   * The stream was cut by a limit, and what is out stays as it is: a lone surrogate belongs to it.
   */
  public void leave(long source) {
    text.endText(source);
    letGo();
  }

  /** Whether a key, or a word whose end is not known, is lost if the stream is cut here. */
  public boolean isWaiting() {
    return switch (structure.state()) {
      case JsonStructure.WORD -> true;
      case JsonStructure.KEY, JsonStructure.BARE_KEY, JsonStructure.COLON -> !key.isOut();
      case JsonStructure.VALUE -> structure.isOpen() && !key.isOut();
      default -> false;
    };
  }

  /** Offsets count from another place: each grows by {@code offset}; the call is the first. */
  public void shift(long offset) {
    deep.shift(offset);
    text.shift(offset);
  }

  /** Writes the state of the value. */
  public void save(DataOutputStream stream) throws IOException {
    structure.save(stream);
    key.save(stream);
    word.save(stream);
    deep.save(stream);
    text.save(stream);
  }

  /** Reads what {@link #save} wrote. */
  public void load(SpanOutput to, CharSlabs slabs, DataInputStream stream) throws IOException {
    skip(to, slabs);
    structure.load(stream);
    key.load(stream);
    word.load(stream);
    deep.load(stream);
    text.load(stream);
    if (structure.state() == JsonStructure.WORD && !word.isSound()) {
      throw new IOException("the word begins behind the text that waits");
    }
  }
}
