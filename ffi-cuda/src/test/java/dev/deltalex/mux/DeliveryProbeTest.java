package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A probe receives the publication time of delivered records, not of later ones. */
class DeliveryProbeTest {
  private static final RingLayout LAYOUT = RingLayout.of(1, 128, 8);

  private final MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), LAYOUT);
  private final RingWriter writer = new RingWriter(ring);
  private final RingReader stamps = new RingReader(ring);
  private final List<Long> told = new ArrayList<>();
  private final DeliveryProbe probe =
      new DeliveryProbe() {
        @Override
        public void delivered(int slot, long publishNanos) {
          told.add(publishNanos);
        }

        @Override
        public void burst(int drafted, int tokens) {}
      };

  private StreamMultiplexer start(int recordsPerPoll, WatchedSink sink) {
    StreamMultiplexer mux =
        new StreamMultiplexer(
            new RingReader(ring),
            ByteTokens.VOCABULARY,
            MuxOptions.DEFAULT.withRecordsPerPoll(recordsPerPoll).withLostNanos(Long.MAX_VALUE),
            probe);
    mux.open(
        MuxRig.request(0),
        StreamSpec.of(Formats.byName("think_only")).build(),
        StopStrings.NONE,
        sink);
    mux.poll();
    writer.begin(0, 1);
    return mux;
  }

  /** Publishes a token; returns the producer's timestamp. */
  private long publish() {
    long before = stamps.publishNanos(0);
    do {
      // Makes the timestamps differ.
      Thread.onSpinWait();
    } while (System.nanoTime() == before);
    assertTrue(writer.tryPut(0, 1, 0, new int[] {'x'}, 0, 1));
    writer.publishStep();
    return stamps.publishNanos(0);
  }

  @Test
  void aBacklogIsToldOfWhenItIsDelivered() {
    StreamMultiplexer mux = start(2, new WatchedSink(new EventLog()));
    publish();
    publish();
    publish();
    long last = publish();
    assertEquals(2, mux.poll());
    assertEquals(List.of(), told, "two are left");
    assertEquals(2, mux.poll());
    assertEquals(List.of(last), told);
    long next = publish();
    assertEquals(1, mux.poll());
    assertEquals(List.of(last, next), told);
  }

  @Test
  void whatIsPublishedDuringADeliveryIsNotDelivered() {
    List<Long> published = new ArrayList<>();
    StreamMultiplexer mux =
        start(
            16,
            new WatchedSink(new EventLog()) {
              @Override
              void event() {
                if (published.size() < 2) {
                  published.add(publish());
                }
              }
            });
    published.add(publish());
    assertEquals(1, mux.poll());
    assertEquals(2, published.size());
    assertEquals(published.subList(0, 1), told);
    assertEquals(1, mux.poll());
    assertEquals(published, told);
  }
}
