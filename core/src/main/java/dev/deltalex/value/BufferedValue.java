package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.schema.ParameterType;
import org.jspecify.annotations.Nullable;

/**
 * A value that is buffered until its text determines its type: its first chars may exclude all
 * types but string, else its end decides. The value is then emitted as the JSON that its schema
 * requires.
 */
final class BufferedValue {
  /** The result of {@link #decisive} for a value whose first chars exclude a string. */
  static final int NO_STRING = -1;

  private static final char[] NO_TEXT = {};

  /** Every bit of {@link ParameterType}, and {@link Coercion#WIRE_JSON}. */
  private static final int ALL_TYPES = 2 * Coercion.WIRE_JSON - 1;

  /** Bits of {@link ParameterType}: the types that the schema admits. */
  private int types;

  /** Whether whitespace at the end is not part of the value. */
  boolean trims;

  private final ArgumentKey key;
  private char @Nullable [] buffer;
  private int length;

  BufferedValue(ArgumentKey key) {
    this.key = key;
  }

  /** The bits of {@link ParameterType} that the value was opened with. */
  int types() {
    return types;
  }

  /** Number of buffered chars. */
  int length() {
    return length;
  }

  void open(int admitted) {
    types = admitted;
    length = 0;
  }

  /**
   * The first char of {@code a[start, end)} with which the value can only be a string, {@code end}
   * if there is none yet, or {@link #NO_STRING}.
   */
  int decisive(char[] a, int start, int end) {
    if (types == (ParameterType.STRING | ParameterType.NULL)) {
      for (int i = start; i < end; i++) {
        int place = length + (i - start);
        char c = a[i];
        boolean behind = place >= JsonTokens.NULL.length;
        if (behind && trims && JsonTokens.isSpace(c)) {
          continue;
        }
        if (behind || c > 'z' || (c | 0x20) != JsonTokens.NULL[place]) {
          return i;
        }
      }
      return end;
    }
    for (int i = start; i < end; i++) {
      char c = a[i];
      if (!JsonTokens.isSpace(c)) {
        return Coercion.mayStreamAsString(types, c) ? i : NO_STRING;
      }
    }
    return end;
  }

  /** Buffers {@code a[start, end)}, whose length the caller has checked. */
  void keep(CharArrayPool arrays, char[] a, int start, int end) {
    int needed = length + (end - start);
    char[] kept = buffer;
    if (kept == null) {
      kept = arrays.acquire(needed);
    } else if (kept.length < needed) {
      kept = arrays.grow(kept, length, needed);
    }
    System.arraycopy(a, start, kept, length, end - start);
    buffer = kept;
    length = needed;
  }

  /** Emits the buffered chars as text of a string that is already open, and clears the buffer. */
  void flush(SpanOutput out, CharArrayPool arrays, int call, long from) {
    char[] kept = buffer;
    if (kept != null) {
      out.escaped(call, kept, 0, length, from);
      out.pin();
    }
    release(arrays);
  }

  /** As above, where whitespace at the end is held. */
  void flush(
      SpanOutput out, CharArrayPool arrays, Limits limits, TrailingBlanks blanks, long from) {
    char[] kept = buffer;
    if (kept != null) {
      blanks.text(out, arrays, limits.maxHeldChars(), kept, 0, length, from);
      out.pin();
    }
    release(arrays);
  }

  /** Drops whitespace at the end. */
  void trimEnd() {
    char[] kept = buffer;
    while (kept != null && length > 0 && JsonTokens.isSpace(kept[length - 1])) {
      length--;
    }
  }

  /**
   * The value is complete: emits it after its key.
   *
   * @param from offset of its first char
   * @param pythonLiterals whether an object or array may be a Python literal
   */
  void settle(
      SpanOutput out,
      CharArrayPool arrays,
      int call,
      long from,
      boolean pythonLiterals,
      Limits limits) {
    char[] kept = buffer == null ? NO_TEXT : buffer;
    int depth = limits.maxDepth();
    long decision = Coercion.decide(types, kept, 0, length, depth);
    int start = Coercion.from(decision, 0);
    int end = Coercion.to(decision, 0);
    switch (Coercion.kind(decision)) {
      case NULL -> json(out, call, JsonTokens.NULL, 0, JsonTokens.NULL.length, from);
      case TRUE -> json(out, call, JsonTokens.TRUE, 0, JsonTokens.TRUE.length, from);
      case FALSE -> json(out, call, JsonTokens.FALSE, 0, JsonTokens.FALSE.length, from);
      case VERBATIM -> json(out, call, kept, start, whole(kept, start, end), from);
      case NEGATED -> {
        key.emit(out, call, from);
        out.argument(call, '-', from);
        out.arguments(call, kept, start, end, from);
      }
      case MISSING_CLOSERS -> {
        out.diagnostic(Diagnostic.VALUE_REPAIRED, from);
        json(out, call, kept, start, whole(kept, start, end), from);
        char[] closers = arrays.acquire(depth);
        int count = Coercion.missingClosers(kept, start, end, depth, closers);
        out.arguments(call, closers, 0, count, from);
        out.pin();
        arrays.release(closers);
      }
      case MISFIT -> misfit(out, call, kept, start, end, from);
      case NEAR_JSON -> {
        NearJson near = out.nearJson(arrays);
        NearJson.Reading reading = near.read(kept, start, end, pythonLiterals, limits);
        GrowableChars text = near.json();
        if (reading == NearJson.Reading.REPAIRED) {
          out.diagnostic(Diagnostic.VALUE_REPAIRED, from);
        }
        if (reading != NearJson.Reading.NONE) {
          json(out, call, text.array(), 0, whole(text.array(), 0, text.length()), from);
        } else if (JsonSyntax.answer(JsonSyntax.check(kept, start, end, 1, null))
            == JsonSyntax.VALID) {
          misfit(out, call, kept, start, whole(kept, start, end), from);
        } else {
          failed(Diagnostic.COERCION_FAILED, out, call, kept, from);
        }
      }
      case STRING -> string(out, call, kept, from);
      case FAILED -> failed(Diagnostic.COERCION_FAILED, out, call, kept, from);
      case TOO_DEEP -> failed(Diagnostic.DEPTH_LIMIT, out, call, kept, from);
    }
    out.pin();
  }

