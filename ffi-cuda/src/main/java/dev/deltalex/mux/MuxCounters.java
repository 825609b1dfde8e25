package dev.deltalex.mux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one shard: written by its thread, read by any, without locks or allocation. Each
 * is exact; those read one after the other may be of different moments.
 */
public final class MuxCounters {
  private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

  /** Longs on each side that keep other objects off the shard's cache lines. */
  private static final int PADDING = 16;

  private static final int COUNT = MuxCounter.values().length;

  private final long[] values = new long[PADDING + COUNT + PADDING];

  MuxCounters() {}

  /** The counter's value now. */
  public long get(MuxCounter counter) {
    return (long) VALUES.getOpaque(values, PADDING + counter.ordinal());
  }

  /**
   * Adds every counter to {@code sums}, by ordinal.
   *
   * @param sums at least one element for each constant of {@link MuxCounter}
   */
  public void addTo(long[] sums) {
    for (int i = 0; i < COUNT; i++) {
      sums[i] += (long) VALUES.getOpaque(values, PADDING + i);
    }
  }

  /** The shard: adds; negative for gauges that fall. */
  void add(MuxCounter counter, long n) {
    int at = PADDING + counter.ordinal();
    VALUES.setOpaque(values, at, values[at] + n);
  }
}
