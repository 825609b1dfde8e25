package dev.deltalex.ring;

/**
 * Notices that a producer is lost: no new heartbeat for a time, or an error that it states. Silence
 * of {@code step} is no sign: a long prefill is not death. Beats are compared with each other only,
 * never with a clock, as the producer's clock may be another machine part's. One thread.
 */
public final class ProducerWatch {
  /** How long a producer in this JVM may be silent, in nanoseconds: 2 s. */
  public static final long OWN_SILENCE_NANOS = 2_000_000_000L;

  /** How long a producer in another process may be silent, in nanoseconds: 30 s. */
  public static final long SHARED_SILENCE_NANOS = 30_000_000_000L;

  /** What a look at the producer told. All but ALIVE mean: nothing more comes from it. */
  public enum Health {
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
  private long beat;
  private long beatNanos;

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
    this.beat = reader.beat();
    this.beatNanos = nowNanos;
  }

  /** Looks at the producer. Allocates nothing; a few loads. */
  public Health check(long nowNanos) {
    if (reader.producerError() != 0 || reader.producerState() == RingLayout.PRODUCER_FAILED) {
      return Health.FAILED;
    }
    long seen = reader.beat();
    if (seen != beat) {
      beat = seen;
      beatNanos = nowNanos;
    }
    if (reader.producerState() == RingLayout.PRODUCER_CLOSED) {
      return Health.CLOSED;
    }
    return nowNanos - beatNanos > silenceNanos ? Health.SILENT : Health.ALIVE;
  }

  /** How long no new beat was seen, in nanoseconds. */
  public long silentFor(long nowNanos) {
    return nowNanos - beatNanos;
  }

  /** One line for a log: what {@code health} means with this producer. */
  public String describe(Health health, long nowNanos) {
    return switch (health) {
      case ALIVE -> "the producer beats";
      case CLOSED -> "the producer closed the ring";
      case FAILED -> "the producer failed with error " + reader.producerError();
      case SILENT ->
          "no heartbeat of the producer for "
              + silentFor(nowNanos) / 1_000_000
              + " ms, allowed are "
              + silenceNanos / 1_000_000
              + " ms";
    };
  }
}
