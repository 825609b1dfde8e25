package dev.deltalex.mux;

/** A stream was not opened: its sink hears nothing. The message names the reason and the remedy. */
public final class StreamRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a stream is not taken. */
  public enum Reason {
    /** As many streams wait for a slot as may: come back later. */
    QUEUE_FULL,
    /** The producer is gone; a new loop needs a new multiplexer. */
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
