package dev.deltalex.ring;

/**
 * Detects a lost consumer: its heartbeat has not changed for a timeout. The producer then ends the
 * running streams ({@link RingWriter#endRunning}) and serves again when this or another consumer
 * writes a heartbeat. Pauses of this process do not count: one call of {@link #isLost} adds at most
 * a sixteenth of the timeout to the measured silence. Not thread-safe.
 */
public final class ConsumerWatch {
  private final RingWriter writer;
  private final long silenceNanos;
  private final PauseFreeClock clock;
  private long beat;
  private long beatAt;

  /**
   * Starts measuring the consumer's silence.
   *
   * @param silenceNanos the longest time without a new beat, above 0
   * @param nowNanos {@link System#nanoTime()}
   */
  public ConsumerWatch(RingWriter writer, long silenceNanos, long nowNanos) {
    if (silenceNanos <= 0) {
      throw new IllegalArgumentException("silenceNanos is " + silenceNanos + ", needs above 0");
    }
    this.writer = writer;
    this.silenceNanos = silenceNanos;
    this.clock = new PauseFreeClock(silenceNanos, nowNanos);
    this.beat = writer.consumerBeat();
  }

  /** Whether the time without a new beat exceeds the timeout. */
  public boolean isLost(long nowNanos) {
    long elapsed = clock.advance(nowNanos);
    long seen = writer.consumerBeat();
    if (seen != beat) {
      beat = seen;
      beatAt = elapsed;
    }
    return elapsed - beatAt > silenceNanos;
  }
}
