package dev.deltalex.grammar;

/** How a lookahead reads what follows a literal. */
public enum LookOp {
  /** Whitespace, then one of the lookahead's edges; if none matches, its otherwise. */
  MARKER,
  /** The text of a header up to one of the lookahead's edges: see {@link Header}. */
  HEADER,
  /** Up to 16 damaged chars, then the lookahead's edge, or directly any {@code <}. */
  CLOSER_TAIL
}
