package dev.deltalex.ring;

/**
 * Detects a lost producer: no new heartbeat for a timeout, or an error state in the ring. A {@code
 * step} that does not advance is not a loss: a prefill may take long. Beats are compared with each
 * other only, never with a clock, since the producer may use another one (a device's). Not
 * thread-safe.
 *
 * <p>The state in the ring when the watch begins may be that of an earlier producer. A producer
 * counts as present once it beats or changes the state; until then the result is {@link
 * Health#ABSENT}, whatever the ring states.
 *
 * <p>Pauses of this process do not count: one call of {@link #check} adds at most a sixteenth of
 * the timeout to the measured silence.
 */
public final class ProducerWatch {
  /** How long a producer in this JVM may be silent, in nanoseconds: 2 s. */
  public static final long OWN_SILENCE_NANOS = 2_000_000_000L;

  /** How long a producer in another process may be silent, in nanoseconds: 30 s. */
  public static final long SHARED_SILENCE_NANOS = 30_000_000_000L;

  /** The result of a check. After one of the last three, the producer writes no more records. */
  public enum Health {
    /** No producer has attached since the watch began; one may still start. */
    ABSENT,
    /** Its heartbeat advances. */
    ALIVE,
    /** It ended its streams and closed the ring; unread records are still valid. */
    CLOSED,
    /** It states an error: {@link RingReader#producerError()}. */
    FAILED,
    /** No new heartbeat for the timeout. A suspended producer may resume later. */
    SILENT
  }

  private final RingReader reader;
  private final long silenceNanos;
  private final PauseFreeClock clock;
  private final int foundState;
  private final int foundError;
  private boolean stated;
  private boolean came;
  private long beat;
  private long heardAt;

  /**
   * Starts measuring the producer's silence.
   *
   * @param silenceNanos the longest time without a new beat, above 0
   * @param nowNanos {@link System#nanoTime()}
   */
  public ProducerWatch(RingReader reader, long silenceNanos, long nowNanos) {
    if (silenceNanos <= 0) {
      throw new IllegalArgumentException("silenceNanos is " + silenceNanos + ", needs above 0");
    }
    this.reader = reader;
    this.silenceNanos = silenceNanos;
    this.clock = new PauseFreeClock(silenceNanos, nowNanos);
    this.foundState = reader.producerState();
    this.foundError = reader.producerError();
    this.beat = reader.beat();
  }

  /** Checks the producer. Allocates nothing; costs a few loads. */
  public Health check(long nowNanos) {
    long elapsed = clock.advance(nowNanos);
    // State before error: a producer clears the error before it sets RUNNING.
    int state = reader.producerState();
    int error = reader.producerError();
    if (!stated && (state != foundState || error != 0 && error != foundError)) {
      stated = true;
      came = true;
      heardAt = elapsed;
    }
    if (stated && (error != 0 || state == RingLayout.PRODUCER_FAILED)) {
      return Health.FAILED;
    }
    long seen = reader.beat();
    if (seen != beat) {
      beat = seen;
      came = true;
      heardAt = elapsed;
    }
    if (stated && state == RingLayout.PRODUCER_CLOSED) {
      return Health.CLOSED;
    }
    if (!came) {
      return Health.ABSENT;
    }
    return elapsed - heardAt > silenceNanos ? Health.SILENT : Health.ALIVE;
  }

  /** Time from the last sign of the producer to the last check, without pauses, in nanoseconds. */
  public long silentFor() {
    return clock.nanos() - heardAt;
  }

  /** A line for a log that describes {@code health}. */
  public String describe(Health health) {
    return switch (health) {
      case ABSENT -> "no producer has attached to the ring" + past();
      case ALIVE -> "the producer is alive";
      case CLOSED -> "the producer closed the ring";
      case FAILED -> "the producer failed with error " + reader.producerError();
      case SILENT ->
          "no heartbeat of the producer for "
              + silentFor() / 1_000_000
              + " ms, allowed are "
              + silenceNanos / 1_000_000
              + " ms";
    };
  }

  private String past() {
    if (foundError != 0 || foundState == RingLayout.PRODUCER_FAILED) {
      return " after one that failed with error " + foundError;
    }
    return foundState == RingLayout.PRODUCER_CLOSED ? " after one that closed it" : "";
  }
}
