package dev.deltalex;

/** Cancels a stream from a callback of its sink. */
public interface StreamControl {
  /**
   * Ends the stream: after the running callback the sink receives only {@code finished(CANCELLED)},
   * and {@code feed} returns false, so that the engine stops. Idempotent; no effect on a finished
   * stream. Call it on the parser's thread only.
   */
  void cancel();
}
