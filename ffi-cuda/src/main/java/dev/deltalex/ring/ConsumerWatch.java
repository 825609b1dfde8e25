package dev.deltalex.ring;

/**
 * Notices that a consumer is lost: its heartbeat has not changed for a time. The producer then ends
 * what runs ({@link RingWriter#endRunning}) and goes on when the consumer, or another one, beats
 * again. Only time in which the watching thread ran counts: one look is a sixteenth of the silence
 * at most, so that a pause of the whole process is none. One thread.
 */
public final class ConsumerWatch {
  private final RingWriter writer;
  private final long silenceNanos;
  private final RunningTime time;
  private long beat;
  private long beatAt;

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
    this.time = new RunningTime(silenceNanos, nowNanos);
    this.beat = writer.consumerBeat();
  }

  /** Whether there was no new beat for longer than allowed. */
  public boolean isLost(long nowNanos) {
    long ran = time.look(nowNanos);
    long seen = writer.consumerBeat();
    if (seen != beat) {
      beat = seen;
      beatAt = ran;
    }
    return ran - beatAt > silenceNanos;
  }
}
