package dev.deltalex.mux;

/**
 * What is asked of sinks that can be full: their streams are parked while they are, and end where
 * that lasts too long or is too much. The shard's thread only.
 */
final class SinkPatience {
  private final MuxOptions options;
  private final StreamDelivery delivery;
  private final String slowInTime;
  private final String slowInBytes;

  SinkPatience(MuxOptions options, StreamDelivery delivery) {
    this.options = options;
    this.delivery = delivery;
    slowInTime = "its sink was full for more than " + options.parkNanos() / 1_000_000 + " ms";
    slowInBytes = "its sink held more than " + options.pendingBytes() + " bytes";
  }

  /** Whether the sink takes more; parks its stream if not, and ends it if that lasts too long. */
  boolean takesMore(StreamHandle s, ParkingSink sink, long now) {
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
      delivery.park(s, now);
    } else if (now - s.parkedSince > options.parkNanos()) {
      delivery.finish(s, StreamEnd.SLOW_SINK, slowInTime, false);
    }
    return ready;
  }

  /** The sink has taken something: ends its stream if it holds too much. */
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
