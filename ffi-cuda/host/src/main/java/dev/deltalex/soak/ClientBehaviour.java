package dev.deltalex.soak;

import java.util.random.RandomGenerator;

/**
 * How a client reads its response.
 *
 * @param leavesAfterMillis time after which it disconnects; negative: it reads to the end
 * @param abrupt whether it disconnects with a reset instead of a regular close
 * @param readBytes maximum size of one read
 * @param pauseMillis pause before each read; 0: none
 * @param stallMillis duration of a single pause instead of {@code pauseMillis}; 0: none
 */
record ClientBehaviour(
    int leavesAfterMillis, boolean abrupt, int readBytes, int pauseMillis, int stallMillis) {
  /** With the pause, half a MiB per second: an unpaced stream fills the buffers. */
  private static final int SLOW_BYTES = 8 << 10;

  private static final int SLOW_PAUSE = 15;
  private static final int ALL = 1 << 20;

  /** One of so many slow readers stalls. */
  private static final int STALLS = 10;

  /** Reads to the end, as fast as possible. */
  static final ClientBehaviour PATIENT = new ClientBehaviour(-1, false, ALL, 0, 0);

  /** A copy that disconnects at a random time within {@code millis}. */
  ClientBehaviour leaving(int millis, RandomGenerator random) {
    return new ClientBehaviour(
        random.nextInt(millis + 1), random.nextBoolean(), readBytes, pauseMillis, stallMillis);
  }

  /**
   * A copy that reads slowly.
   *
   * @param stall how long a client stalls if it does, in milliseconds; 0: none does
   */
  ClientBehaviour slow(int stall, RandomGenerator random) {
    int stalls = random.nextInt(STALLS) == 0 ? stall : 0;
    return new ClientBehaviour(leavesAfterMillis, abrupt, SLOW_BYTES, SLOW_PAUSE, stalls);
  }

  boolean leaves() {
    return leavesAfterMillis >= 0;
  }

  boolean isSlow() {
    return pauseMillis > 0;
  }
}
