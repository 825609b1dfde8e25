package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.schema.Coercion;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.text.CharSlabs;
import org.jspecify.annotations.Nullable;

/**
 * The values of tagged formats: raw text that the schema turns into JSON.
 *
 * <p>A string streams as it comes. A value of another type is buffered until its end shows what it is;
 * one that may be a string or something else streams from the char on that rules the others out. Its
 * key is emitted with its first char, so that what was emitted can always be closed.
 *
 * <p>One per parser, for one value at a time; frames never nest.
 */
public final class TextValue {
  /** No value is open, or it is discarded. */
  private static final int DISCARDED = 0;

  /** A string whose key is not out yet. */
  private static final int STRING_AHEAD = 1;

  /** A string whose text goes out as it comes. */
  private static final int STRING = 2;

  /** Everything is kept. */
  private static final int BUFFERED = 3;

  /** Everything is kept, until the first chars show that it is a string. */
  private static final int UNDECIDED = 4;

  private static final char[] NULL_TEXT = "null".toCharArray();
  private static final char[] TRUE_TEXT = "true".toCharArray();
  private static final char[] FALSE_TEXT = "false".toCharArray();
  private static final char[] NO_KEY = {};

  private int mode;
  private int types;
  private int call;
  private boolean anyBefore;
  private char[] key = NO_KEY;
  private int keyLength;
  private long from;
  private long tag;
  private char @Nullable [] buffer;
  private int length;

  /** A call opens: it has no parameter yet. */
  public void newCall() {
    anyBefore = false;
    mode = DISCARDED;
  }

  /**
   * Opens a value.
   *
   * @param admitted bits of {@link ParameterType}
   * @param index of the call
   * @param keyJson JSON text of the key, colon included; must stay until the value's first char is out
   * @param at offset of the parameter's tag
   * @param start offset of the value's first char
   */
  public void open(
      int admitted, int index, char[] keyJson, int keyChars, long at, long start) {
    types = admitted;
    call = index;
    key = keyJson;
    keyLength = keyChars;
    tag = at;
    from = start;
    length = 0;
    if (admitted == ParameterType.STRING) {
      mode = STRING_AHEAD;
    } else {
      mode = (admitted & ParameterType.STRING) != 0 ? UNDECIDED : BUFFERED;
    }
  }

  /** The value's first char stands at {@code start}, behind the framing. */
  public void startsAt(long start) {
    from = start;
  }

  /** Opens a value that nobody will see. */
  public void discard() {
    mode = DISCARDED;
    length = 0;
  }

  /** Whether text goes out as it comes, the opening quote being out already. */
  public boolean isStringOpen() {
    return mode == STRING;
  }

  /** Chars that wait for the value's end. */
  public int bufferedChars() {
    return length;
  }

  /** More of the value's text. */
  public void text(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    switch (mode) {
      case DISCARDED -> {
        // Discarded: the diagnostic came when it opened.
      }
      case STRING_AHEAD -> {
        openString(out, at);
        out.escaped(call, a, start, end, at);
      }
      case STRING -> out.escaped(call, a, start, end, at);
      default -> keep(out, slabs, limits, a, start, end, at);
    }
  }

  private void keep(
      SpanOutput out, CharSlabs slabs, Limits limits, char[] a, int start, int end, long at) {
    if (mode == UNDECIDED && isString(a, start, end)) {
      flushAsString(out, slabs);
      out.escaped(call, a, start, end, at);
      return;
    }
    int needed = length + (end - start);
    if (needed > limits.buffered() || needed < 0) {
      out.diagnostic(Diagnostic.BUFFER_LIMIT, from);
      flushAsString(out, slabs);
      out.escaped(call, a, start, end, at);
      return;
    }
    char[] kept = buffer;
    if (kept == null) {
      kept = slabs.take(needed);
    } else if (kept.length < needed) {
      kept = slabs.grow(kept, length, needed);
    }
    System.arraycopy(a, start, kept, length, end - start);
    buffer = kept;
    length = needed;
  }

