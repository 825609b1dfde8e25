package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost producer ends every stream, and a producer that is only slow does not. */
class LostProducerTest {
  private static final MuxOptions OPTIONS = MuxOptions.DEFAULT.withLostNanos(100L * MuxRig.MILLI);

  private static void pass(MuxRig rig, int millis, boolean beats) {
    for (int i = 0; i < millis; i++) {
      rig.now += MuxRig.MILLI;
      if (beats) {
        rig.producer.beat();
      }
      rig.mux.poll();
    }
  }

  @Test
  void silenceOfTheHeartbeatEndsEveryStreamWithError() {
    try (MuxRig rig = new MuxRig(1, OPTIONS, 1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      EventLog live = new EventLog();
      EventLog waiting = new EventLog();
      StreamHandle stream = rig.open("some text that does not end here", live);
      StreamHandle waits = rig.open("x", waiting);
      rig.turn();
      rig.turn();
      pass(rig, 100, false);
      assertNull(rig.mux.loss());
      pass(rig, 5, false);
      assertEquals(FinishReason.ERROR, live.finish());
      assertEquals("FIN ERROR", waiting.print().strip());
      assertEquals(StreamEnd.PRODUCER_LOST, stream.cause());
      assertEquals(StreamEnd.PRODUCER_LOST, waits.cause());
      assertTrue(stream.detail().contains("no heartbeat of the producer"), stream.detail());
      assertEquals(stream.detail(), rig.mux.loss());
      assertEquals(2, rig.count(MuxCounter.LOST));
      assertTrue(logged.only().startsWith("2 streams end: "), logged.only());
      StreamRejectedException refused =
          assertThrows(StreamRejectedException.class, () -> rig.open("x", new EventLog()));
      assertEquals(StreamRejectedException.Reason.PRODUCER_LOST, refused.reason());
      assertTrue(refused.getMessage().endsWith("; open a new loop and a new multiplexer"));
      assertEquals(0, rig.mux.poll());
    }
  }

  @Test
  void silenceOfStepsAloneIsNoDeath() {
    try (MuxRig rig = new MuxRig(1, OPTIONS, 1)) {
      EventLog log = new EventLog();
      rig.open("x", log);
      rig.mux.poll();
      pass(rig, 1_000, true);
      assertNull(rig.mux.loss());
      rig.run();
      assertEquals("x", log.content());
    }
  }

  @Test
  void aPauseOfThisProcessIsNoDeath() {
    try (MuxRig rig = new MuxRig(1, OPTIONS, 1)) {
      rig.open("x", new EventLog());
      for (int i = 0; i < 10; i++) {
        rig.now += 3_600_000L * MuxRig.MILLI;
        rig.mux.poll();
      }
      assertNull(rig.mux.loss(), "the producer's threads were paused, too");
    }
  }

  @Test
  void aStickyErrorEndsEveryStreamAtOnceBehindWhatWasPublished() {
    try (MuxRig rig = new MuxRig(1, OPTIONS, 1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open("unused", log);
      rig.mux.poll();
      rig.writer.begin(stream.slot, stream.epoch);
      rig.writer.tryPut(stream.slot, stream.epoch, 0, new int[] {'l', 'a', 's', 't'}, 0, 4);
      rig.writer.state(RingLayout.PRODUCER_FAILED, 700);
      rig.now += MuxRig.MILLI;
      rig.mux.poll();
      assertEquals("last", log.content());
      assertEquals(FinishReason.ERROR, log.finish());
      assertEquals("the producer failed with error 700", stream.detail());
      assertEquals("1 streams end: the producer failed with error 700", logged.only());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {RingLayout.PRODUCER_CLOSED, RingLayout.PRODUCER_FAILED})
  void aFullSinkHearsWhatTheProducerLeft(int state) {
    try (MuxRig rig = new MuxRig(2, OPTIONS, 1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      EventLog whole = new EventLog();
      EventLog begun = new EventLog();
      TestParkingSink wholeSink = new TestParkingSink(whole);
      TestParkingSink begunSink = new TestParkingSink(begun);
      StreamHandle first = rig.open("unused", wholeSink);
      StreamHandle second = rig.open("unused", begunSink);
      rig.mux.poll();
      wholeSink.full = true;
      begunSink.full = true;
      for (StreamHandle stream : List.of(first, second)) {
        rig.writer.begin(stream.slot, stream.epoch);
        rig.writer.tryPut(stream.slot, stream.epoch, 0, new int[] {'a', 'l', 'l'}, 0, 3);
      }
      rig.writer.end(first.slot, first.epoch, EndReason.EOS);
      rig.writer.publishStep();
      rig.mux.poll();
      assertEquals(2, rig.count(MuxCounter.PARKED));
      rig.writer.state(state, 0);
      rig.now += MuxRig.MILLI;
      rig.mux.poll();
      assertEquals("all", whole.content());
      assertEquals(StreamEnd.MODEL, first.cause());
      assertEquals("all", begun.content());
      assertEquals(StreamEnd.PRODUCER_LOST, second.cause());
      assertEquals(1, logged.lines().size(), logged.lines().toString());
      assertEquals(0, rig.count(MuxCounter.PARKED));
    }
  }

  @Test
  void aRingThatCannotBeReadAnyMoreEndsEveryStream() {
    try (MuxRig rig = new MuxRig(2, OPTIONS, 1);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open("x", log);
      rig.mux.poll();
      rig.mux.abandon("the memory is gone");
      assertEquals("FIN ERROR", log.print().strip());
      assertEquals(StreamEnd.PRODUCER_LOST, stream.cause());
      assertEquals(1, logged.lines().size());
      assertEquals(false, rig.writer.cancelRequested(stream.slot, stream.epoch));
    }
  }
}
