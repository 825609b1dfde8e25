package dev.deltalex.mux;

import dev.deltalex.DeltaSink;

/**
 * A sink that can say it is full. While it is, its stream is parked: the slot's ring is not read,
 * fills up and makes the producer skip the stream; no other stream notices.
 *
 * <p>Both methods are asked on the shard's thread, often, and must not wait; what they read may be
 * written by the thread that empties the sink. After {@code ready()} said yes, up to {@link
 * MuxOptions#recordsPerPoll()} bursts may arrive before it is asked again. What lasts beyond {@link
 * MuxOptions#parkNanos()} or {@link MuxOptions#pendingBytes()} is cancelled: {@link
 * StreamEnd#SLOW_SINK}.
 *
 * <p>Where the producer is gone, it is not asked any more: what is left in the stream's ring, which
 * is all that may come, arrives at once, and then the end.
 */
public interface ParkingSink extends DeltaSink {
  /** Whether the sink takes more. */
  boolean ready();

  /** Bytes that were taken and have not left yet; 0 where the sink does not know. */
  default long pendingBytes() {
    return 0;
  }
}
