package dev.deltalex;

/** What a parser had to repair, ignore or cut. None of them stops a stream. */
public enum Diagnostic {
  /** A closing marker without anything to close was consumed. */
  ORPHAN_CLOSER,
  /**
   * The stream ended behind a whole call opener, before its header was whole: both were consumed.
   */
  TRUNCATED_OPENER,
  /** A missing closer was supplied. */
  RECOVERED,
  /** Text inside a call but outside any value was discarded. */
  STRAY_TEXT,
  /** A parameter tag without a usable name was discarded. */
  NAMELESS_PARAMETER,
  /** A parameter or key was given twice; the later one was discarded. */
  DUPLICATE_PARAMETER,
  /** A value did not fit its schema and was kept as a JSON string of its text. */
  COERCION_FAILED,
  /** A JSON value was damaged and was normalised to strict JSON. */
  VALUE_REPAIRED,
  /** Brackets that close nothing were discarded. */
  EXTRA_BRACE,
  /** A key, or a value still buffered, was cut by the end and dropped. */
  VALUE_DROPPED,
  /** More was held back than {@link Limits#maxHeldChars}: it was taken for text. */
  HELD_LIMIT,
  /**
   * A buffered value or header outgrew {@link Limits#maxBufferedChars} and was passed on as text.
   */
  BUFFER_LIMIT,
  /** A value is nested deeper than {@link Limits#maxDepth} and was kept as a JSON string. */
  DEPTH_LIMIT,
  /** The response has more calls than {@link Limits#maxCalls}: the call was taken for text. */
  CALL_LIMIT,
  /** More distinct undeclared parameters than can be remembered: repetitions pass unnoticed. */
  NAME_LIMIT
}
