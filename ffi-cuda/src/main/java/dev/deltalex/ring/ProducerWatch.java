package dev.deltalex.ring;

/**
 * Notices that a producer is lost: no new heartbeat for a time, or an error that it states. Silence
 * of {@code step} is no sign: a long prefill is not death. Beats are compared with each other only,
 * never with a clock, as the producer's clock may be another machine part's. One thread.
 *
 * <p>What stands in the ring when the watch begins may be left by a producer of the past. One is
 * there as soon as it beats or states something new; until then it is {@link Health#ABSENT},
 * whatever the ring states.
 *
 * <p>Only time in which the watching thread ran counts as silence: one look is a sixteenth of it at
 * most, so that a pause of the whole process is none.
 */
public final class ProducerWatch {
  /** How long a producer in this JVM may be silent, in nanoseconds: 2 s. */
  public static final long OWN_SILENCE_NANOS = 2_000_000_000L;

  /** How long a producer in another process may be silent, in nanoseconds: 30 s. */
  public static final long SHARED_SILENCE_NANOS = 30_000_000_000L;

  /** What a look at the producer told. The last three mean: nothing more comes from it. */
  public enum Health {
    /** Since the watch began there has been none. It may come yet. */
    ABSENT,
    /** It beats. */
    ALIVE,
    /** It ended its streams and went; what it left in the rings is still to be read. */
    CLOSED,
    /** It states an error: {@link RingReader#producerError()}. */
    FAILED,
    /** No new heartbeat for too long. It may have been suspended, and come back. */
    SILENT
  }

  private final RingReader reader;
  private final long silenceNanos;
  private final RunningTime time;
  private final int foundState;
  private final int foundError;
  private boolean stated;
  private boolean came;
  private long beat;
  private long heardAt;

  /**
   * Starts watching; the producer's silence counts from now on.
   *
   * @param silenceNanos how long there may be no new beat, above 0
   * @param nowNanos {@link System#nanoTime()}
   */
  public ProducerWatch(RingReader reader, long silenceNanos, long nowNanos) {
    if (silenceNanos <= 0) {
      throw new IllegalArgumentException("silenceNanos is " + silenceNanos + ", needs above 0");
    }
    this.reader = reader;
    this.silenceNanos = silenceNanos;
    this.time = new RunningTime(silenceNanos, nowNanos);
    this.foundState = reader.producerState();
    this.foundError = reader.producerError();
    this.beat = reader.beat();
  }

  /** Looks at the producer. Allocates nothing; a few loads. */
  public Health check(long nowNanos) {
    long ran = time.look(nowNanos);
    // The state first: a producer clears the error before it states that it runs.
    int state = reader.producerState();
    int error = reader.producerError();
    if (!stated && (state != foundState || error != 0 && error != foundError)) {
      stated = true;
      came = true;
      heardAt = ran;
    }
    if (stated && (error != 0 || state == RingLayout.PRODUCER_FAILED)) {
      return Health.FAILED;
    }
    long seen = reader.beat();
    if (seen != beat) {
      beat = seen;
      came = true;
      heardAt = ran;
    }
    if (stated && state == RingLayout.PRODUCER_CLOSED) {
      return Health.CLOSED;
    }
    if (!came) {
      return Health.ABSENT;
    }
    return ran - heardAt > silenceNanos ? Health.SILENT : Health.ALIVE;
  }

  /** How long nothing new was heard up to the last look, in nanoseconds that this thread ran. */
  public long silentFor() {
    return time.nanos() - heardAt;
  }

  /** One line for a log: what {@code health} means with this producer. */
  public String describe(Health health) {
    return switch (health) {
      case ABSENT -> "no producer came to the ring" + past();
      case ALIVE -> "the producer beats";
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
