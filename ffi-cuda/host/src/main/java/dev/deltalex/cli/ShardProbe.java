package dev.deltalex.cli;

import dev.deltalex.mux.DeliveryProbe;
import org.HdrHistogram.Histogram;

/**
 * Counts a shard's bursts by length, and records the times from publish to sink. Read it after the
 * shard has ended.
 */
final class ShardProbe implements DeliveryProbe {
  /** Maximum of recorded times, in nanoseconds: 100 s. */
  private static final long MOST_NANOS = 100_000_000_000L;

  private final long[] bursts;
  private final Histogram latency = new Histogram(1, MOST_NANOS, 3);

  /** Records the times of the warm-up, so that class loading and linking happen during it. */
  private final Histogram early = new Histogram(1, MOST_NANOS, 3);

  private volatile boolean timing;

  ShardProbe(int longestBurst) {
    bursts = new long[longestBurst + 1];
  }

  /** Starts the recording of times. Any thread. */
  void startTiming() {
    timing = true;
  }

  @Override
  public void delivered(int slot, long publishNanos) {
    Histogram histogram = timing ? latency : early;
    // The clocks of two CPUs may differ slightly.
    histogram.recordValue(Math.clamp(System.nanoTime() - publishNanos, 1, MOST_NANOS));
  }

  @Override
  public void burst(int drafted, int tokens) {
    bursts[Math.min(tokens, bursts.length - 1)]++;
  }

  /** Number of bursts by their number of tokens. */
  long[] bursts() {
    return bursts;
  }

  /**
   * Nanoseconds from the producer's timestamp to the return of the sink, once per slot and poll.
   */
  Histogram latency() {
    return latency;
  }
}
