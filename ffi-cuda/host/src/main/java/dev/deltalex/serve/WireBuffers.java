package dev.deltalex.serve;

import dev.deltalex.wire.WireBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool of buffers for responses; only small ones are reused. Thread-safe. */
final class WireBuffers {
  private static final int MOST_KEPT = 1_024;
  private static final int LARGEST_KEPT = 64 << 10;

  private final ConcurrentLinkedQueue<WireBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();
  private final int limit;

  /** Creates a pool of buffers with {@code limit} bytes at most. */
  WireBuffers(int limit) {
    this.limit = limit;
  }

  /** Acquires an empty buffer. */
  WireBuffer take() {
    WireBuffer buffer = free.poll();
    if (buffer == null) {
      return new WireBuffer(limit);
    }
    kept.decrementAndGet();
    return buffer;
  }

  /** Releases a buffer. */
  void give(WireBuffer buffer) {
    if (buffer.array().length > LARGEST_KEPT || kept.get() >= MOST_KEPT) {
      return;
    }
    buffer.clear();
    kept.incrementAndGet();
    free.add(buffer);
  }
}