  /**
   * The value is complete and the only parameter of its call: if it is an object of parameters of
   * the tool, it holds all arguments, and its members are emitted. Returns whether it does.
   */
  boolean members(
      SpanOutput out,
      CharArrayPool arrays,
      int call,
      long from,
      boolean pythonLiterals,
      Limits limits) {
    char[] kept = buffer == null ? NO_TEXT : buffer;
    int depth = limits.maxDepth();
    long decision = Coercion.decide(ParameterType.OBJECT, kept, 0, length, depth);
    int start = Coercion.from(decision, 0);
    int end = Coercion.to(decision, 0);
    boolean all =
        switch (Coercion.kind(decision)) {
          case VERBATIM -> inner(out, call, kept, start, whole(kept, start, end) - 1, from, null);
          case MISSING_CLOSERS -> {
            Diagnostic report = Diagnostic.VALUE_REPAIRED;
            boolean object = inner(out, call, kept, start, whole(kept, start, end), from, report);
            char[] closers = arrays.acquire(depth);
            // The last one is the brace that ends the arguments.
            int count = Coercion.missingClosers(kept, start, end, depth, closers) - 1;
            out.arguments(call, closers, 0, object ? count : 0, from);
            out.pin();
            arrays.release(closers);
            yield object;
          }
          case NEAR_JSON -> {
            NearJson near = out.nearJson(arrays);
            NearJson.Reading reading = near.read(kept, start, end, pythonLiterals, limits);
            char[] text = near.json().array();
            boolean repaired = reading == NearJson.Reading.REPAIRED;
            Diagnostic report = repaired ? Diagnostic.VALUE_REPAIRED : null;
            int length = near.json().length();
            yield reading != NearJson.Reading.NONE
                && inner(out, call, text, 0, whole(text, 0, length) - 1, from, report);
          }
          default -> false;
        };
    out.pin();
    return all;
  }

  /**
   * Emits what is behind the brace at {@code a[brace]}, up to {@code end}, if it is not blank and
   * has no key but parameters of the tool. Returns whether there is such an object.
   */
  private static boolean inner(
      SpanOutput out, int call, char[] a, int brace, int end, long from, @Nullable Diagnostic why) {
    if (a[brace] != '{' || !ObjectKeys.areParameters(out.tools(), out.tool(), a, brace + 1, end)) {
      return false;
    }
    if (why != null) {
      out.diagnostic(why, from);
    }
    int i = brace + 1;
    while (i < end && JsonTokens.isSpace(a[i])) {
      i++;
    }
    if (i < end) {
      out.arguments(call, a, brace + 1, end, from);
    }
    return true;
  }

  /** A JSON scalar in place of an object or array. */
  private void misfit(SpanOutput out, int call, char[] kept, int start, int end, long from) {
    out.diagnostic(Diagnostic.COERCION_FAILED, from);
    json(out, call, kept, start, end, from);
  }

  /** Replaces lone surrogates in the strings of JSON text; returns {@code end}. */
  private static int whole(char[] json, int start, int end) {
    if (json[start] == '{' || json[start] == '[' || json[start] == '"') {
      LoneSurrogates.replace(json, start, end);
    }
    return end;
  }

  private void json(SpanOutput out, int call, char[] a, int start, int end, long from) {
    key.emit(out, call, from);
    out.arguments(call, a, start, end, from);
  }

  /** The text cannot be converted to a type of the schema: it is emitted as a string. */
  private void failed(Diagnostic why, SpanOutput out, int call, char[] kept, long from) {
    out.diagnostic(why, from);
    string(out, call, kept, from);
  }

  private void string(SpanOutput out, int call, char[] kept, long from) {
    key.emitString(out, call, from);
    out.escaped(call, kept, 0, length, from);
    out.argument(call, '"', from + length);
  }

  /** Releases the buffer. */
  void release(CharArrayPool arrays) {
    char[] kept = buffer;
    if (kept != null) {
      arrays.release(kept);
      buffer = null;
    }
    length = 0;
  }

  void transfer(SnapshotIo io, CharArrayPool arrays) {
    types = io.number(types, 0, ALL_TYPES, "a value's types");
    int chars = io.count(length, io.limits().maxBufferedChars(), 1, "a value's length");
    if (io.isReading()) {
      length = chars;
      buffer = chars == 0 ? null : arrays.acquire(chars);
    }
    char[] kept = buffer;
    if (kept != null) {
      io.chars(kept, chars);
    }
  }
}
