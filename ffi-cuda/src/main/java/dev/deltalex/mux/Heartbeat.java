package dev.deltalex.mux;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides which shard writes the consumer's heartbeat. The ring has one word for it, so one shard
 * owns it at a time and another acquires it after that shard is closed. Thread-safe.
 */
final class Heartbeat {
  private final AtomicReference<@Nullable StreamMultiplexer> owner = new AtomicReference<>();

  /**
   * Acquires the heartbeat for the shard unless another one owns it; returns whether the shard owns
   * it.
   */
  boolean acquire(StreamMultiplexer shard) {
    StreamMultiplexer now = owner.get();
    return now == shard || now == null && owner.compareAndSet(null, shard);
  }

  /** Releases the heartbeat if the shard owns it. */
  void release(StreamMultiplexer shard) {
    owner.compareAndSet(shard, null);
  }
}
