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
    boolean more = false;
    final int to = reader.toSlot();
    for (int slot = next(reader.fromSlot()); slot < to; slot = next(slot + 1)) {
      if (!table.isRead(slot)) {
        continue;
      }
      StreamHandle s = table.stream(slot);
      ParkingSink sink = s == null ? null : s.parking;
      if (asks && s != null && sink != null) {
        timer.asks();
        if (!sinkLimits.isReady(s, sink, now)) {
          continue;
        }
      }
      // Read before the records: later records may be left to the next poll.
      long published = probe == null ? 0 : reader.publishNanos(slot);
      int n = reader.poll(slot, records, delivery);
      if (n == 0) {
        continue;
      }
      work += n;
      more |= n == records;
      if (probe != null && (n < records || !reader.hasNews(slot))) {
        probe.delivered(slot, published);
      }
      if (s != null && sink != null && table.stream(slot) == s) {
        sinkLimits.checkPending(s, sink);
      }
      timer.delivered();
    }
    backlog = more;
    return work;
  }

  /** Whether the last run may have left records in a ring. */
  boolean hasBacklog() {
    return backlog;
  }

  /** The next slot to check. Slots without new records are included while a sink may be full. */
  private int next(int slot) {
    return table.parking() > 0 ? slot : reader.nextNews(slot);
  }
}
