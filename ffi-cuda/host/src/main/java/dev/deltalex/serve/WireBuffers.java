package dev.deltalex.serve;

import dev.deltalex.wire.WireBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Buffers for responses, used again as long as they stayed small. Any thread. */
final class WireBuffers {
  private static final int MOST_KEPT = 1_024;
  private static final int LARGEST_KEPT = 64 << 10;

  private final ConcurrentLinkedQueue<WireBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger kept = new AtomicInteger();
  private final int limit;

  /** Each holds up to {@code limit} bytes. */
  WireBuffers(int limit) {
    this.limit = limit;
  }

  /** An empty buffer. */
  WireBuffer take() {
    WireBuffer buffer = free.poll();
    if (buffer == null) {
      return new WireBuffer(limit);
    }
    kept.decrementAndGet();
    return buffer;
  }

  /** Takes a buffer back that nobody uses any more. */
  void give(WireBuffer buffer) {
    if (buffer.array().length > LARGEST_KEPT || kept.get() >= MOST_KEPT) {
      return;
    }
    buffer.clear();
    kept.incrementAndGet();
    free.add(buffer);
  }
}
