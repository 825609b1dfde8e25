package dev.deltalex.mux;

import dev.deltalex.ring.ProducerWatch;
import dev.deltalex.ring.ProducerWatch.Health;
import dev.deltalex.ring.RingReader;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the producer is gone, by {@link ProducerWatch}, and tells silence from absence of
 * mind: only time in which this thread itself was running counts, since after a pause of the whole
 * process the heartbeat is old, too.
 */
final class Watchdog {
  /** A silence is made of at least so many looks. */
  private static final int LOOKS = 16;

  private final ProducerWatch watch;
  private final long longestStep;
  private long lookedAt;
  private long ran;

  Watchdog(RingReader reader, long lostNanos, long now) {
    watch = new ProducerWatch(reader, lostNanos, 0);
    longestStep = Math.max(1, lostNanos / LOOKS);
    lookedAt = now;
  }

  /** Looks; why the producer is lost, or null if it is not. */
  @Nullable String look(long now) {
    ran += Math.clamp(now - lookedAt, 0, longestStep);
    lookedAt = now;
    Health health = watch.check(ran);
    return health == Health.ALIVE ? null : watch.describe(health, ran);
  }
}
