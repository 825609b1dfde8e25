package dev.deltalex.ring;

/**
 * Notices that a consumer is lost: its heartbeat has not changed for a time. The producer then ends
 * what runs ({@link RingWriter#endRunning}) and goes on when the consumer, or another one, beats
 * again. One thread.
 */
public final class ConsumerWatch {
  private final RingWriter writer;
  private final long silenceNanos;
  private long beat;
  private long beatNanos;

  /**
   * Starts watching; the consumer's silence counts from now on.
   *
   * @param silenceNanos how long there may be no new beat, above 0
   * @param nowNanos {@link System#nanoTime()}
   */
  public ConsumerWatch(RingWriter writer, long silenceNanos, long nowNanos) {
    if (silenceNanos <= 0) {
      throw new IllegalArgumentException("silenceNanos is " + silenceNanos + ", needs above 0");
    }
    this.writer = writer;
    this.silenceNanos = silenceNanos;
    this.beat = writer.consumerBeat();
    this.beatNanos = nowNanos;
  }

  /** Whether there was no new beat for longer than allowed. */
  public boolean isLost(long nowNanos) {
    long seen = writer.consumerBeat();
    if (seen != beat) {
      beat = seen;
      beatNanos = nowNanos;
    }
    return nowNanos - beatNanos > silenceNanos;
  }
}
