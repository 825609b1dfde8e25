package dev.deltalex.value;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Surrogates;

/** Replaces lone surrogates in a complete JSON text, in place. */
final class LoneSurrogates {
  /** The digits of the escape of U+FFFD. */
  private static final char[] DIGITS = {'f', 'f', 'f', 'd'};

  /** Chars of a unicode escape: the backslash, u and four digits. */
  private static final int ESCAPE = CharScanner.LONGEST_ESCAPE;

  private LoneSurrogates() {}

  /**
   * In {@code json[from, to)} a raw lone surrogate becomes U+FFFD, and an escape of one the escape
   * of U+FFFD. A raw and an escaped surrogate do not form a pair.
   */
  static void replace(char[] json, int from, int to) {
    int i = from;
    while (i < to) {
      char c = json[i];
      if (c == '\\') {
        i = escape(json, i, to);
      } else {
        if (c >= Character.MIN_SURROGATE && Surrogates.isLone(json, i, from, to)) {
          json[i] = Surrogates.REPLACEMENT;
        }
        i++;
      }
    }
  }

  /** Checks the escape at {@code i}, and the one after it if they form a pair. */
  private static int escape(char[] json, int i, int to) {
    if (json[i + 1] != 'u') {
      return i + 2;
    }
    int behind = i + ESCAPE;
    char kind = surrogate(json, i);
    if (kind == 0) {
      return behind;
    }
    boolean pair =
        Character.isHighSurrogate(kind)
            && behind + ESCAPE <= to
            && json[behind] == '\\'
            && json[behind + 1] == 'u'
            && Character.isLowSurrogate(surrogate(json, behind));
    if (pair) {
      return behind + ESCAPE;
    }
    System.arraycopy(DIGITS, 0, json, i + 2, DIGITS.length);
    return behind;
  }

  /** The first surrogate of its half if the escape at {@code i} spells one, else 0. */
  private static char surrogate(char[] json, int i) {
    if ((json[i + 2] | 0x20) != 'd') {
      return 0;
    }
    int second = json[i + 3] | 0x20;
    if (second < '8') {
      return 0;
    }
    return second < 'c' ? Character.MIN_HIGH_SURROGATE : Character.MIN_LOW_SURROGATE;
  }
}
