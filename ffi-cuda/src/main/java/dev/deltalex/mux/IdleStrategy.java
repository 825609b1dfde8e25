package dev.deltalex.mux;

import java.util.concurrent.locks.LockSupport;

/**
 * What a polling thread does when a poll found no work: spins first, then yields, then parks, for
 * twice as long each time up to a bound. Work starts it over. One instance per thread.
 */
public final class IdleStrategy {
  /** Parks begin here: below it, Linux wakes no sooner anyway. */
  private static final long SHORTEST_PARK_NANOS = 50_000;

  private final int spins;
  private final int yields;
  private final long longestPark;
  private int idle;
  private long park = SHORTEST_PARK_NANOS;

  private IdleStrategy(int spins, int yields, long longestPark) {
    this.spins = spins;
    this.yields = yields;
    this.longestPark = longestPark;
  }

  /** Spins for ever: the lowest latency, for a core of its own. */
  public static IdleStrategy spinning() {
    return new IdleStrategy(Integer.MAX_VALUE, 0, 0);
  }

  /** Spins a little, then gives its core to whoever wants it, and never sleeps. */
  public static IdleStrategy yielding() {
    return new IdleStrategy(100, Integer.MAX_VALUE, 0);
  }

  /** Spins, yields, then parks up to a millisecond: the default. */
  public static IdleStrategy backoff() {
    return parking(1_000_000);
  }

  /**
   * Spins, yields, then parks.
   *
   * @param longestNanos the longest park: what a burst that comes then may wait, 50,000 or more
   */
  public static IdleStrategy parking(long longestNanos) {
    if (longestNanos < SHORTEST_PARK_NANOS) {
      throw new IllegalArgumentException(
          "longestNanos is " + longestNanos + "; it must be " + SHORTEST_PARK_NANOS + " or more");
    }
    return new IdleStrategy(100, 20, longestNanos);
  }

  /**
   * Called after each poll.
   *
   * @param work what the poll returned: above 0 it goes on at once
   */
  public void idle(int work) {
    if (work > 0) {
      idle = 0;
      park = SHORTEST_PARK_NANOS;
    } else if (idle < spins) {
      idle += spins == Integer.MAX_VALUE ? 0 : 1;
      Thread.onSpinWait();
    } else if (yields == Integer.MAX_VALUE || idle - spins < yields) {
      idle += yields == Integer.MAX_VALUE ? 0 : 1;
      Thread.yield();
    } else {
      LockSupport.parkNanos(this, park);
      park = Math.min(2 * park, longestPark);
    }
  }
}
