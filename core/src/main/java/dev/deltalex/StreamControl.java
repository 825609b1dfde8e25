package dev.deltalex;

/** The one thing that a sink may do to its stream from a callback. */
public interface StreamControl {
  /**
   * Ends the stream: the running callback is followed by {@code finished(CANCELLED)} and nothing
   * else, and the parser answers the engine that there is no need to go on. Idempotent; has no
   * effect on a stream that is over. On the parser's thread only.
   */
  void cancel();
}
