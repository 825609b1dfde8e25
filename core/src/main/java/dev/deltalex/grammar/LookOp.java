package dev.deltalex.grammar;

/** How a look reads what follows a literal. */
public enum LookOp {
  /** Whitespace, then one of the look's edges; or else the look's otherwise. */
  MARKER,
  /** The text of a header up to one of the look's edges: see {@link Header}. */
  HEADER,
  /** Up to 16 chars of damage, then the look's edge, or any {@code <} directly. */
  CLOSER_TAIL
}
