package dev.deltalex.value;

import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.scan.Surrogates;

/**
 * The third layer of {@link JsonRepair}: the escapes of Python's strings. What Python means is
 * emitted in JSON's spelling.
 *
 * <p>Escapes that Python does not have are text, as in Python; those that are incomplete or name no
 * char are text, too, and reported.
 */
abstract sealed class JsonRepairEscapes extends JsonRepairText permits JsonRepairPython {
  /** The bit of {@link #quote} for a string in three quotes. */
  static final byte TRIPLE = 1 << 6;

  /** The bit of {@link #quote} for a raw string. */
  static final byte RAW = 1 << 3;

  // In a string or key: what is read, in place of what follows a quote.
  static final byte BODY = 0;

  /** Directly behind the opening quote of a value. */
  static final byte OPENED = 1;

  /** Behind one quote in a string in three. */
  static final byte ONE_QUOTE = 2;

  /** Behind two quotes in a string in three. */
  static final byte TWO_QUOTES = 3;

  /** In an escape of two hexadecimal digits. */
  static final byte IN_BYTE = 4;

  /** In an escape of eight hexadecimal digits, whose value is {@link #escapeDigits}. */
  static final byte IN_CODE_POINT = 5;

  /** In an escape of one to three octal digits, whose value is {@link #escapeDigits}. */
  static final byte IN_OCTAL = 6;

  /** Behind a backslash and a carriage return: a line feed belongs to them. */
  static final byte BEHIND_RETURN = 7;

  private static final int BYTE_DIGITS = 2;
  private static final int OCTAL_DIGITS = 3;
  private static final int CODE_POINT_DIGITS = 8;

  /** The most chars of an escape that is incomplete, its backslash included. */
  static final int LONGEST_ESCAPE = CODE_POINT_DIGITS + 1;

