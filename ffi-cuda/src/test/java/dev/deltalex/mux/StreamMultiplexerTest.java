package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.testkit.EventLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams from admission to END: the events of their sinks, and the schedule of scans. */
class StreamMultiplexerTest {
  @ParameterizedTest
  @CsvSource({
    "EOS, MODEL, STOP",
    "LENGTH, LENGTH, LENGTH",
    "CANCELLED, PRODUCER_CANCELLED, CANCELLED",
    "ERROR, PRODUCER_ERROR, ERROR"
  })
  void everyEndIsReported(EndReason end, StreamEnd cause, FinishReason finish) {
    try (MuxRig rig = new MuxRig(2)) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open("<think>why</think>so", end, StopStrings.NONE, log);
      assertFalse(stream.isDone());
      assertNull(stream.cause());
      rig.run();
      assertEquals("why", log.reasoning());
      assertEquals("so", log.content());
      assertEquals(finish, log.finish());
      assertTrue(stream.isDone());
      assertEquals(cause, stream.cause());
      assertEquals("", stream.detail());
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }

  @Test
  void aProducerThatAnEarlierConsumerStoppedGoesOn() {
    try (MuxRig rig = new MuxRig(1)) {
      new RingReader(rig.ring).stopAll(true);
      assertTrue(rig.writer.stopRequested());
      try (StreamMultiplexer next = rig.another(MuxOptions.DEFAULT)) {
        assertFalse(rig.writer.stopRequested());
        assertEquals(0, next.load());
      }
    }
  }

  @Test
  void tokensAreCountedByRegion() {
    try (MuxRig rig = new MuxRig(1)) {
      int[] tokens = {'a', 'b', ByteTokens.SILENT, 'c'};
      int script = rig.producer.add(new ScriptedProducer.Script(tokens, EndReason.EOS));
      EventLog log = new EventLog();
      StreamHandle stream =
          rig.mux.open(
              MuxRig.request(script),
              StreamSpec.of(Formats.byName("think_only"))
                  .options(
                      ParserOptions.builder()
                          .initialState(ParserOptions.InitialState.REASONING)
                          .build())
                  .build(),
              StopStrings.NONE,
              log);
      assertEquals(0, stream.tokens());
      rig.run();
      assertEquals(4, stream.tokens());
      assertEquals(4, stream.tokens(Region.REASONING));
      assertEquals(0, stream.tokens(Region.CONTENT));
      assertEquals(0, stream.calls());
      assertEquals(4, rig.count(MuxCounter.TOKENS));
    }
  }

