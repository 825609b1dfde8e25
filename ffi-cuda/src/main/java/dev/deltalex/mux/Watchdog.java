package dev.deltalex.mux;

import dev.deltalex.ring.ProducerWatch;
import dev.deltalex.ring.ProducerWatch.Health;
import dev.deltalex.ring.RingReader;
import org.jspecify.annotations.Nullable;

/**
 * Detects a lost producer with {@link ProducerWatch}. A producer that has not attached yet counts
 * as lost only after a stream has been live for {@code lostNanos}.
 */
final class Watchdog {
  private final ProducerWatch watch;
  private final long lostNanos;

  /** The part of the silence during which no stream was live, in nanoseconds. */
  private long unneeded;

  Watchdog(RingReader reader, long lostNanos, long now) {
    watch = new ProducerWatch(reader, lostNanos, now);
    this.lostNanos = lostNanos;
  }

  /**
   * Returns why the producer is lost, or null if it is not. {@code needed}: whether a stream is
   * live.
   */
  @Nullable String look(long now, boolean needed) {
    Health health = watch.check(now);
    if (health == Health.ABSENT) {
      long silent = watch.silentFor();
      if (!needed) {
        unneeded = silent;
      }
      return silent - unneeded > lostNanos ? watch.describe(health) : null;
    }
    return health == Health.ALIVE ? null : watch.describe(health);
  }
}
