package dev.deltalex.grammar;

/**
 * Where reading continues after a marker that counts. Text that only a lookahead read is read
 * again, once.
 */
public enum Resume {
  /** After everything that the lookahead read. */
  AFTER_LOOK,
  /** After the marker, or after the header that a lookahead marked as the marker's end. */
  AFTER_MARKER,
  /** At the start of the marker, which is read again. */
  AT_MARKER
}
