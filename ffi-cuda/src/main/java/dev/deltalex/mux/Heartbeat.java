package dev.deltalex.mux;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to write the consumer's heartbeat: the ring has one word for it, so one shard has it at
 * a time, and another takes it when that one is over. Any thread.
 */
final class Heartbeat {
  private final AtomicReference<@Nullable StreamMultiplexer> owner = new AtomicReference<>();

  /** Whether that shard has it, or takes it now. */
  boolean isOf(StreamMultiplexer shard) {
    StreamMultiplexer now = owner.get();
    return now == shard || now == null && owner.compareAndSet(null, shard);
  }

  /** The shard does not beat any more. */
  void leave(StreamMultiplexer shard) {
    owner.compareAndSet(shard, null);
  }
}