  @Test
  void streamsWaitForASlotInTheOrderTheyCame() {
    try (MuxRig rig = new MuxRig(2)) {
      List<Integer> ended = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int number = i;
        rig.open(
            "x",
            new WatchedSink(new EventLog()) {
              @Override
              public void finished(FinishReason reason) {
                ended.add(number);
              }
            });
      }
      assertEquals(8, rig.mux.load());
      rig.mux.poll();
      assertEquals(2, rig.count(MuxCounter.LIVE));
      assertEquals(6, rig.count(MuxCounter.WAITING));
      rig.run();
      assertEquals(0, rig.count(MuxCounter.WAITING));
      assertEquals(8, rig.count(MuxCounter.STREAMS));
      assertEquals(8, ended.size());
      // Two slots: a stream is overtaken by its neighbour at most.
      for (int i = 0; i < 8; i++) {
        assertTrue(Math.abs(ended.get(i) - i) <= 2, ended.toString());
      }
    }
  }

  @Test
  void requestsThatDoNotFitAreRefused() {
    try (MuxRig rig = new MuxRig(1)) {
      assertEquals(
          "draftTokens is 8; for bursts of up to 8 tokens it must be from 0 to 7",
          refused(rig, new StreamRequest(new int[0], 1, 10, 8)));
      assertEquals(
          "prompt[1] is 4000000, which is not a token id of the vocabulary",
          refused(rig, new StreamRequest(new int[] {5, 4_000_000}, 1, 10, 0)));
      assertEquals(0, rig.mux.load());
    }
  }

  private static String refused(MuxRig rig, StreamRequest request) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    rig.mux.open(
                        request,
                        StreamSpec.of(Formats.byName("think_only")).build(),
                        StopStrings.NONE,
                        new EventLog()))
            .getMessage());
  }

  @Test
  void aFullQueueRefusesUntilASlotIsFree() {
    try (MuxRig rig = new MuxRig(1, MuxOptions.DEFAULT.withQueue(2), 1)) {
      for (int polls = 0; polls < 2; polls++) {
        // The first stream does not count as waiting, since a slot is free, even before the shard
        // has admitted it.
        while (rig.mux.load() < 3) {
          rig.open("x", new EventLog());
        }
        StreamRejectedException refused =
            assertThrows(StreamRejectedException.class, () -> rig.open("x", new EventLog()));
        assertEquals(StreamRejectedException.Reason.QUEUE_FULL, refused.reason());
        assertEquals(
            "2 streams are already waiting for a slot; try again later", refused.getMessage());
        rig.mux.poll();
        assertEquals(3, rig.mux.load());
      }
      rig.run();
      rig.open("x", new EventLog());
      rig.run();
      assertEquals(4, rig.count(MuxCounter.ENDED));
    }
  }

  @Test
  void closeEndsEveryStreamOnce() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog live = new EventLog();
      EventLog waiting = new EventLog();
      EventLog posted = new EventLog();
      StreamHandle first = rig.open("abc", live);
      rig.open("abc", waiting);
      rig.mux.poll();
      StreamHandle last = rig.open("abc", posted);
      rig.mux.close();
      rig.mux.close();
      for (EventLog log : List.of(live, waiting, posted)) {
        assertEquals("FIN CANCELLED", log.print().strip());
      }
      assertEquals(StreamEnd.CLOSED, first.cause());
      assertEquals(StreamEnd.CLOSED, last.cause());
      assertTrue(rig.writer.cancelRequested(first.slot, first.epoch));
      assertEquals(
          StreamRejectedException.Reason.CLOSED,
          assertThrows(StreamRejectedException.class, () -> rig.open("x", new EventLog()))
              .reason());
      assertEquals(0, rig.mux.poll());
      assertEquals(0, rig.mux.load());
      last.cancel();
    }
  }

  @Test
  void withoutNewsTheRingsAreLeftAlone() {
    try (MuxRig rig = new MuxRig(4)) {
      rig.turn();
      long scans = rig.count(MuxCounter.SCANS);
      for (int i = 0; i < 63; i++) {
        assertEquals(0, rig.mux.poll());
      }
      assertEquals(scans, rig.count(MuxCounter.SCANS));
      rig.mux.poll();
      assertEquals(scans + 1, rig.count(MuxCounter.SCANS), "every 64th poll looks");
      rig.mux.poll();
      assertEquals(scans + 1, rig.count(MuxCounter.SCANS));
      rig.now += MuxRig.MILLI;
      rig.mux.poll();
      assertEquals(scans + 2, rig.count(MuxCounter.SCANS), "and one a millisecond later");
      rig.writer.publishStep();
      rig.mux.poll();
      assertEquals(scans + 3, rig.count(MuxCounter.SCANS), "and one after a step");
    }
  }

  @Test
  void aBurstWithoutADoorbellIsFoundAllTheSame() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open("unused", log);
      rig.mux.poll();
      rig.writer.begin(stream.slot, stream.epoch);
      rig.writer.tryPut(stream.slot, stream.epoch, 0, new int[] {'o', 'k'}, 0, 2);
      for (int i = 0; i < 64; i++) {
        rig.mux.poll();
      }
      assertEquals("ok", log.content());
    }
  }

  @Test
  void aLongBacklogIsReadInTurnsWithoutWaitingForNews() {
    try (MuxRig rig =
        new MuxRig(RingLayout.of(2, 256, 4), MuxOptions.DEFAULT.withRecordsPerPoll(2), 1)) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open("unused", log);
      rig.mux.poll();
      rig.writer.begin(stream.slot, stream.epoch);
      for (int i = 0; i < 9; i++) {
        rig.writer.tryPut(stream.slot, stream.epoch, 0, new int[] {'0' + i}, 0, 1);
      }
      rig.writer.publishStep();
      List<Integer> work = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        work.add(rig.mux.poll());
      }
      assertEquals(List.of(2, 2, 2, 2, 1, 0), work);
      assertEquals("012345678", log.content());
    }
  }

  @Test
  void aCorruptRingEndsItsStreamAndRetiresTheSlot() {
    try (MuxRig rig = new MuxRig(2);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      EventLog hurt = new EventLog();
      EventLog other = new EventLog();
      StreamHandle stream = rig.open("never", hurt);
      rig.open("fine", other);
      rig.mux.poll();
      rig.writer.begin(stream.slot, stream.epoch);
      rig.writer.tryPut(stream.slot, stream.epoch, 0, new int[] {'x'}, 0, 1);
      rig.ring.set(
          java.lang.foreign.ValueLayout.JAVA_INT, rig.layout.ringOffset(stream.slot), 0x7F000000);
      rig.writer.publishStep();
      rig.mux.poll();
      assertEquals("FIN ERROR", hurt.print().strip());
      assertEquals(StreamEnd.RING_CORRUPT, stream.cause());
      assertTrue(stream.detail().startsWith("the ring of slot "), stream.detail());
      assertEquals(1, rig.count(MuxCounter.RETIRED));
      assertEquals(0, rig.count(MuxCounter.DRAINING));
      assertEquals(1, logged.lines().size());
      for (int i = 0; i < 5; i++) {
        rig.open("after", new EventLog());
      }
      rig.run();
      assertEquals("fine", other.content());
      assertEquals(1, rig.count(MuxCounter.ERRORS));
      assertEquals(7, rig.count(MuxCounter.ENDED));
    }
  }

  @Test
  void slotsLeftInUseByAnotherConsumerAreEndedBeforeTheyAreUsed() {
    try (MuxRig rig = new MuxRig(2)) {
      EventLog old = new EventLog();
      StreamHandle abandoned = rig.open("old text that nobody reads", old);
      rig.mux.poll();
      rig.producer.step();
      // The first multiplexer is not polled any more, as if its process had died.
      StreamMultiplexer next = rig.another(MuxOptions.DEFAULT);
      assertEquals(1, next.counters().get(MuxCounter.DRAINING));
      assertTrue(rig.writer.cancelRequested(abandoned.slot, abandoned.epoch));
      EventLog[] logs = {new EventLog(), new EventLog()};
      for (EventLog log : logs) {
        int script =
            rig.producer.add(new ScriptedProducer.Script(new int[] {'n', 'e', 'w'}, EndReason.EOS));
        next.open(
            MuxRig.request(script),
            StreamSpec.of(Formats.byName("think_only")).build(),
            StopStrings.NONE,
            log);
      }
      for (int i = 0; i < 200 && next.load() > 0; i++) {
        rig.producer.step();
        next.poll();
      }
      assertEquals("new", logs[0].content());
      assertEquals("new", logs[1].content());
      assertEquals(0, next.counters().get(MuxCounter.DRAINING));
      next.close();
    }
  }
}
