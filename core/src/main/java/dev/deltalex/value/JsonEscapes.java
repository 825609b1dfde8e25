package dev.deltalex.value;

/**
 * Escapes in the strings of a {@link JsonValue}, cut anywhere: those that JSON has go on as they
 * are written, what turns out to be none is text.
 *
 * <p>The escape of a high surrogate waits for the escape of a low one. A lone surrogate becomes
 * U+FFFD, as an escape.
 */
final class JsonEscapes {
  /** Escapes whose second char JSON knows. */
  private static final String SHORT = "\"\\/bfnrt";

  /** The digits of the escape of U+FFFD. */
  private static final int REPLACEMENT = 'f' << 24 | 'f' << 16 | 'f' << 8 | 'd';

  /** Chars of a whole unicode escape, its backslash included. */
  private static final int WHOLE = JsonState.UNICODE + 1;

  private JsonEscapes() {}

  /** Whether {@code c} behind a backslash is a whole escape. */
  static boolean isShort(char c) {
    return SHORT.indexOf(c) >= 0;
  }

  /** The escape of a high surrogate before offset {@code at}, if one waits, is a lone one. */
  static void lone(JsonState v, long at) {
    if (v.highSpelling != 0) {
      v.high = 0;
      v.highSpelling = 0;
      spell(v, REPLACEMENT, at - WHOLE);
    }
  }

  /** The text ends at offset {@code at}: what waits is a lone one, a cut escape is forgotten. */
  static void end(JsonState v, long at) {
    lone(v, at - v.escapeLength);
    drop(v);
  }

  private static void drop(JsonState v) {
    v.escapeLength = 0;
    v.escapeDigits = 0;
  }

  /** Reads the next char of an escape, at {@code i}; returns the index to go on from. */
  static int read(JsonState v, char[] a, int i, long origin) {
    char c = a[i];
    long at = origin + i - v.escapeLength;
    if (v.escapeLength == 1) {
      if (c == 'u') {
        v.escapeLength = 2;
        return i + 1;
      }
      lone(v, at);
      v.escapeLength = 0;
      if (isShort(c)) {
        JsonText.put(v, '\\', at);
        JsonText.put(v, c, at);
        return i + 1;
      }
      JsonText.markRepaired(v);
      if (c == '\'') {
        JsonText.put(v, c, at);
        return i + 1;
      }
      backslash(v, at);
      return i;
    }
    if (isHex(c)) {
      if (!mayBeLow(v.escapeLength, c)) {
        lone(v, at);
      }
      v.escapeDigits = v.escapeDigits << Byte.SIZE | c;
      if (v.escapeLength++ == JsonState.UNICODE) {
        wholeEscape(v, at);
      }
      return i + 1;
    }
    // Not an escape after all: what came of it is text.
    lone(v, at);
    JsonText.markRepaired(v);
    backslash(v, at);
    digits(v, v.escapeDigits, v.escapeLength - 2, at);
    drop(v);
    return i;
  }

  /**
   * Whether {@code digit} may stand in the escape of a low surrogate behind so many chars of it.
   */
  private static boolean mayBeLow(int escapeLength, char digit) {
    return switch (escapeLength) {
      case 2 -> (digit | 0x20) == 'd';
      case 3 -> (digit | 0x20) >= 'c';
      default -> true;
    };
  }

  /** The escape at offset {@code at} is whole. */
  private static void wholeEscape(JsonState v, long at) {
    int digits = v.escapeDigits;
    drop(v);
    int first = digits >>> 3 * Byte.SIZE | 0x20;
    int second = digits >>> 2 * Byte.SIZE & 0xFF | 0x20;
    if (first != 'd' || second < '8') {
      spell(v, digits, at);
    } else if (second < 'c') {
      holdEscape(v, digits);
    } else if (v.highSpelling == 0) {
      spell(v, REPLACEMENT, at);
    } else {
      spell(v, heldDigits(v), at - WHOLE);
      spell(v, digits, at);
      v.high = 0;
      v.highSpelling = 0;
    }
  }

  /** The high surrogate that the digits spell waits for its partner, as it is spelled. */
  private static void holdEscape(JsonState v, int digits) {
    int value = 0;
    int spelling = JsonState.ESCAPED;
    for (int k = 3; k >= 0; k--) {
      int digit = digits >>> k * Byte.SIZE & 0xFF;
      boolean upper = digit >= 'A' && digit <= 'F';
      value = value << 4 | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
      spelling |= upper ? 1 << k : 0;
    }
    v.high = (char) value;
    v.highSpelling = (byte) spelling;
  }

  /** The digits of the high surrogate that waits. */
  private static int heldDigits(JsonState v) {
    int digits = 0;
    for (int k = 3; k >= 0; k--) {
      int digit = v.high >>> 4 * k & 0xF;
      char ten = (v.highSpelling >>> k & 1) == 0 ? 'a' : 'A';
      digits = digits << Byte.SIZE | (digit < 10 ? '0' + digit : ten + digit - 10);
    }
    return digits;
  }

  private static void backslash(JsonState v, long at) {
    JsonText.put(v, '\\', at);
    JsonText.put(v, '\\', at);
  }

  /** Puts a unicode escape out. */
  private static void spell(JsonState v, int digits, long at) {
    JsonText.put(v, '\\', at);
    digits(v, digits, JsonState.UNICODE - 1, at);
  }

  /** Puts what stands behind the backslash of an escape out. */
  private static void digits(JsonState v, int digits, int count, long at) {
    JsonText.put(v, 'u', at);
    for (int k = count - 1; k >= 0; k--) {
      JsonText.put(v, (char) (digits >>> k * Byte.SIZE & 0xFF), at);
    }
  }

  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
