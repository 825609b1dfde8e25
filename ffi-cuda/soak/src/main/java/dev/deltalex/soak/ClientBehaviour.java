package dev.deltalex.soak;

import java.util.random.RandomGenerator;

/**
 * How a client reads its response.
 *
 * @param leavesAfterMillis time after which it disconnects; negative: it reads to the end
 * @param abrupt whether it disconnects with a reset instead of a regular close
 * @param pauseMillis pause after each {@link #bytesAfter}; 0: none
 * @param stallMillis duration of a single pause instead of {@code pauseMillis}; 0: none
 */
record ClientBehaviour(int leavesAfterMillis, boolean abrupt, int pauseMillis, int stallMillis) {
  /** With the pause, half a MiB per second: an unpaced stream fills the buffers. */
  private static final long SLOW_BYTES = 8 << 10;

  private static final int SLOW_PAUSE = 15;

  /** One of so many slow readers stalls. */
  private static final int STALLS = 10;

  /** Reads to the end, as fast as possible. */
  static final ClientBehaviour PATIENT = new ClientBehaviour(-1, false, 0, 0);

  /** A copy that disconnects at a random time within {@code millis}. */
  ClientBehaviour leaving(int millis, RandomGenerator random) {
    return new ClientBehaviour(
        random.nextInt(millis + 1), random.nextBoolean(), pauseMillis, stallMillis);
  }

  /**
   * A copy that reads slowly.
   *
   * @param stall how long a client stalls if it does, in milliseconds; 0: none does
   */
  ClientBehaviour slow(int stall, RandomGenerator random) {
    int stalls = random.nextInt(STALLS) == 0 ? stall : 0;
    return new ClientBehaviour(leavesAfterMillis, abrupt, SLOW_PAUSE, stalls);
  }

  boolean leaves() {
    return leavesAfterMillis >= 0;
  }

  boolean isSlow() {
    return pauseMillis > 0;
  }

  boolean stalls() {
    return stallMillis > 0;
  }

  /** The bytes that a slow reader reads after a pause: all if it has stalled. */
  long bytesAfter(long millis) {
    return stalls() ? Long.MAX_VALUE : SLOW_BYTES * Math.max(1, millis / SLOW_PAUSE);
  }

  /** Whether its connection has options of its own, so that no other client may use it. */
  boolean needsOwnConnection() {
    return isSlow() || abrupt;
  }
}
