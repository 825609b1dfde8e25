package dev.deltalex.soak;

/**
 * What a run is to do.
 *
 * @param streams clients at a time, 1 to 4,096
 * @param seconds how long new streams are begun, 1 to 3,600
 * @param leaverPercent how many of a hundred clients leave, 0 to 100
 * @param slowPercent how many of a hundred clients read slowly, 0 to 100
 * @param stallMillis how long a slow client that stalls does not read at all; 0: none stalls
 * @param seed of everything that is drawn
 */
public record SoakPlan(
    int streams, int seconds, int leaverPercent, int slowPercent, int stallMillis, long seed) {
  private static final int MOST_STREAMS = 4_096;
  private static final int MOST_SECONDS = 3_600;
  private static final int MOST_STALL_MILLIS = 60_000;

  /** Checks every bound. */
  public SoakPlan {
    check("streams", streams, 1, MOST_STREAMS);
    check("seconds", seconds, 1, MOST_SECONDS);
    check("leave", leaverPercent, 0, 100);
    check("slow", slowPercent, 0, 100);
    check("stall", stallMillis, 0, MOST_STALL_MILLIS);
  }

  private static void check(String option, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "--%s: %d is out of range; it must be from %d to %d".formatted(option, value, low, high));
    }
  }

  /** Silence after which a client takes the server to be lost. */
  int idleMillis() {
    return 30_000;
  }

  /** The time over which the first streams begin. */
  int spreadMillis() {
    return 1_000;
  }

  /** A leaver of a stream that nothing paces leaves within this time. */
  int shortestMillis() {
    return 1_500;
  }

  /** How long after the end the last streams may take. */
  int graceMillis() {
    return 20_000 + stallMillis;
  }

  /** The same for so many seconds, with another seed. */
  SoakPlan warmUp(int shorter) {
    return new SoakPlan(streams, shorter, leaverPercent, slowPercent, stallMillis, ~seed);
  }
}
