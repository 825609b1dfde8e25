package dev.deltalex;

/**
 * How a stream ended, reported to {@link DeltaSink#finished}. The engine says an {@link EndCause}.
 */
public enum FinishReason {
  /**
   * The model ended its turn. Reported as {@link #TOOL_CALLS} if at least one call was complete.
   */
  STOP,
  /** The model ended its turn with at least one complete call. */
  TOOL_CALLS,
  /** A stop string of the request was hit: the text ends in front of it. */
  STOP_STRING,
  /** The token budget ran out. */
  LENGTH,
  /** The client went away or the engine gave up: nothing more is emitted. */
  CANCELLED,
  /** The engine failed: treated like {@link #LENGTH}. */
  ERROR
}
