package dev.deltalex;

/**
 * How a stream ended, reported to {@link DeltaSink#finished}. Derived from the engine's {@link
 * EndCause}.
 */
public enum FinishReason {
  /**
   * The model ended its turn. Reported as {@link #TOOL_CALLS} if at least one call was complete.
   */
  STOP,
  /** The model ended its turn with at least one complete call. */
  TOOL_CALLS,
  /** A stop string of the request was found; the text ends before it. */
  STOP_STRING,
  /** The token limit was reached. */
  LENGTH,
  /** The client or the engine cancelled the stream; buffered text was not emitted. */
  CANCELLED,
  /** The engine failed; open calls are treated as for {@link #LENGTH}. */
  ERROR
}
