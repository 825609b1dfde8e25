package dev.deltalex.grammar;

/** How the interpreter reads in a state. */
public enum Op {
  /** Text up to the next marker, which belongs to the state's {@link TextKind}. */
  TEXT,
  /**
   * The start of a text segment: whitespace is held until a marker (which may drop it) or a char of
   * text (which makes it text) shows what it is; then reading continues in the plain TEXT state.
   */
  SEGMENT,
  /** Whitespace is consumed, then a marker must follow; anything else is stray. */
  DISPATCH,
  /** Whitespace is consumed, then reading continues in the next state. */
  SKIP_WHITESPACE,
  /** One newline is consumed if present, then reading continues in the next state. */
  ONE_NEWLINE,
  /** A marker is consumed if present, then reading continues in the next state. */
  OPTIONAL,
  /** A JSON object, or an array of them, that describes calls. */
  JSON_CALLS
}
