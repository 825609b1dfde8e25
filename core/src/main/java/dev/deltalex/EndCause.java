package dev.deltalex;

/** Why the engine stopped generating; passed to a parser's {@code finish}. */
public enum EndCause {
  /** The model ended its response. */
  STOP,
  /** A stop string of the request was found. */
  STOP_STRING,
  /** The limit of tokens or of the context was reached: an open call was cut. */
  LENGTH,
  /** Generation failed: an open call was cut. */
  ERROR
}
