package dev.deltalex.serve;

/** The states of a {@link ResponseStream}; none goes back to an earlier one. */
enum ResponseState {
  /** Nothing was sent. */
  BEGINNING,
  /** The head was sent. */
  SENDING,
  /** An error replaces the whole response, of which nothing was sent. */
  REFUSING,
  /** An error follows what is in the buffer. */
  FAILING,
  /** The error did not fit the buffer: the connection is closed behind what was sent. */
  BREAKING,
  /** The last byte was sent, or the client is gone; streams may still run. */
  DONE,
  /** All streams are over, and everything is released. */
  RELEASED;

  /** Whether events of the streams are rendered; else they are discarded. */
  boolean acceptsEvents() {
    return this == BEGINNING || this == SENDING;
  }

  /** The state after an error; only a stream of events can have one behind its head. */
  ResponseState failed(boolean streamed) {
    return this == BEGINNING ? REFUSING : streamed ? FAILING : BREAKING;
  }

  /** Whether nothing more is sent. */
  boolean isDone() {
    return this == DONE || this == RELEASED;
  }
}
