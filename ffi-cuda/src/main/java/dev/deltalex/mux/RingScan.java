package dev.deltalex.mux;

import dev.deltalex.ring.RingReader;
import org.jspecify.annotations.Nullable;

/** Delivers the new records of a shard's slots. The shard's thread only. */
final class RingScan {
  private final RingReader reader;
  private final StreamTable table;
  private final StreamDelivery delivery;
  private final SinkLimits sinkLimits;
  private final CallbackTimer timer;
  private final @Nullable DeliveryProbe probe;
  private boolean backlog;

  RingScan(
      RingReader reader,
      StreamTable table,
      StreamDelivery delivery,
      SinkLimits sinkLimits,
      CallbackTimer timer,
      @Nullable DeliveryProbe probe) {
    this.reader = reader;
    this.table = table;
    this.delivery = delivery;
    this.sinkLimits = sinkLimits;
    this.timer = timer;
    this.probe = probe;
  }

  /**
   * Delivers the records of all slots.
   *
   * @param records maximum of records of a slot
   * @param asks whether streams whose sink is full are skipped
   * @return the number of records read
   */
  int run(long now, int records, boolean asks) {
    int work = 0;
    backlog = false;
    final int to = reader.toSlot();
    for (int first = reader.fromSlot(); first < to; first += Long.SIZE) {
      // Slots without new records are included while a sink may be full.
      long left =
          table.parking() > 0
              ? -1L >>> -Math.min(Long.SIZE, to - first)
              : reader.slotsWithNews(first);
      for (; left != 0; left &= left - 1) {
        work += read(first + Long.numberOfTrailingZeros(left), now, records, asks);
      }
    }
    return work;
  }

  /** Delivers the records of a slot; returns how many were read. */
  private int read(int slot, long now, int records, boolean asks) {
    if (!table.isRead(slot)) {
      return 0;
    }
    StreamHandle s = table.stream(slot);
    ParkingSink sink = s == null ? null : s.parking;
    if (asks && s != null && sink != null) {
      timer.asks();
      if (!sinkLimits.isReady(s, sink, now)) {
        return 0;
      }
    }
    // Read before the records: later records may be left to the next poll.
    long published = probe == null ? 0 : reader.publishNanos(slot);
    int n = reader.poll(slot, records, delivery);
    if (n == 0) {
      return 0;
    }
    backlog |= n == records;
    if (probe != null && (n < records || !reader.hasNews(slot))) {
      probe.delivered(slot, published);
    }
    if (s != null && sink != null && table.stream(slot) == s) {
      sinkLimits.checkPending(s, sink);
    }
    timer.delivered();
    return n;
  }

  /** Whether the last run may have left records in a ring. */
  boolean hasBacklog() {
    return backlog;
  }
}
