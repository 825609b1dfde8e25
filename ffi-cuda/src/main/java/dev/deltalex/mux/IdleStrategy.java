package dev.deltalex.mux;

import java.util.concurrent.locks.LockSupport;

/**
 * Backs off when polls find no work: spins, then yields, then parks, twice as long each time up to
 * a maximum. Work resets it. One instance per thread.
 */
public final class IdleStrategy {
  /**
   * The first and shortest park. Linux adds about 50 us of timer slack, so a shorter one would not
   * wake earlier.
   */
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

  /** Always spins: the lowest latency, at the price of a fully used core. */
  public static IdleStrategy spinning() {
    return new IdleStrategy(Integer.MAX_VALUE, 0, 0);
  }

  /** Spins, then yields to other threads, and never parks. */
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
   * @param longestNanos the longest park, which is the latency that it can add to a burst; 50,000
   *     or more
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
   * @param work what the poll returned; above 0 this method returns at once
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
