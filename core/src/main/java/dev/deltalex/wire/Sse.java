package dev.deltalex.wire;

/** What server-sent events are made of, whatever the protocol. */
final class Sse {
  static final byte[] DATA = JsonBytes.ascii("data: ");
  static final byte[] BLANK_LINE = JsonBytes.ascii("\n\n");

  /** Keeps an idle stream alive: clients skip it. */
  static final byte[] COMMENT = JsonBytes.ascii(": still here\n\n");

  private Sse() {}
}