  /** Whether the value can only be a string once {@code a[start, end)} is added to it. */
  private boolean isString(char[] a, int start, int end) {
    if (types == (ParameterType.STRING | ParameterType.NULL)) {
      if (length + (end - start) > NULL_TEXT.length) {
        return true;
      }
      for (int i = start; i < end; i++) {
        if ((a[i] | 0x20) != NULL_TEXT[length + (i - start)] || a[i] > 'z') {
          return true;
        }
      }
      return false;
    }
    for (int i = start; i < end; i++) {
      char c = a[i];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        if (Coercion.mayStreamAsString(types, c)) {
          return true;
        }
        mode = BUFFERED;
        return false;
      }
    }
    return false;
  }

  private void flushAsString(SpanOutput out, CharSlabs slabs) {
    openString(out, from);
    char[] kept = buffer;
    if (kept != null) {
      out.escaped(call, kept, 0, length, from);
      out.pin();
    }
    letGo(slabs);
  }

  private void openString(SpanOutput out, long at) {
    emitKey(out, at);
    out.argument(call, '"', at);
    mode = STRING;
  }

  private void emitKey(SpanOutput out, long at) {
    if (anyBefore) {
      out.argument(call, ',', at);
    }
    anyBefore = true;
    out.arguments(call, key, 0, keyLength, at);
    // The key's array may change once the value is out of sight.
    out.pin();
  }

  /** The value is whole. {@code at} is the offset of what ends it. */
  public void close(SpanOutput out, CharSlabs slabs, boolean pythonLiterals, int depth, long at) {
    switch (mode) {
      case DISCARDED -> {
        // Discarded: nothing of it is out.
      }
      case STRING_AHEAD -> {
        openString(out, at);
        out.argument(call, '"', at);
      }
      case STRING -> out.argument(call, '"', at);
      default -> settle(out, slabs, pythonLiterals, depth);
    }
    letGo(slabs);
    mode = DISCARDED;
  }

  private void settle(SpanOutput out, CharSlabs slabs, boolean pythonLiterals, int depth) {
    char[] kept = buffer == null ? NO_KEY : buffer;
    long decision = Coercion.decide(types, kept, 0, length, pythonLiterals, depth);
    int start = Coercion.from(decision, 0);
    int end = Coercion.to(decision, 0);
    switch (Coercion.kind(decision)) {
      case NULL -> json(out, NULL_TEXT, 0, NULL_TEXT.length);
      case TRUE -> json(out, TRUE_TEXT, 0, TRUE_TEXT.length);
      case FALSE -> json(out, FALSE_TEXT, 0, FALSE_TEXT.length);
      case VERBATIM -> json(out, kept, start, end);
      case NEGATED -> {
        emitKey(out, from);
        out.argument(call, '-', from);
        out.arguments(call, kept, start, end, from);
      }
      case MISSING_CLOSERS -> {
        out.diagnostic(Diagnostic.VALUE_REPAIRED, from);
        json(out, kept, start, end);
        char[] closers = slabs.take(depth);
        int count = Coercion.missingClosers(kept, start, end, depth, closers);
        out.arguments(call, closers, 0, count, from);
        out.pin();
        slabs.give(closers);
      }
      case PYTHON -> python(out, kept, start, end, depth);
      case STRING -> string(out, kept);
      case FAILED -> {
        out.diagnostic(Diagnostic.COERCION_FAILED, from);
        string(out, kept);
      }
      case TOO_DEEP -> {
        out.diagnostic(Diagnostic.DEPTH_LIMIT, from);
        string(out, kept);
      }
    }
    out.pin();
  }

  private void python(SpanOutput out, char[] kept, int start, int end, int depth) {
    GrowableChars json = out.transcript();
    json.clear(CharSlabs.MIN_LENGTH << 10);
    if (PythonValue.append(kept, start, end, depth, json)) {
      json(out, json.array(), 0, json.length());
    } else {
      out.diagnostic(Diagnostic.COERCION_FAILED, from);
      string(out, kept);
    }
  }

  private void json(SpanOutput out, char[] a, int start, int end) {
    emitKey(out, from);
    out.arguments(call, a, start, end, from);
  }

  private void string(SpanOutput out, char[] kept) {
    openString(out, from);
    out.escaped(call, kept, 0, length, from);
    out.argument(call, '"', from);
  }

  /**
   * The stream ended inside the value, not by the model's will: a string ends where it is, what was
   * not emitted yet is dropped with its key.
   */
  public void cut(SpanOutput out, CharSlabs slabs, boolean close, long at) {
    if (mode == STRING) {
      if (close) {
        out.argument(call, '"', at);
      }
    } else if (mode != DISCARDED) {
      out.diagnostic(Diagnostic.VALUE_DROPPED, tag);
    }
    letGo(slabs);
    mode = DISCARDED;
  }

  /** Gives the buffer back. */
  public void letGo(CharSlabs slabs) {
    char[] kept = buffer;
    if (kept != null) {
      slabs.give(kept);
      buffer = null;
    }
    length = 0;
  }
}
