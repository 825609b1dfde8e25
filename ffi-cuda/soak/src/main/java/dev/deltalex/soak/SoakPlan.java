package dev.deltalex.soak;

/**
 * The parameters of a run.
 *
 * @param streams number of concurrent clients, 1 to 4,096
 * @param seconds time during which new streams are begun, 1 to 3,600
 * @param leaverPercent percentage of clients that disconnect, 0 to 100
 * @param slowPercent percentage of clients that read slowly, 0 to 100
 * @param stallMillis time for which a stalling client does not read; 0: none stalls
 * @param seed seed of all random choices
 */
public record SoakPlan(
    int streams, int seconds, int leaverPercent, int slowPercent, int stallMillis, long seed) {
  private static final int MOST_STREAMS = 4_096;
  private static final int MOST_SECONDS = 3_600;
  private static final int MOST_STALL_MILLIS = 60_000;

  /** Checks the ranges. */
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

  /** Time without data after which a client considers the server lost. */
  int idleMillis() {
    return 30_000;
  }

  /** Time over which the starts of the first streams are spread. */
  int spreadMillis() {
    return 1_000;
  }

  /** Time within which a client disconnects from an unpaced stream. */
  int shortestMillis() {
    return 1_500;
  }

  /** Maximum time for the last streams after the end of the run. */
  int graceMillis() {
    return 20_000 + stallMillis;
  }

  /** A copy with another duration and seed. */
  SoakPlan warmUp(int shorter) {
    return new SoakPlan(streams, shorter, leaverPercent, slowPercent, stallMillis, ~seed);
  }
}
