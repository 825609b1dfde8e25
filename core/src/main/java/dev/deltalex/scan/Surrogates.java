package dev.deltalex.scan;

import java.util.Arrays;

/**
 * Lone surrogates: surrogates without their partner next to them in a range of chars. UTF-8 cannot
 * encode them and strict JSON readers reject them, so U+FFFD replaces them.
 */
public final class Surrogates {
  /** The replacement for a lone surrogate. */
  public static final char REPLACEMENT = '\uFFFD';

  private Surrogates() {}

  /** Whether {@code a[i]} is a lone surrogate in {@code a[from, to)}. */
  public static boolean isLone(char[] a, int i, int from, int to) {
    char c = a[i];
    if (Character.isHighSurrogate(c)) {
      return i + 1 >= to || !Character.isLowSurrogate(a[i + 1]);
    }
    return Character.isLowSurrogate(c) && (i == from || !Character.isHighSurrogate(a[i - 1]));
  }

  /** Whether {@code a[from, to)} has a lone surrogate. */
  public static boolean hasLone(char[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (a[i] >= Character.MIN_SURROGATE && isLone(a, i, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** The char {@code a[i]}, or U+FFFD if it is a lone surrogate in {@code a[from, to)}. */
  public static char whole(char[] a, int i, int from, int to) {
    return isLone(a, i, from, to) ? REPLACEMENT : a[i];
  }

  /**
   * Copies {@code a[from, to)} with U+FFFD for lone surrogates to {@code out} from {@code at} on;
   * both may be the same range of one array.
   */
  public static void copyWhole(char[] a, int from, int to, char[] out, int at) {
    for (int i = from; i < to; i++) {
      out[at + i - from] = whole(a, i, from, to);
    }
  }

  /**
   * Whether {@code a[from, to)}, with U+FFFD for lone surrogates, equals the range of {@code b}.
   */
  public static boolean isWhole(char[] a, int from, int to, char[] b, int bFrom, int bTo) {
    if (to - from != bTo - bFrom) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (whole(a, i, from, to) != b[bFrom + i - from]) {
        return false;
      }
    }
    return true;
  }

  /** {@code text} with U+FFFD for lone surrogates; itself if it has no surrogates. */
  public static String whole(String text) {
    int i = 0;
    while (i < text.length() && !Character.isSurrogate(text.charAt(i))) {
      i++;
    }
    return i == text.length() ? text : replaced(text);
  }

  private static String replaced(String text) {
    char[] chars = text.toCharArray();
    copyWhole(Arrays.copyOf(chars, chars.length), 0, chars.length, chars, 0);
    return new String(chars);
  }
}