  JsonRepairEscapes(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  /** Whether the value is the arguments of a call as Python spells it. */
  final boolean isPython() {
    return (reported & PYTHON) != 0;
  }

  /** The quote that ends the string that is being read. */
  final char closingQuote() {
    return (char) (quote & ~(TRIPLE | RAW));
  }

  /** Emits a char as text of a string or key. */
  final void putText(char[] a, int i, long origin) {
    if (toPending) {
      bufferText(a[i], origin + i);
    } else {
      emitText(a, i, i + 1, origin + i);
    }
  }

  /** Emits a char that is no surrogate as text of a string or key. */
  final void putChar(char c, long at) {
    if (toPending) {
      bufferText(c, at);
    } else if (!ScalarCharScanner.mustEscape(c)) {
      emit(c, at);
    } else if (!suppressed) {
      char[] one = arrays.acquire(1);
      one[0] = c;
      out.escaped(call, one, 0, 1, at);
      out.pin();
      arrays.release(one);
    }
  }

  // ---- Escapes ---------------------------------------------------------------------------------

  /** Reads the backslash at {@code i}; returns the index to continue at. */
  final int backslash(char[] a, int i, int to, long origin) {
    settleRawHigh(origin + i);
    if (i + 1 < to && !toPending && (quote & RAW) == 0 && isShared(a[i + 1])) {
      settleEscapedHigh(origin + i);
      emit(a, i, i + 2, origin + i);
      return i + 2;
    }
    escapeLength = 1;
    return i + 1;
  }

  /** Whether a backslash and this char mean the same in JSON and Python. */
  private static boolean isShared(char second) {
    return switch (second) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /** Reads the next char of an escape, at {@code i}; returns the index to continue at. */
  final int readPythonEscape(char[] a, int i, long origin) {
    long at = origin + i - escapeLength;
    if (escapeLength == 1) {
      return (quote & RAW) != 0 ? rawEscape(a, i, origin) : secondChar(a, i, at);
    }
    return switch (follow) {
      case IN_BYTE -> byteDigit(a[i], i, at);
      case IN_CODE_POINT -> codePointDigit(a[i], i, at);
      case IN_OCTAL -> octalDigit(a[i], i, at);
      default -> readUnicodeDigit(a[i], i, at);
    };
  }

  /** In a raw string the backslash is text, and what follows it does not end the string. */
  private int rawEscape(char[] a, int i, long origin) {
    escapeLength = 0;
    putBackslash(origin + i - 1);
    char c = a[i];
    if (c == closingQuote() || c == '\\') {
      putChar(c, origin + i);
      return i + 1;
    }
    return i;
  }

  private int secondChar(char[] a, int i, long at) {
    char c = a[i];
    if (c == 'u') {
      escapeLength = 2;
      return i + 1;
    }
    settleEscapedHigh(at);
    escapeLength = 0;
    switch (c) {
      case '"', '\\', 'b', 'f', 'n', 'r', 't' -> {
        put('\\', at);
        put(c, at);
      }
      case '\'' -> put(c, at);
      case 'a' -> putChar('\u0007', at);
      case 'v' -> putChar('\u000B', at);
      case '\n' -> {
        // The line goes on.
      }
      case '\r' -> follow = BEHIND_RETURN;
      case 'x' -> beginDigits(IN_BYTE, 0);
      case 'U' -> beginDigits(IN_CODE_POINT, 0);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> beginDigits(IN_OCTAL, c - '0');
      default -> {
        if (c == 'N') {
          // The name of a char, which is not looked up.
          markRepaired();
        }
        putBackslash(at);
        return i;
      }
    }
    return i + 1;
  }

  private void beginDigits(byte kind, int first) {
    escapeLength = 2;
    escapeDigits = first;
    follow = kind;
  }

  private void endDigits() {
    escapeLength = 0;
    escapeDigits = 0;
    follow = BODY;
  }

  private int byteDigit(char c, int i, long at) {
    if (JsonTokens.hexDigit(c) < 0) {
      int digits = escapeDigits;
      int count = escapeLength - 2;
      endDigits();
      markRepaired();
      putBackslash(at);
      put('x', at);
      if (count > 0) {
        put((char) digits, at);
      }
      return i;
    }
    int first = escapeDigits;
    escapeDigits = c;
    if (++escapeLength == BYTE_DIGITS + 2) {
      endDigits();
      putChar((char) (JsonTokens.hexDigit((char) first) << 4 | JsonTokens.hexDigit(c)), at);
    }
    return i + 1;
  }

  private int octalDigit(char c, int i, long at) {
    boolean digit = c >= '0' && c <= '7';
    int value = digit ? escapeDigits << 3 | c - '0' : escapeDigits;
    boolean last = !digit || escapeLength == OCTAL_DIGITS;
    if (last) {
      endDigits();
      putChar((char) value, at);
    } else {
      escapeDigits = value;
      escapeLength++;
    }
    return digit ? i + 1 : i;
  }

  private int codePointDigit(char c, int i, long at) {
    int digit = JsonTokens.hexDigit(c);
    long value = (long) escapeDigits << 4 | Math.max(0, digit);
    int read = escapeLength - 2;
    long most = Character.MAX_CODE_POINT >>> 4 * (CODE_POINT_DIGITS - 1 - read);
    if (digit < 0 || value > most) {
      int digits = escapeDigits;
      endDigits();
      markRepaired();
      putBackslash(at);
      put('U', at);
      for (int k = read - 1; k >= 0; k--) {
        put(Character.forDigit(digits >>> 4 * k & 0xF, 16), at);
      }
      return i;
    }
    escapeDigits = (int) value;
    escapeLength++;
    if (read + 1 == CODE_POINT_DIGITS) {
      endDigits();
      putCodePoint((int) value, at);
    }
    return i + 1;
  }

  private void putCodePoint(int value, long at) {
    if (value > Character.MAX_VALUE) {
      putPair(Character.highSurrogate(value), Character.lowSurrogate(value), at);
    } else {
      boolean lone = Character.isSurrogate((char) value);
      putChar(lone ? Surrogates.REPLACEMENT : (char) value, at);
    }
  }

  private void putPair(char first, char second, long at) {
    if (toPending) {
      buffer(first, at);
      buffer(second, at);
    } else if (!suppressed) {
      out.argument(call, first, second, at);
    }
  }

  // ---- Snapshot --------------------------------------------------------------------------------

  /** Saves or loads the escape that is read. */
  final void transferEscape(SnapshotIo io) {
    boolean mayEscape = follow == BODY || follow >= IN_BYTE && follow <= IN_OCTAL;
    int least = follow == BODY || !mayEscape ? 0 : 2;
    int longest =
        switch (follow) {
          case BODY -> UNICODE;
          case IN_BYTE, IN_OCTAL -> OCTAL_DIGITS;
          case IN_CODE_POINT -> LONGEST_ESCAPE;
          default -> 0;
        };
    escapeLength = (byte) io.number(escapeLength, least, longest, "an escape's length");
    int digits = escapeLength - 2;
    switch (follow) {
      case BODY, IN_BYTE -> escapeDigits = io.hexDigits(escapeDigits, Math.max(0, digits));
      case IN_OCTAL -> {
        int most = (1 << 3 * (digits + 1)) - 1;
        escapeDigits = io.number(escapeDigits, 0, most, "an octal escape");
      }
      case IN_CODE_POINT -> {
        long most = (long) Character.MAX_CODE_POINT >>> 4 * (CODE_POINT_DIGITS - digits);
        escapeDigits = (int) io.number((long) escapeDigits, 0, most, "a code point");
      }
      default -> {
        // No escape is open.
      }
    }
  }
}
