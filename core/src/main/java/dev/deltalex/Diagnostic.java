package dev.deltalex;

/** What a parser repaired, ignored or cut. A diagnostic never stops a stream. */
public enum Diagnostic {
  /** A closing marker without an opening one was dropped. */
  ORPHAN_CLOSER,
  /**
   * The stream ended after the opening marker of a call and before its header was complete; both
   * were dropped.
   */
  TRUNCATED_OPENER,
  /** A missing closing marker was assumed. */
  RECOVERED,
  /** Text inside a call but outside any value was discarded. */
  STRAY_TEXT,
  /** A parameter tag without a usable name was discarded. */
  NAMELESS_PARAMETER,
  /**
   * A value contains a marker that ends values, such as {@code </parameter>}, or that opens a
   * parameter, and what is before or behind it does not fit: it was read as text. Either the value
   * is about such markers, or the next marker is damaged and the value has more text than the model
   * meant.
   */
  MARKER_IN_VALUE,
  /** A parameter or key was given twice; the later one was discarded. */
  DUPLICATE_PARAMETER,
  /** A call names a tool that the request does not declare; it was passed on or dropped. */
  UNDECLARED_TOOL,
  /**
   * A parameter is none of those that its tool declares, and was passed on, or was read as all
   * arguments of the call. Not raised for a tool without declared parameters.
   */
  UNDECLARED_PARAMETER,
  /**
   * A JSON object that is a call has a key that calls do not have, such as {@code "argument"} or
   * {@code "arguments "}; its value was discarded.
   */
  UNKNOWN_KEY,
  /**
   * A value did not match its schema and was emitted as a JSON string with its text; a JSON scalar
   * in place of an object or array as it is.
   */
  COERCION_FAILED,
  /**
   * An invalid JSON value was repaired to strict JSON, or a JSON value was taken out of a Markdown
   * fence or a JSON string.
   */
  VALUE_REPAIRED,
  /** Closing brackets without an opening one were discarded. */
  EXTRA_BRACE,
  /** The end of the stream cut a key or a buffered value, which was dropped. */
  VALUE_DROPPED,
  /** Undecided text exceeded {@link Limits#maxHeldChars} and was emitted as text. */
  HELD_LIMIT,
  /**
   * A buffered value or header exceeded {@link Limits#maxBufferedChars} and was emitted as text.
   */
  BUFFER_LIMIT,
  /** A value is nested deeper than {@link Limits#maxDepth} and was emitted as a JSON string. */
  DEPTH_LIMIT,
  /** The response has more calls than {@link Limits#maxCalls}; the call was emitted as text. */
  CALL_LIMIT,
  /**
   * The call has more undeclared parameters than are tracked, so a repeated one may not be
   * detected.
   */
  NAME_LIMIT,
  /** A message is addressed to a tool of the model's own, not of the request: it is reasoning. */
  BUILT_IN_TOOL,
  /** A message is in a channel that the format does not know: it is content. */
  UNKNOWN_CHANNEL
}
