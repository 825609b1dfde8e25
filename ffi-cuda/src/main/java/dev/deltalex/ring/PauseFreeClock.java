package dev.deltalex.ring;

/**
 * Elapsed time without pauses of the observing thread. After the whole process was suspended, or
 * stopped for garbage collection, the other side's heartbeat is old although the other side is
 * alive. Each call of {@link #advance} therefore adds at most one sixteenth of the timeout. Not
 * thread-safe.
 */
final class PauseFreeClock {
  /** At least so many calls are needed for a timeout to expire. */
  private static final int STEPS = 16;

  private final long maxStep;
  private long advancedAt;
  private long elapsed;

  /**
   * Starts at 0.
   *
   * @param timeoutNanos the timeout that is measured with this clock, above 0
   * @param nowNanos {@link System#nanoTime()}
   */
  PauseFreeClock(long timeoutNanos, long nowNanos) {
    maxStep = Math.max(1, timeoutNanos / STEPS);
    advancedAt = nowNanos;
  }

  /** Advances the clock; returns {@link #nanos}. */
  long advance(long nowNanos) {
    elapsed += Math.clamp(nowNanos - advancedAt, 0, maxStep);
    advancedAt = nowNanos;
    return elapsed;
  }

  /** Nanoseconds from the start to the last call of {@link #advance}. */
  long nanos() {
    return elapsed;
  }
}
