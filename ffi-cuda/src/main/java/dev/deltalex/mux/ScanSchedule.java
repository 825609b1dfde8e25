package dev.deltalex.mux;

/**
 * When the rings are looked at: after a step of the producer, while a backlog is left, and now and
 * then without either, since the doorbell is a hint and a producer may ring it late.
 */
final class ScanSchedule {
  private static final int POLLS_PER_SCAN = 64;

  private static final long NANOS_PER_SCAN = 1_000_000;

  private long step;
  private long scannedAt;
  private int polls;
  private boolean backlog;

  ScanSchedule(long now) {
    scannedAt = now;
  }

  /** Whether this poll, which found the doorbell at {@code doorbell}, is to look; it then does. */
  boolean isDue(long doorbell, long now) {
    if (doorbell == step
        && !backlog
        && now - scannedAt < NANOS_PER_SCAN
        && ++polls < POLLS_PER_SCAN) {
      return false;
    }
    step = doorbell;
    scannedAt = now;
    polls = 0;
    return true;
  }

  /** What was looked at; {@code more}: records were left, which do not wait for the next step. */
  void left(boolean more) {
    backlog = more;
  }
}
