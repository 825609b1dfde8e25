package dev.deltalex.value;

/**
 * A Python number as a JSON number: digits are copied, of any length; underscores, a plus sign and
 * superfluous zeros are dropped, {@code 1.} and {@code .5} get their missing zero. Hexadecimal,
 * octal and binary integers fit up to 63 bits.
 */
final class PythonNumber {
  private PythonNumber() {}

  /** Writes the number at {@code from}; returns the index after it, or -1 if there is no number. */
  static int append(char[] a, int from, int to, GrowableChars out) {
    int i = from;
    if (a[i] == '-' || a[i] == '+') {
      if (a[i] == '-') {
        out.append('-');
      }
      i++;
    }
    if (i + 1 < to && a[i] == '0' && radix(a[i + 1]) != 0) {
      return prefixed(a, i + 2, to, radix(a[i + 1]), out);
    }
    return decimal(a, i, to, out);
  }

  private static int decimal(char[] a, int from, int to, GrowableChars out) {
    int point = digitsEnd(a, from, to);
    boolean fraction = point < to && a[point] == '.';
    int fractionEnd = fraction ? digitsEnd(a, point + 1, to) : point;
    boolean exponent = fractionEnd < to && (a[fractionEnd] == 'e' || a[fractionEnd] == 'E');
    if (point == from && fractionEnd <= point + 1) {
      return -1;
    }
    int significant = from;
    while (significant < point - 1 && (a[significant] == '0' || a[significant] == '_')) {
      significant++;
    }
    if (significant > from && !fraction && !exponent && a[significant] != '0') {
      return -1;
    }
    if (point == from) {
      out.append('0');
    } else {
      digits(a, significant, point, out);
    }
    if (fraction) {
      out.append('.');
      if (fractionEnd == point + 1) {
        out.append('0');
      } else {
        digits(a, point + 1, fractionEnd, out);
      }
    }
    return exponent ? exponent(a, fractionEnd, to, out) : fractionEnd;
  }

  /** Writes the exponent whose letter is at {@code from}. */
  private static int exponent(char[] a, int from, int to, GrowableChars out) {
    int i = from + 1;
    out.append('e');
    if (i < to && (a[i] == '+' || a[i] == '-')) {
      out.append(a[i++]);
    }
    int end = digitsEnd(a, i, to);
    if (end == i) {
      return -1;
    }
    digits(a, i, end, out);
    return end;
  }

  /** The end of a run of digits, with single underscores allowed between two digits. */
  private static int digitsEnd(char[] a, int from, int to) {
    int i = from;
    while (i < to && (isDigit(a[i]) || a[i] == '_' && i > from && isInner(a, i, to))) {
      i++;
    }
    return i;
  }

  private static boolean isInner(char[] a, int i, int to) {
    return isDigit(a[i - 1]) && i + 1 < to && isDigit(a[i + 1]);
  }

  private static void digits(char[] a, int from, int to, GrowableChars out) {
    for (int i = from; i < to; i++) {
      if (a[i] != '_') {
        out.append(a[i]);
      }
    }
  }

  /** Writes the integer after 0x, 0o or 0b in decimal. */
  private static int prefixed(char[] a, int from, int to, int radix, GrowableChars out) {
    long value = 0;
    int i = from;
    boolean digitBefore = false;
    while (i < to) {
      char c = a[i];
      int digit = JsonTokens.hexDigit(c);
      if (c == '_' && i + 1 < to && a[i + 1] != '_') {
        digitBefore = false;
      } else if (digit >= 0 && digit < radix) {
        if (value > (Long.MAX_VALUE - digit) / radix) {
          return -1;
        }
        value = value * radix + digit;
        digitBefore = true;
      } else {
        break;
      }
      i++;
    }
    if (!digitBefore) {
      return -1;
    }
    writeDecimal(value, out);
    return i;
  }

  private static void writeDecimal(long value, GrowableChars out) {
    long power = 1;
    while (value / power >= 10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      out.append((char) ('0' + value / power % 10));
    }
  }

  private static int radix(char letter) {
    return switch (letter) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
