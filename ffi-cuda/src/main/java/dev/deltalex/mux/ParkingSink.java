package dev.deltalex.mux;

import dev.deltalex.DeltaSink;

/**
 * A sink with backpressure. While it is not {@link #ready}, its stream is parked: the slot's ring
 * is not read, becomes full, and the producer skips the stream. Other streams are not delayed.
 *
 * <p>Both methods are called often, on the shard's thread, and must not block; the thread that
 * empties the sink may write the state that they read. After {@code ready()} returned true, up to
 * {@link MuxOptions#recordsPerPoll()} bursts are delivered before the next call. A sink that
 * exceeds {@link MuxOptions#parkNanos()} or {@link MuxOptions#pendingBytes()} has its stream
 * cancelled: {@link StreamEnd#SLOW_SINK}.
 *
 * <p>After the producer was lost, {@code ready} is not called: the remaining records of the ring
 * and the end of the stream are delivered at once.
 */
public interface ParkingSink extends DeltaSink {
  /** Whether the sink accepts more events. */
  boolean ready();

  /** Bytes that the sink accepted and has not sent yet; 0 if it does not count them. */
  default long pendingBytes() {
    return 0;
  }
}
