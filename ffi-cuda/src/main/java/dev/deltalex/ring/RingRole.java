package dev.deltalex.ring;

import java.util.Locale;

/**
 * The side of a ring that a process takes. A ring in a file has at most one owner of each role at a
 * time; see {@link SharedRing}.
 */
public enum RingRole {
  /** Writes records and the producer's words, for example with a {@link RingWriter}. */
  PRODUCER(RingLayout.PRODUCER_LOCK_OFFSET),
  /** Reads records and admits streams, for example with {@link RingReader}s. */
  CONSUMER(RingLayout.CONSUMER_LOCK_OFFSET);

  /** Offset of the byte of the file that the owner locks. */
  final long lockOffset;

  RingRole(long lockOffset) {
    this.lockOffset = lockOffset;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
