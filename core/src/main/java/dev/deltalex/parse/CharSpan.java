package dev.deltalex.parse;

/**
 * A reusable view of chars, valid only as long as its owner specifies; {@code toString} makes a
 * copy.
 */
final class CharSpan implements CharSequence {
  private static final char[] EMPTY = {};
  private char[] chars = EMPTY;
  private int from;
  private int length;

  CharSpan of(char[] array, int start, int end) {
    chars = array;
    from = start;
    length = end - start;
    return this;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index + " of " + length);
    }
    return chars[from + index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().subSequence(start, end);
  }

  @Override
  public String toString() {
    return new String(chars, from, length);
  }
}
