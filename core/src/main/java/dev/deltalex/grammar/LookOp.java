package dev.deltalex.grammar;

/** How a look reads what follows a marker. */
public enum LookOp {
  /** Whitespace, then one of the look's markers. */
  MARKER,
  /** Name chars up to {@code >}. */
  NAME,
  /** Up to 16 chars of damage, then {@code >}, or any tag directly. */
  CLOSER_TAIL
}
