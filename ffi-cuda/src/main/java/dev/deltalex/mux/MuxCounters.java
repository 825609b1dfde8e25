package dev.deltalex.mux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one shard: written by its thread, read by any thread, without locks or
 * allocation. Each value is exact, but several reads do not form a consistent snapshot.
 */
public final class MuxCounters {
  private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

  /** Padding on each side, in longs, against false sharing. */
  private static final int PADDING = 16;

  private static final int COUNT = MuxCounter.values().length;

  private final long[] values = new long[PADDING + COUNT + PADDING];

  MuxCounters() {}

  /** The current value of a counter. */
  public long get(MuxCounter counter) {
    return (long) VALUES.getOpaque(values, PADDING + counter.ordinal());
  }

  /**
   * Adds the value of every counter to {@code sums}, indexed by ordinal.
   *
   * @param sums at least one element for each constant of {@link MuxCounter}
   */
  public void addTo(long[] sums) {
    for (int i = 0; i < COUNT; i++) {
      sums[i] += (long) VALUES.getOpaque(values, PADDING + i);
    }
  }

  /** Adds to a counter; negative values decrease a gauge. The shard's thread only. */
  void add(MuxCounter counter, long n) {
    int at = PADDING + counter.ordinal();
    VALUES.setOpaque(values, at, values[at] + n);
  }
}
