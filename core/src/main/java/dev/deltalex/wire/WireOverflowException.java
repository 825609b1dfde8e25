package dev.deltalex.wire;

/**
 * A {@link WireBuffer} has reached its limit: the client is too slow, or the response too large.
 * The buffer then ends after the last complete event. Has no stack trace, since the cause is always
 * the limit.
 */
public final class WireOverflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WireOverflowException(int needed, int limit) {
    super(needed + " bytes exceed the limit of the WireBuffer, " + limit, null, false, false);
  }
}
