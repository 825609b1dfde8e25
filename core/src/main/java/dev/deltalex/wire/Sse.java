package dev.deltalex.wire;

import dev.deltalex.value.JsonBytes;

/** The syntax of server-sent events, for all protocols. */
final class Sse {
  static final byte[] DATA = JsonBytes.ascii("data: ");
  static final byte[] BLANK_LINE = JsonBytes.ascii("\n\n");

  /** A comment, which clients ignore, to keep an idle connection open. */
  static final byte[] COMMENT = JsonBytes.ascii(": still here\n\n");

  private Sse() {}
}
