package dev.deltalex.mux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * Measures for how long callbacks hold the thread of a shard: the longest time between two readings
 * of the clock during polls. The clock is read after every {@link #STREAMS} deliveries and at the
 * end of a poll that called a sink, since a reading costs as much as a short burst. Written by the
 * shard's thread; any thread reads.
 */
final class CallbackTimer {
  /** Streams that are delivered between two readings, at most. */
  static final int STREAMS = 32;

  private static final long NOT_RUNNING = Long.MIN_VALUE;

  private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

  /** Index of the last reading, which is {@link #NOT_RUNNING} between polls. */
  private static final int SINCE = 0;

  /** Index of the longest time, in nanoseconds. */
  private static final int LONGEST = 1;

  private final LongSupplier clock;
  private final long[] values = {NOT_RUNNING, 0};
  private int deliveries;

  /** Whether a sink was called since the last reading. */
  private boolean called;

  CallbackTimer(LongSupplier clock) {
    this.clock = clock;
  }

  /** Whether callbacks may be running: between {@link #begin} and {@link #end}. */
  boolean isRunning() {
    return values[SINCE] != NOT_RUNNING;
  }

  /** Called before the first callback of a poll; {@code now} is a reading of the clock. */
  void begin(long now) {
    deliveries = 0;
    called = false;
    VALUES.setOpaque(values, SINCE, now);
  }

  /** Called before a {@link ParkingSink} is asked whether it is ready. */
  void asks() {
    called = true;
  }

  /** Called after the callbacks of a stream. */
  void delivered() {
    called = true;
    if (++deliveries == STREAMS) {
      read();
    }
  }

  /** Called after the last callback of a poll. */
  void end() {
    if (called) {
      read();
    }
    VALUES.setOpaque(values, SINCE, NOT_RUNNING);
  }

  private void read() {
    long now = clock.getAsLong();
    long taken = now - values[SINCE];
    if (taken > values[LONGEST]) {
      VALUES.setOpaque(values, LONGEST, taken);
    }
    deliveries = 0;
    called = false;
    VALUES.setOpaque(values, SINCE, now);
  }

  /** The longest time in nanoseconds; includes callbacks that have not returned. Any thread. */
  long longestNanos() {
    long begun = (long) VALUES.getOpaque(values, SINCE);
    long now = clock.getAsLong();
    // Another reading in between: this thread was delayed, not the shard's.
    boolean same = begun == (long) VALUES.getOpaque(values, SINCE);
    long measured = (long) VALUES.getOpaque(values, LONGEST);
    return same && begun != NOT_RUNNING ? Math.max(measured, now - begun) : measured;
  }
}
