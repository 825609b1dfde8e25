package dev.deltalex.grammar;

/**
 * What a literal does once it counts. The interpreter switches over these constants. What
 * distinguishes two uses of an action is data of the {@link Edge}: the next state, the level, the
 * report.
 */
public enum Action {
  /** Continues in the next state. Without a next state, the end of the edge's lookahead decides. */
  GO,
  /** A block opens, unless its marker is quoted in prose. */
  OPEN_BLOCK,
  /** The block closes; in content, a closer without an opener. */
  CLOSE_BLOCK,
  /** A call opens whose header was read; a call that is still open closes first. */
  OPEN_CALL,
  /** A JSON object begins that may describe a call. */
  OPEN_OBJECT,
  /** As {@link #OPEN_OBJECT}, without a marker: only a declared tool makes it a call. */
  OPEN_BARE_OBJECT,
  /** A call opens whose arguments are the JSON object that begins here. */
  OPEN_ARGUMENTS,
  /** The arguments of the open call are the JSON object that begins here. */
  READ_ARGUMENTS,
  /** The call closes. */
  CLOSE_CALL,
  /** A pair or an array around calls closes after them. */
  LEAVE,
  /** A parameter opens. */
  OPEN_PARAMETER,
  /** An element opens: a parameter, or a part of the innermost open element. */
  OPEN_ELEMENT,
  /** The value ends; between elements, the innermost element. */
  CLOSE_VALUE,
  /** The element that the closer names ends, with those inside of it. */
  CLOSE_ELEMENT,
  /** A quoted call begins or ends: its text is text of the value. */
  QUOTE,
  /** A string of arguments begins or ends. */
  DELIMIT_STRING,
  /** A newline of text, behind which a call may begin. */
  NEXT_LINE,
  /** A literal that closes nothing is discarded. */
  DISCARD
}
