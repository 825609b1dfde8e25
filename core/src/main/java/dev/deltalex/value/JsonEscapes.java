package dev.deltalex.value;

/** Decodes the escapes of JSON strings. */
public final class JsonEscapes {
  /** Digits of a unicode escape. */
  private static final int DIGITS = 4;

  private JsonEscapes() {}

  /**
   * Decodes {@code a[from, to)}, the inside of a string, to the start of {@code out}, which has
   * room for as many chars; a backslash that begins no escape is text. Returns the number of chars.
   */
  public static int decode(char[] a, int from, int to, char[] out) {
    int n = 0;
    int i = from;
    while (i < to) {
      char c = a[i++];
      char meant = c == '\\' && i < to ? meaning(a[i]) : 0;
      if (meant != 0) {
        out[n++] = meant;
        i++;
      } else if (c == '\\' && i < to && a[i] == 'u' && isUnicode(a, i + 1, to)) {
        int value = 0;
        for (int k = 1; k <= DIGITS; k++) {
          value = value << 4 | JsonTokens.hexDigit(a[i + k]);
        }
        out[n++] = (char) value;
        i += 1 + DIGITS;
      } else {
        out[n++] = c;
      }
    }
    return n;
  }

  /** What an escape of two chars stands for, or 0 if JSON has no such escape. */
  public static char meaning(char c) {
    return switch (c) {
      case '"', '\\', '/', '\'' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }

  private static boolean isUnicode(char[] a, int from, int to) {
    if (to - from < DIGITS) {
      return false;
    }
    for (int k = from; k < from + DIGITS; k++) {
      if (JsonTokens.hexDigit(a[k]) < 0) {
        return false;
      }
    }
    return true;
  }
}
