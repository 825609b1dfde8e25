package dev.deltalex.mux;

import org.jspecify.annotations.Nullable;

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

  private StreamRejectedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For a queue that has its limit of streams. */
  static StreamRejectedException queueFull(int limit) {
    return new StreamRejectedException(
        Reason.QUEUE_FULL, limit + " streams are already waiting for a slot; try again later");
  }

  /** For a multiplexer that has ended; {@code loss} is why its producer is lost, or null. */
  static StreamRejectedException closed(@Nullable String loss) {
    return loss == null
        ? new StreamRejectedException(Reason.CLOSED, "the multiplexer is closed")
        : new StreamRejectedException(
            Reason.PRODUCER_LOST, loss + "; open a new loop and a new multiplexer");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
