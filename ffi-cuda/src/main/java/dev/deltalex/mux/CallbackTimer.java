package dev.deltalex.mux;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Measures for how long callbacks hold the thread of a shard: the longest time between two readings
 * of the clock during polls. The clock is read after every {@link #STREAMS} deliveries and at the
 * end of a poll that called a sink, since a reading costs as much as a short burst. Written by the
 * shard's thread; any thread reads.
 */
final class CallbackTimer {
  /** Streams that are delivered between two readings, at most. */
  static final int STREAMS = 8;

  private static final long NOT_RUNNING = Long.MIN_VALUE;

  private final LongSupplier clock;

  /** The last reading; {@link #NOT_RUNNING} between polls. */
  private final AtomicLong since = new AtomicLong(NOT_RUNNING);

  /** In nanoseconds. */
  private final AtomicLong longest = new AtomicLong();

  private int deliveries;

  /** Whether a sink was called since the last reading. */
  private boolean called;

  CallbackTimer(LongSupplier clock) {
    this.clock = clock;
  }

  /** Whether callbacks may be running: between {@link #begin} and {@link #end}. */
  boolean isRunning() {
    return since.getPlain() != NOT_RUNNING;
  }

  /** Called before the first callback of a poll; {@code now} is a reading of the clock. */
  void begin(long now) {
    deliveries = 0;
    called = false;
    since.setOpaque(now);
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
    since.setOpaque(NOT_RUNNING);
  }

  private void read() {
    long now = clock.getAsLong();
    long taken = now - since.getPlain();
    if (taken > longest.getPlain()) {
      longest.setOpaque(taken);
    }
    deliveries = 0;
    called = false;
    since.setOpaque(now);
  }

  /** The longest time in nanoseconds; includes callbacks that have not returned. Any thread. */
  long longestNanos() {
    long begun = since.getOpaque();
    long measured = longest.getOpaque();
    return begun == NOT_RUNNING ? measured : Math.max(measured, clock.getAsLong() - begun);
  }
}
