package dev.deltalex.serve;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of times. Recording allocates nothing and takes no lock, also while it is read; the
 * histogram of the client library takes one while it is collected. Thread-safe.
 */
final class LatencyHistogram {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Upper bounds of the buckets, in milliseconds; the last bucket has none. */
  private static final int[] BOUNDS = {
    1, 2, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000, 20_000,
    40_000, 80_000, 160_000, 640_000
  };

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
  private final AtomicLong sum = new AtomicLong();

  void record(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket] * NANOS_PER_MILLI) {
      bucket++;
    }
    sum.addAndGet(nanos);
    counts.getAndIncrement(bucket);
  }

  /** Number of recorded times. */
  long count() {
    long count = 0;
    for (int i = 0; i < counts.length(); i++) {
      count += counts.get(i);
    }
    return count;
  }

  HistogramSnapshot snapshot(String name, String help) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < counts.length(); i++) {
      double bound = i == BOUNDS.length ? Double.POSITIVE_INFINITY : BOUNDS[i] / 1e3;
      buckets.bucket(bound, counts.get(i));
    }
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sum.get() / NANOS_PER_SECOND)
                .build())
        .build();
  }
}
