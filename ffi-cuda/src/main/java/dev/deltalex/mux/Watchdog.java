package dev.deltalex.mux;

import dev.deltalex.ring.ProducerWatch;
import dev.deltalex.ring.ProducerWatch.Health;
import dev.deltalex.ring.RingReader;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the producer is gone, by {@link ProducerWatch}. One that has not come yet is waited
 * for: without a limit while no stream needs it, for as long as one may be silent where one does.
 */
final class Watchdog {
  private final ProducerWatch watch;
  private final long lostNanos;

  /** How much of the silence passed before a stream needed the producer. */
  private long unneeded;

  Watchdog(RingReader reader, long lostNanos, long now) {
    watch = new ProducerWatch(reader, lostNanos, now);
    this.lostNanos = lostNanos;
  }

  /** Looks; why the producer is lost, or null if it is not. {@code needed}: a stream is live. */
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
