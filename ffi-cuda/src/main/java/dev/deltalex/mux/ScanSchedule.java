package dev.deltalex.mux;

/**
 * Decides which polls scan the rings: after a step of the producer, while there is a backlog, and
 * periodically in between, since a producer may write the doorbell long after the records.
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

  /** Whether this poll must scan, given the current doorbell. The result true counts as a scan. */
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

  /** Sets whether the scan left records unread, so that the next poll scans again. */
  void setBacklog(boolean more) {
    backlog = more;
  }
}
