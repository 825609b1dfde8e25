package dev.deltalex.serve;

import dev.deltalex.mux.StreamEnd;
import dev.deltalex.mux.StreamRejectedException;
import dev.deltalex.wire.WireError;
import dev.deltalex.wire.WireOverflowException;

/** The errors of the server, as clients receive them. */
final class Failures {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");

  static final WireError CLOSING =
      new WireError(503, "The server is shutting down.", null, "shutting_down");
  static final WireError DEFECT = new WireError(500, "The server failed.", null, "internal_error");
  private static final WireError LOST =
      new WireError(503, "The generation loop stopped.", null, "loop_lost");

  private Failures() {}

  /** The error for a stream that ended irregularly. */
  static WireError ofEnd(StreamEnd cause) {
    return switch (cause) {
      case CLOSED -> CLOSING;
      case PRODUCER_CANCELLED, PRODUCER_LOST -> LOST;
      default -> new WireError(500, "The engine failed.", null, "engine_failed");
    };
  }

  /**
   * The error for an event that could not be rendered.
   *
   * @param limit of the bytes of a response that are not sent yet
   */
  static WireError ofRendering(String id, RuntimeException thrown, int limit) {
    if (thrown instanceof WireOverflowException) {
      return new WireError(
          500,
          "The response is too long: more than " + limit + " bytes of it are not sent yet.",
          null,
          "response_too_long");
    }
    LOG.log(System.Logger.Level.ERROR, id + " could not be rendered", thrown);
    return DEFECT;
  }

  /** The exception for a stream that could not be opened, although the request is valid. */
  static RuntimeException ofOpening(RuntimeException e) {
    if (!(e instanceof StreamRejectedException rejected)) {
      return e;
    }
    return switch (rejected.reason()) {
      case QUEUE_FULL ->
          RequestException.of(429, "Too many streams; try again later.", "too_many_streams");
      case PRODUCER_LOST -> new RequestException(LOST);
      case CLOSED -> new RequestException(CLOSING);
    };
  }
}
