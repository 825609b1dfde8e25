package dev.deltalex.cli;

import dev.deltalex.mux.DeliveryProbe;
import org.HdrHistogram.Histogram;

/** Counts one shard's bursts by length, and times from publish to sink. Read after the shard. */
final class ShardProbe implements DeliveryProbe {
  /** Later deliveries count as this late: 100 s. */
  private static final long MOST_NANOS = 100_000_000_000L;

  private final long[] bursts;
  private final Histogram latency = new Histogram(1, MOST_NANOS, 3);

  /** Takes what comes before: what the first values link is linked while the shard warms up. */
  private final Histogram early = new Histogram(1, MOST_NANOS, 3);

  private volatile boolean timing;

  ShardProbe(int longestBurst) {
    bursts = new long[longestBurst + 1];
  }

  /** From here on the times of deliveries count. Any thread. */
  void startTiming() {
    timing = true;
  }

  @Override
  public void delivered(int slot, long publishNanos) {
    Histogram histogram = timing ? latency : early;
    // The clocks of two processors may differ by a little.
    histogram.recordValue(Math.clamp(System.nanoTime() - publishNanos, 1, MOST_NANOS));
  }

  @Override
  public void burst(int drafted, int tokens) {
    bursts[Math.min(tokens, bursts.length - 1)]++;
  }

  /** Bursts by number of tokens. */
  long[] bursts() {
    return bursts;
  }

  /** Nanoseconds from the producer's stamp to behind the sink, once per slot and poll. */
  Histogram latency() {
    return latency;
  }
}
