package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.mux.ScriptedProducer.Script;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stream is opened on a shard with a free slot: draining and corrupt slots do not count, nor
 * those of an ended shard.
 */
@Timeout(60)
class ShardChoiceTest {
  private static final RingLayout LAYOUT = RingLayout.of(4, 64, 8);
  private static final MuxOptions OPTIONS = MuxOptions.DEFAULT.withLostNanos(Long.MAX_VALUE);

  private static StreamHandle open(MultiplexerGroup group, EventLog log) {
    return group.open(
        MuxRig.request(0),
        StreamSpec.of(Formats.byName("think_only")).build(),
        StopStrings.NONE,
        log);
  }

  private static void await(BooleanSupplier fact) throws InterruptedException {
    while (!fact.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  @Test
  void drainingSlotsAreNotFree() throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment ring = RingBlock.allocate(arena, LAYOUT);
      // Without a producer, the slot of a cancelled stream stays draining.
      try (MultiplexerGroup group =
          MultiplexerGroup.start(ring, ByteTokens.VOCABULARY, OPTIONS, 2)) {
        List<StreamHandle> streams = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
          int live = i;
          streams.add(open(group, new EventLog()));
          await(() -> group.total(MuxCounter.LIVE) == live);
        }
        boolean firstFull = streams.stream().filter(s -> s.slot < 2).count() == 2;
        for (StreamHandle stream : streams) {
          if (stream.slot < 2 == firstFull) {
            stream.cancel();
          }
        }
        await(() -> group.total(MuxCounter.DRAINING) == 2);
        StreamHandle next = open(group, new EventLog());
        await(() -> group.total(MuxCounter.STREAMS) + group.total(MuxCounter.WAITING) == 4);
        assertEquals(0, group.total(MuxCounter.WAITING), "a slot of the other shard is free");
        await(() -> group.total(MuxCounter.LIVE) == 2);
        assertEquals(!firstFull, next.slot < 2);
      }
    }
  }

  @Test
  void aShardThatIsOverTakesNothingFromTheOthers() throws InterruptedException {
    try (Arena arena = Arena.ofShared();
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      MemorySegment ring = RingBlock.allocate(arena, LAYOUT);
      RingWriter writer = new RingWriter(ring);
      ScriptedProducer producer = new ScriptedProducer(writer, LAYOUT, 1);
      producer.add(new Script(new int[] {'o', 'k'}, EndReason.EOS));
      try (MultiplexerGroup group =
          MultiplexerGroup.start(
              ring,
              ByteTokens.VOCABULARY,
              OPTIONS,
              2,
              IdleStrategy::backoff,
              shard -> shard == 0 ? new FailingProbe() : null)) {
        List<StreamHandle> streams =
            List.of(open(group, new EventLog()), open(group, new EventLog()));
        while (group.loss() == null || group.total(MuxCounter.ENDED) < 2) {
          producer.step();
          Thread.sleep(1);
        }
        assertEquals(1, streams.stream().filter(s -> s.cause() == StreamEnd.PRODUCER_LOST).count());
        List<StreamHandle> more = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          more.add(open(group, new EventLog()));
        }
        while (group.total(MuxCounter.ENDED) < 12) {
          producer.step();
          Thread.sleep(1);
        }
        for (StreamHandle stream : more) {
          assertEquals(StreamEnd.MODEL, stream.cause());
        }
        assertEquals(2, logged.await(2).size());
        long beat = writer.consumerBeat();
        await(() -> writer.consumerBeat() != beat);
      }
    }
  }

  /** A violation of its contract. */
  private static final class FailingProbe implements DeliveryProbe {
    @Override
    public void delivered(int slot, long publishNanos) {}

    @Override
    public void burst(int drafted, int tokens) {
      throw new IllegalStateException("probe");
    }
  }

  private static void corrupt(MuxRig rig, int slot) {
    rig.ring.set(ValueLayout.JAVA_LONG, LAYOUT.slotOffset(slot) + RingLayout.WR_OFFSET, 1L << 40);
  }

  @Test
  void corruptSlotsAreNotFree() {
    try (MuxRig rig = new MuxRig(LAYOUT, OPTIONS.withQueue(1), 1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      for (int i = 0; i < 4; i++) {
        rig.open("never", new EventLog());
      }
      rig.mux.poll();
      for (int slot = 0; slot < 3; slot++) {
        corrupt(rig, slot);
      }
      rig.writer.publishStep();
      rig.mux.poll();
      assertEquals(3, rig.count(MuxCounter.RETIRED));
      assertEquals(3, logged.lines().size());
      // The only remaining slot is in use.
      rig.open("waits", new EventLog());
      assertEquals(
          StreamRejectedException.Reason.QUEUE_FULL,
          assertThrows(StreamRejectedException.class, () -> rig.open("x", new EventLog()))
              .reason());
    }
  }

  @Test
  void aShardWithoutASlotIsLost() {
    try (MuxRig rig = new MuxRig(LAYOUT, OPTIONS, 1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      for (int i = 0; i < 4; i++) {
        rig.open("never", new EventLog());
      }
      EventLog log = new EventLog();
      StreamHandle waiting = rig.open("never", log);
      rig.mux.poll();
      for (int slot = 0; slot < 4; slot++) {
        corrupt(rig, slot);
      }
      rig.writer.publishStep();
      rig.mux.poll();
      assertEquals(4, rig.count(MuxCounter.RETIRED));
      rig.now += MuxRig.MILLI;
      rig.mux.poll();
      assertEquals("FIN ERROR", log.print().strip());
      assertEquals(StreamEnd.PRODUCER_LOST, waiting.cause());
      assertEquals("all rings of the shard are corrupt", waiting.detail());
      assertEquals(waiting.detail(), rig.mux.loss());
      assertEquals(5, logged.lines().size());
      StreamRejectedException refused =
          assertThrows(StreamRejectedException.class, () -> rig.open("x", new EventLog()));
      assertEquals(StreamRejectedException.Reason.PRODUCER_LOST, refused.reason());
      assertTrue(String.valueOf(refused.getMessage()).startsWith("all rings of the shard"));
    }
  }
}
