package dev.deltalex.soak;

import java.util.random.RandomGenerator;

/**
 * How a client behaves.
 *
 * @param leavesAfterMillis when it goes away; negative: it stays
 * @param abrupt whether it then resets the connection instead of closing it
 * @param readBytes most bytes that it takes at a time
 * @param pauseMillis how long it rests before each time; 0: not at all
 * @param stallMillis how long it reads nothing at all, once; 0: it does not
 */
record Manner(
    int leavesAfterMillis, boolean abrupt, int readBytes, int pauseMillis, int stallMillis) {
  /** With the pause, half a MiB a second: what is sent as fast as it goes piles up. */
  private static final int SLOW_BYTES = 8 << 10;

  private static final int SLOW_PAUSE = 15;
  private static final int ALL = 1 << 20;

  /** One slow reader in so many stalls. */
  private static final int STALLS = 10;

  /** One that reads as fast as it can, to the end. */
  static final Manner PATIENT = new Manner(-1, false, ALL, 0, 0);

  /** A copy that leaves at some moment of a stream that takes so long. */
  Manner leaving(int millis, RandomGenerator random) {
    return new Manner(
        random.nextInt(millis + 1), random.nextBoolean(), readBytes, pauseMillis, stallMillis);
  }

  /**
   * A copy that reads slowly.
   *
   * @param stall how long a client that stalls does, in milliseconds; 0: none does
   */
  Manner slow(int stall, RandomGenerator random) {
    int stalls = random.nextInt(STALLS) == 0 ? stall : 0;
    return new Manner(leavesAfterMillis, abrupt, SLOW_BYTES, SLOW_PAUSE, stalls);
  }

  boolean leaves() {
    return leavesAfterMillis >= 0;
  }

  boolean isSlow() {
    return pauseMillis > 0;
  }
}
