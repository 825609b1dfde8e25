package dev.deltalex.value;

/**
 * A Python string literal, or several in a row, as one JSON string: single, double and triple
 * quotes, the prefixes r and u, all escapes but {@code \N{…}}. A surrogate that is written as an
 * escape stays an escape; the caller replaces lone ones.
 */
final class PythonString {
  private PythonString() {}

  /**
   * Whether a string with quotes of any kind and a prefix r, R, u, U or none begins at {@code i}.
   */
  static boolean startsAt(char[] a, int i, int to) {
    return isQuote(a[i]) || isPrefix(a[i]) && i + 1 < to && isQuote(a[i + 1]);
  }

  /**
   * Writes the strings at {@code from}; returns the index after the last, or -1 if one is damaged.
   */
  static int append(char[] a, int from, int to, GrowableChars out) {
    out.append('"');
    int i = from;
    int behind;
    do {
      boolean raw = a[i] == 'r' || a[i] == 'R';
      behind = body(a, isQuote(a[i]) ? i : i + 1, to, raw, out);
      if (behind < 0) {
        return -1;
      }
      i = behind;
      while (i < to && PythonValue.isSpace(a[i])) {
        i++;
      }
    } while (i < to && startsAt(a, i, to));
    out.append('"');
    return behind;
  }

  /** Writes the string whose opening quote is at {@code from}. */
  private static int body(char[] a, int from, int to, boolean raw, GrowableChars out) {
    char quote = a[from];
    boolean triple = isTriple(a, from, to);
    int i = triple ? from + 3 : from + 1;
    while (i < to) {
      char c = a[i];
      if (c == quote && !triple) {
        return i + 1;
      }
      if (c == quote && isTriple(a, i, to)) {
        return i + 3;
      }
      if (c == '\\') {
        i = raw ? rawEscape(a, i, to, out) : escape(a, i + 1, to, out);
        if (i < 0) {
          return -1;
        }
      } else if (c == '\n' || c == '\r') {
        if (!triple) {
          return -1;
        }
        i = lineEnd(a, i, to);
        out.appendEscaped('\n');
      } else {
        out.appendEscaped(c);
        i++;
      }
    }
    return -1;
  }

  /** In a raw string the backslash stays, and what follows it does not end the string. */
  private static int rawEscape(char[] a, int i, int to, GrowableChars out) {
    out.appendEscaped('\\');
    if (i + 1 == to) {
      return -1;
    }
    char c = a[i + 1];
    if (c == '\n' || c == '\r') {
      out.appendEscaped('\n');
      return lineEnd(a, i + 1, to);
    }
    out.appendEscaped(c);
    return i + 2;
  }

  /** Writes the char of the escape whose backslash is before {@code i}. */
  private static int escape(char[] a, int i, int to, GrowableChars out) {
    if (i == to) {
      return -1;
    }
    char c = a[i];
    switch (c) {
      case '\\', '\'', '"' -> out.appendEscaped(c);
      case 'a' -> out.appendEscaped('\u0007');
      case 'b' -> out.appendEscaped('\b');
      case 'f' -> out.appendEscaped('\f');
      case 'n' -> out.appendEscaped('\n');
      case 'r' -> out.appendEscaped('\r');
      case 't' -> out.appendEscaped('\t');
      case 'v' -> out.appendEscaped('\u000B');
      case '\n', '\r' -> {
        return lineEnd(a, i, to);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return octal(a, i, to, out);
      }
      case 'x' -> {
        return hexadecimal(a, i + 1, to, 2, out);
      }
      case 'u' -> {
        return hexadecimal(a, i + 1, to, 4, out);
      }
      case 'U' -> {
        return hexadecimal(a, i + 1, to, 8, out);
      }
      case 'N' -> {
        return -1;
      }
      default -> {
        // Not an escape: Python keeps the backslash.
        out.appendEscaped('\\');
        out.appendEscaped(c);
      }
    }
    return i + 1;
  }

  /** One to three octal digits. */
  private static int octal(char[] a, int from, int to, GrowableChars out) {
    int end = Math.min(to, from + 3);
    int value = 0;
    int i = from;
    while (i < end && a[i] >= '0' && a[i] <= '7') {
      value = 8 * value + a[i++] - '0';
    }
    out.appendEscaped((char) value);
    return i;
  }

  /** Exactly so many hexadecimal digits that name a code point. */
  private static int hexadecimal(char[] a, int from, int to, int digits, GrowableChars out) {
    if (to - from < digits) {
      return -1;
    }
    int end = from + digits;
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = JsonTokens.hexDigit(a[i]);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      return -1;
    }
    if (value > Character.MAX_VALUE) {
      out.append(Character.highSurrogate((int) value));
      out.append(Character.lowSurrogate((int) value));
    } else if (Character.isSurrogate((char) value)) {
      out.append('\\');
      out.append('u');
      out.append(a, end - 4, end);
    } else {
      out.appendEscaped((char) value);
    }
    return end;
  }

  private static boolean isTriple(char[] a, int i, int to) {
    return i + 2 < to && a[i + 1] == a[i] && a[i + 2] == a[i];
  }

  /** The index after a line end of one or two chars. */
  private static int lineEnd(char[] a, int i, int to) {
    return a[i] == '\r' && i + 1 < to && a[i + 1] == '\n' ? i + 2 : i + 1;
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"';
  }

  private static boolean isPrefix(char c) {
    return c == 'r' || c == 'R' || c == 'u' || c == 'U';
  }
}
