package dev.deltalex.mux;

/**
 * A stream was not opened; its sink receives no event. The message has the reason and how to
 * proceed.
 */
public final class StreamRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a stream is rejected. */
  public enum Reason {
    /** The queue is full; try again later. */
    QUEUE_FULL,
    /** The producer is lost; open a new loop and a new multiplexer. */
    PRODUCER_LOST,
    /** The multiplexer was closed. */
    CLOSED
  }

  private final Reason reason;

  StreamRejectedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
