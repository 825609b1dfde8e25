package dev.deltalex;

/** Why the engine stopped generating: what a parser is told at the end of its stream. */
public enum EndCause {
  /** The model ended its response. */
  STOP,
  /** A stop string of the request was found. */
  STOP_STRING,
  /** A limit of tokens or of the context was reached: what is open was cut. */
  LENGTH,
  /** Generation failed: what is open was cut. */
  ERROR
}
