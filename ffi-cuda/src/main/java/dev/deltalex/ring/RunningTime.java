package dev.deltalex.ring;

/**
 * Time in which the thread that looks was itself running. It tells silence from absence of mind:
 * after a pause of the whole process the other side's heartbeat is old, too, and proves nothing.
 * One thread.
 */
final class RunningTime {
  /** A silence is made of at least so many looks. */
  private static final int LOOKS = 16;

  private final long longestStep;
  private long lookedAt;
  private long ran;

  /**
   * Starts at 0.
   *
   * @param silenceNanos the shortest silence that this is to tell from a pause, above 0
   * @param nowNanos {@link System#nanoTime()}
   */
  RunningTime(long silenceNanos, long nowNanos) {
    longestStep = Math.max(1, silenceNanos / LOOKS);
    lookedAt = nowNanos;
  }

  /** Looks; nanoseconds since the start. */
  long look(long nowNanos) {
    ran += Math.clamp(nowNanos - lookedAt, 0, longestStep);
    lookedAt = nowNanos;
    return ran;
  }

  /** Nanoseconds from the start to the last look. */
  long nanos() {
    return ran;
  }
}
