package dev.deltalex.grammar;

/** How a lookahead reads what follows a literal. */
public enum LookOp {
  /** Whitespace, then one of the lookahead's edges; if none matches, its otherwise. */
  MARKER,
  /** The text of a header up to one of the lookahead's edges: see {@link Header}. */
  HEADER,
  /**
   * Up to 16 damaged chars, then the lookahead's edge, or directly any {@code <}. After damage the
   * lookahead's otherwise continues, if it has one.
   */
  CLOSER_TAIL,
  /** The name of the open parameter, up to 16 blanks, then the lookahead's edge. */
  OPEN_KEY,
  /**
   * What is behind {@code <parameter=NAME=}: blanks and the lookahead's edge, which ends the
   * header; or anything but a newline, with which the value begins.
   */
  ASSIGNED,
  /**
   * The header of a message, up to the literal at its end: see {@link MessageTable}. Its first
   * edges are the fields; of the rest, all of that literal, the first rule that applies chooses
   * one, in the order of the rules, and the last is for headers to which no rule applies.
   */
  MESSAGE
}
