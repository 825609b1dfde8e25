package dev.deltalex.value;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.ScalarCharScanner;
import java.util.Arrays;
import java.util.Objects;

/**
 * Chars that are appended to an array which grows as needed and is kept for reuse. One thread at a
 * time; the array is valid until the next append.
 */
public final class GrowableChars {
  private static final int FIRST_LENGTH = 256;

  private char[] chars = {};
  private int length;
  private int[] stack = {};

  /** Makes an empty one; the first append allocates its array. */
  public GrowableChars() {}

  /** The chars, from index 0 on; replaced by a longer array when an append needs one. */
  public char[] array() {
    return chars;
  }

  /** Number of chars. */
  public int length() {
    return length;
  }

  /** Removes all chars; the array is kept if it is no longer than {@code keptLength}. */
  public void clear(int keptLength) {
    length = 0;
    if (chars.length > keptLength) {
      chars = new char[0];
    }
  }

  /**
   * Removes all chars but the first {@code newLength}.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public void truncate(int newLength) {
    length = Objects.checkIndex(newLength, length + 1);
  }

  /** Appends one char. */
  public void append(char c) {
    reserve(1);
    chars[length++] = c;
  }

  /** Appends {@code a[from, to)}. */
  public void append(char[] a, int from, int to) {
    reserve(to - from);
    System.arraycopy(a, from, chars, length, to - from);
    length += to - from;
  }

  /** Appends {@code c} as it is written inside a JSON string: escaped where it must be. */
  void appendEscaped(char c) {
    if (ScalarCharScanner.mustEscape(c)) {
      reserve(CharScanner.LONGEST_ESCAPE);
      length = ScalarCharScanner.escapeChar(c, chars, length);
    } else {
      append(c);
    }
  }

  /** Scratch for a writer of nested structure; kept for reuse. */
  int[] stack(int words) {
    if (stack.length < words) {
      stack = new int[words];
    }
    return stack;
  }

  /** Replaces a char that was appended. */
  void replace(int index, char c) {
    chars[index] = c;
  }

  /** Ensures room for {@code more} chars. */
  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > chars.length) {
      int doubled = chars.length > Integer.MAX_VALUE / 2 - 8 ? needed : 2 * chars.length;
      chars = Arrays.copyOf(chars, Math.max(FIRST_LENGTH, Math.max(needed, doubled)));
    }
  }

  @Override
  public String toString() {
    return new String(chars, 0, length);
  }
}
