package dev.deltalex.wire;

/**
 * A {@link WireBuffer} is full and its owner took nothing: the client is too slow, or the response
 * too large. The buffer then ends behind the last whole event. Carries no stack trace: it says
 * nothing that the limits do not.
 */
public final class WireOverflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WireOverflowException(int needed, int limit) {
    super(needed + " bytes do not fit into a buffer of at most " + limit, null, false, false);
  }
}
