package dev.deltalex.mux;

import java.util.function.LongSupplier;

/**
 * Applies the limits of {@link MuxOptions} to {@link ParkingSink}s: parks a stream while its sink
 * is full, and ends it after {@code parkNanos} or above {@code pendingBytes}. The shard's thread
 * only.
 */
final class SinkLimits {
  private final MuxOptions options;
  private final StreamDelivery delivery;
  private final LongSupplier clock;
  private final String slowInTime;
  private final String slowInBytes;

  SinkLimits(MuxOptions options, StreamDelivery delivery, LongSupplier clock) {
    this.options = options;
    this.delivery = delivery;
    this.clock = clock;
    slowInTime = "its sink was full for more than " + options.parkNanos() / 1_000_000 + " ms";
    slowInBytes = "its sink held more than " + options.pendingBytes() + " bytes";
  }

  /**
   * Returns whether the sink accepts more events; if not, parks its stream, or ends it if it has
   * been parked for too long.
   *
   * @param now the time of the poll, before or at which every earlier callback ran
   */
  boolean isReady(StreamHandle s, ParkingSink sink, long now) {
    boolean ready;
    try {
      ready = sink.ready();
    } catch (Throwable thrown) {
      delivery.sinkFailed(s, thrown, false);
      return false;
    }
    if (ready) {
      delivery.unpark(s);
    } else if (!s.parked) {
      // Not the time of the poll: another sink may have blocked since, which is not this sink's.
      delivery.park(s, clock.getAsLong());
    } else if (now - s.parkedSince > options.parkNanos()) {
      delivery.finish(s, StreamEnd.SLOW_SINK, slowInTime, false);
    }
    return ready;
  }

  /** Ends the stream if its sink holds too many bytes. Called after a delivery. */
  void checkPending(StreamHandle s, ParkingSink sink) {
    long pending;
    try {
      pending = sink.pendingBytes();
    } catch (Throwable thrown) {
      delivery.sinkFailed(s, thrown, false);
      return;
    }
    if (pending > options.pendingBytes()) {
      delivery.finish(s, StreamEnd.SLOW_SINK, slowInBytes, false);
    }
  }
}
