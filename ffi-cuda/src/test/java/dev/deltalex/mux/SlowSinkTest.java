package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.testkit.EventLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stream of a slow sink is parked without affecting others, and cancelled when a limit is
 * exceeded.
 */
class SlowSinkTest {
  private static final String TEXT = "0123456789".repeat(100);

  @Test
  void aFullSinkIsLeftAloneUntilTheRingIsFullAndThenHearsEverything() {
    try (MuxRig rig = new MuxRig(2)) {
      EventLog slow = new EventLog();
      EventLog quick = new EventLog();
      TestParkingSink sink = new TestParkingSink(slow);
      StreamHandle stream = rig.open(TEXT, sink);
      sink.full = true;
      rig.open(TEXT, quick);
      for (int i = 0; i < 1_000; i++) {
        rig.turn();
      }
      assertEquals(0, slow.size());
      assertEquals(TEXT, quick.content(), "others go on");
      assertEquals(1, rig.count(MuxCounter.PARKED));
      assertEquals(1, rig.count(MuxCounter.PARKS));
      RingStalls stalls = RingStalls.of(rig, stream.slot);
      assertTrue(stalls.count() > 0, "the producer skips the slot");
      sink.full = false;
      rig.run();
      assertEquals(TEXT, slow.content());
      assertEquals(FinishReason.STOP, slow.finish());
      assertEquals(0, rig.count(MuxCounter.PARKED));
    }
  }

  /** The scan reads 64 slots at a time. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullSinkAmongManySlotsHoldsNoOtherStream(boolean parks) {
    int slots = 2 * Long.SIZE + 2;
    try (MuxRig rig = new MuxRig(slots)) {
      List<EventLog> logs = new ArrayList<>();
      List<TestParkingSink> full = new ArrayList<>();
      for (int slot = 0; slot < slots; slot++) {
        EventLog log = new EventLog();
        logs.add(log);
        if (parks && (slot == 0 || slot == Long.SIZE || slot == slots - 1)) {
          TestParkingSink sink = new TestParkingSink(log);
          sink.full = true;
          full.add(sink);
          rig.open("text of " + slot, sink);
        } else {
          rig.open("text of " + slot, log);
        }
      }
      for (int i = 0; i < 100; i++) {
        rig.turn();
      }
      assertEquals(full.size(), rig.mux.load(), "all others have ended");
      assertEquals(full.size(), rig.count(MuxCounter.PARKED));
      full.forEach(sink -> sink.full = false);
      rig.run();
      for (int slot = 0; slot < slots; slot++) {
        assertEquals("text of " + slot, logs.get(slot).content());
      }
    }
  }

  /** Number of steps that the producer skipped. */
  private record RingStalls(long count) {
    static RingStalls of(MuxRig rig, int slot) {
      return new RingStalls(new dev.deltalex.ring.RingReader(rig.ring).stalls(slot));
    }
  }

  @Test
  void aSinkThatStaysFullIsCancelledWithTheReason() {
    MuxOptions options = MuxOptions.DEFAULT.withParkNanos(5L * MuxRig.MILLI);
    try (MuxRig rig = new MuxRig(1, options, 1)) {
      EventLog log = new EventLog();
      TestParkingSink sink = new TestParkingSink(log);
      StreamHandle stream = rig.open(TEXT, sink);
      rig.turn();
      sink.full = true;
      for (int i = 0; i < 5; i++) {
        rig.turn();
        rig.now += MuxRig.MILLI;
      }
      rig.turn();
      assertEquals(1, rig.count(MuxCounter.PARKED), "not longer than the bound yet");
      // A single ready() restarts the timeout.
      sink.full = false;
      rig.turn();
      sink.full = true;
      for (int i = 0; i < 6; i++) {
        rig.turn();
        assertEquals(1, rig.count(MuxCounter.LIVE));
        rig.now += MuxRig.MILLI;
      }
      rig.settle();
      assertEquals(FinishReason.CANCELLED, log.finish());
      assertEquals(StreamEnd.SLOW_SINK, stream.cause());
      assertEquals("its sink was full for more than 5 ms", stream.detail());
      assertEquals(0, rig.count(MuxCounter.PARKED));
      assertEquals(2, rig.count(MuxCounter.PARKS));
      assertEquals(1, rig.count(MuxCounter.CANCELS));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }

  @Test
  void aSinkThatHoldsTooMuchIsCancelledWithTheReason() {
    try (MuxRig rig = new MuxRig(1, MuxOptions.DEFAULT.withPendingBytes(1_000), 1)) {
      EventLog log = new EventLog();
      TestParkingSink sink = new TestParkingSink(log);
      StreamHandle stream = rig.open(TEXT, sink);
      sink.pending = 1_000;
      for (int i = 0; i < 10; i++) {
        rig.turn();
      }
      assertEquals(1, rig.count(MuxCounter.LIVE));
      sink.pending = 1_001;
      rig.settle();
      assertEquals(StreamEnd.SLOW_SINK, stream.cause());
      assertEquals("its sink held more than 1000 bytes", stream.detail());
      assertEquals(FinishReason.CANCELLED, log.finish());
    }
  }

  @Test
  void aParkedStreamCanBeCancelled() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      TestParkingSink sink = new TestParkingSink(log);
      StreamHandle stream = rig.open(TEXT, sink);
      sink.full = true;
      rig.turn();
      rig.turn();
      stream.cancel();
      rig.settle();
      assertEquals(StreamEnd.CANCELLED, stream.cause());
      assertEquals("FIN CANCELLED", log.print().strip());
      assertEquals(0, rig.count(MuxCounter.PARKED));
    }
  }
}
