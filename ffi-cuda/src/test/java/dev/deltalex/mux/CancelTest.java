package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Cancelled streams end at once, and their slots become free when the producer has ended them;
 * other streams are not affected.
 */
class CancelTest {
  private static final String TEXT = "0123456789".repeat(20);

  @Test
  void aCancelledStreamHearsNothingMoreAndItsSlotWaitsForTheEnd() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open(TEXT, log);
      rig.turn();
      rig.turn();
      rig.turn();
      String before = log.content();
      rig.producer.ignoresCancel = true;
      rig.producer.step();
      stream.cancel();
      rig.mux.poll();
      assertEquals(FinishReason.CANCELLED, log.finish());
      assertEquals(before, log.content());
      assertEquals(StreamEnd.CANCELLED, stream.cause());
      assertTrue(rig.writer.cancelRequested(stream.slot, stream.epoch));

      EventLog next = new EventLog();
      StreamHandle follower = rig.open("next", next);
      for (int i = 0; i < 5; i++) {
        rig.turn();
      }
      assertEquals(-1, follower.slot, "no slot before the END was read");
      assertEquals(1, rig.count(MuxCounter.DRAINING));
      rig.producer.ignoresCancel = false;
      rig.run();
      assertEquals("next", next.content());
      assertEquals(stream.slot, follower.slot);
      assertNotEquals(stream.epoch, follower.epoch);
      assertEquals(before, log.content());
      assertEquals(0, rig.count(MuxCounter.DRAINING));
    }
  }

  @Test
  void aStreamIsCancelledOnceAndNotAfterItsEnd() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      StreamHandle stream = rig.open(TEXT, log);
      rig.mux.poll();
      stream.cancel();
      stream.cancel();
      rig.settle();
      assertEquals("FIN CANCELLED", log.print().strip());
      assertEquals(1, rig.count(MuxCounter.CANCELS));
      EventLog done = new EventLog();
      StreamHandle ended = rig.open("x", done);
      rig.run();
      ended.cancel();
      rig.settle();
      assertEquals(StreamEnd.MODEL, ended.cause());
      assertEquals(FinishReason.STOP, done.finish());
    }
  }

  @Test
  void aStreamIsCancelledBeforeItHasASlot() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog first = new EventLog();
      EventLog waiting = new EventLog();
      EventLog posted = new EventLog();
      rig.open("first", first);
      StreamHandle second = rig.open(TEXT, waiting);
      rig.mux.poll();
      StreamHandle third = rig.open(TEXT, posted);
      second.cancel();
      third.cancel();
      rig.run();
      assertEquals("first", first.content());
      assertEquals("FIN CANCELLED", waiting.print().strip());
      assertEquals("FIN CANCELLED", posted.print().strip());
      assertEquals(StreamEnd.CANCELLED, third.cause());
      assertEquals(1, rig.count(MuxCounter.STREAMS));
      assertEquals(3, rig.count(MuxCounter.ENDED));
      assertEquals(0, rig.count(MuxCounter.WAITING));
      assertEquals(0, rig.mux.load());
    }
  }

  /**
   * The memory for waiting streams does not grow with the number of streams that were cancelled.
   */
  @Test
  void aCancelledStreamLeavesTheLine() {
    try (MuxRig rig = new MuxRig(1, MuxOptions.DEFAULT.withQueue(3), 1)) {
      rig.open("live", new EventLog());
      EventLog first = new EventLog();
      EventLog last = new EventLog();
      StreamHandle head = rig.open("first", first);
      rig.mux.poll();
      for (int i = 0; i < 100; i++) {
        StreamHandle gone = rig.open(TEXT, new EventLog());
        StreamHandle tail = rig.open(TEXT, new EventLog());
        rig.mux.poll();
        gone.cancel();
        rig.mux.poll();
        assertSame(tail, head.nextWaiting);
        assertNull(gone.nextWaiting);
        tail.cancel();
        rig.mux.poll();
        assertNull(head.nextWaiting);
      }
      rig.open("last", last);
      head.cancel();
      rig.run();
      assertEquals("FIN CANCELLED", first.print().strip());
      assertEquals("last", last.content());
      assertEquals(201, rig.count(MuxCounter.CANCELS));
    }
  }

  @Test
  void aSinkMayCancelItsOwnStream() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      StreamHandle[] self = new StreamHandle[1];
      self[0] =
          rig.open(
              TEXT,
              new WatchedSink(log) {
                @Override
                void event() {
                  self[0].cancel();
                }
              });
      rig.settle();
      assertEquals(StreamEnd.CANCELLED, self[0].cause());
      assertEquals(FinishReason.CANCELLED, log.finish());
    }
  }

  /** A stream of the long run below. */
  private static final class Run {
    final EventLog log = new EventLog();
    final StreamHandle handle;
    final String text;
    boolean toBeCancelled;

    Run(MuxRig rig, String text) {
      this.text = text;
      handle =
          rig.open(
              "think_only",
              ToolSet.NONE,
              ParserOptions.DEFAULT,
              Limits.DEFAULT,
              text,
              EndReason.EOS,
              StopStrings.NONE,
              log);
    }
  }

  @Test
  void tenThousandCancelsAtRandomMomentsDisturbNobody() {
    SplittableRandom random = new SplittableRandom(20_261_120);
    int cancels = 0;
    try (MuxRig rig = new MuxRig(16, MuxOptions.DEFAULT, 7)) {
      List<Run> runs = new ArrayList<>();
      List<Run> over = new ArrayList<>();
      while (cancels < 10_000) {
        while (runs.size() < 24) {
          runs.add(
              new Run(rig, "stream " + over.size() + " " + TEXT.substring(random.nextInt(190))));
        }
        if (random.nextBoolean()) {
          rig.producer.step();
        }
        Run chosen = runs.get(random.nextInt(runs.size()));
        if (random.nextInt(3) == 0 && !chosen.toBeCancelled && !chosen.handle.isDone()) {
          chosen.toBeCancelled = true;
          chosen.handle.cancel();
          cancels++;
        }
        rig.mux.poll();
        runs.removeIf(run -> run.handle.isDone() && over.add(run));
      }
      rig.settle();
      over.addAll(runs);
      for (Run run : over) {
        String context = run.handle + ": " + run.log.print();
        assertEquals(null, run.log.violation(), context);
        if (run.toBeCancelled) {
          assertTrue(run.text.startsWith(run.log.content()), context);
          assertEquals(StreamEnd.CANCELLED, run.handle.cause(), context);
          assertEquals(FinishReason.CANCELLED, run.log.finish(), context);
        } else {
          assertEquals(run.text, run.log.content(), context);
          assertEquals(FinishReason.STOP, run.log.finish(), context);
        }
      }
      assertEquals(over.size(), rig.count(MuxCounter.ENDED));
      assertEquals(cancels, rig.count(MuxCounter.CANCELS));
      assertEquals(0, rig.count(MuxCounter.LIVE));
      assertEquals(0, rig.count(MuxCounter.DRAINING), "no slot leaked");
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
    }
  }

  /** For any division into bursts, tokens count up to the event and not after it. */
  @Test
  void aSinkThatCancelsHereCutsTheCount() {
    ToolSet tools = ToolSetReader.read("[{\"name\":\"f\",\"parameters\":{}}]", Limits.DEFAULT);
    String call = "<tool_call>\n<function=f>\n</function>\n</tool_call>";
    String text = "<think>\nhm\n</think>\n\n" + call + "\n" + call + " and so on. STOP";
    int end = text.indexOf("</function>") + "</function>".length();
    for (int cuts = 0; cuts < 20; cuts++) {
      try (MuxRig rig = new MuxRig(1, MuxOptions.DEFAULT, cuts)) {
        EventLog log = new EventLog();
        CuttingSink sink = new CuttingSink(log);
        int[] tokens = text.chars().toArray();
        int script = rig.producer.add(new ScriptedProducer.Script(tokens, EndReason.EOS));
        StreamHandle stream =
            rig.mux.open(
                MuxRig.request(script),
                StreamSpec.of(Formats.byName("qwen3_coder")).tools(tools).build(),
                StopStrings.of(List.of("STOP")),
                sink);
        sink.stream = stream;
        rig.settle();
        assertEquals(StreamEnd.CANCELLED, stream.cause());
        assertEquals(FinishReason.CANCELLED, log.finish());
        assertEquals(1, stream.calls());
        // Each token is one char here.
        assertEquals(end, stream.tokens());
        assertEquals("\nhm\n</think>".length(), stream.tokens(Region.REASONING));
        assertEquals(1, rig.count(MuxCounter.CANCELS));
      }
    }
  }

  /** Cancels when the first call is closed. */
  private static final class CuttingSink extends WatchedSink {
    StreamHandle stream;

    CuttingSink(EventLog log) {
      super(log);
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      super.callClosed(index, complete, sourceOffset);
      if (index == 0) {
        stream.cancelAtEvent();
      }
    }
  }
}
