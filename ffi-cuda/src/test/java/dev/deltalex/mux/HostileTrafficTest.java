package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import dev.deltalex.StreamControl;
import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.mux.ScriptedProducer.Script;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Producers and sinks that misbehave: what they do stays with their own stream. */
class HostileTrafficTest {
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong CURSOR =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final MuxOptions ONE_RECORD = MuxOptions.DEFAULT.withRecordsPerPoll(1);

  private static StreamHandle open(StreamMultiplexer mux, int script, DeltaSink sink) {
    return mux.open(
        MuxRig.request(script),
        StreamSpec.of(Formats.byName("think_only")).build(),
        StopStrings.NONE,
        sink);
  }

  /** A producer that fills one ring after each poll with records of a past epoch. */
  @Test
  void recordsOfAPastEpochDelayNoOtherStream() {
    RingLayout layout = RingLayout.of(4, 1 << 16, 8);
    MuxOptions options = MuxOptions.DEFAULT.withRecordsPerPoll(4);
    try (MuxRig rig = new MuxRig(layout, options, 1)) {
      EventLog flooded = new EventLog();
      int script = rig.producer.add(new Script(new int[] {'x'}, EndReason.EOS));
      StreamHandle victim = open(rig.mux, script, flooded);
      rig.mux.poll();
      int[] one = {'!'};
      List<EventLog> logs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        logs.add(new EventLog());
        rig.open("0123456789".repeat(5), logs.get(i));
      }
      for (int turn = 0; turn < 100; turn++) {
        while (rig.writer.tryPut(victim.slot, victim.epoch + 7, 0, one, 0, 1)) {
          // Until the ring is full.
        }
        rig.producer.step();
        long read = rig.ring.get(CURSOR, layout.slotOffset(victim.slot) + RingLayout.RD_OFFSET);
        int work = rig.mux.poll();
        assertTrue(work <= 4 * 4 + 4, work + " records and streams in a poll");
        read = rig.ring.get(CURSOR, layout.slotOffset(victim.slot) + RingLayout.RD_OFFSET) - read;
        assertTrue(read <= 4 * 3, read + " words of records of one token");
      }
      for (EventLog log : logs) {
        assertEquals("0123456789".repeat(5), log.content());
      }
      assertEquals(0, flooded.size());
      // The stream of the flooded ring is served when the flood has been read.
      rig.run();
      assertEquals("x", flooded.content());
    }
  }

  /** The ring of an earlier consumer whose epochs are about to begin again. */
  @Test
  void epochsThatBeginAgainMixNoStreams() {
    RingLayout layout = RingLayout.of(2, 64, 8);
    MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), layout);
    for (int slot = 0; slot < 2; slot++) {
      long at = layout.slotOffset(slot);
      int last = Integer.MAX_VALUE - 2 - slot;
      ring.set(WORD, at + RingLayout.EPOCH_OFFSET, last);
      ring.set(WORD, at + RingLayout.EPOCH_ECHO_OFFSET, last);
      ring.set(WORD, at + RingLayout.SLOT_STATE_OFFSET, RingLayout.SLOT_ENDED);
    }
    RingWriter writer = new RingWriter(ring);
    ScriptedProducer producer = new ScriptedProducer(writer, layout, 3);
    StreamMultiplexer mux =
        new StreamMultiplexer(new RingReader(ring), ByteTokens.VOCABULARY, ONE_RECORD);
    List<EventLog> logs = new ArrayList<>();
    List<StreamHandle> streams = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String text = "stream " + i + " " + "abc".repeat(i);
      int script = producer.add(new Script(text.chars().toArray(), EndReason.EOS));
      logs.add(new EventLog());
      streams.add(open(mux, script, logs.get(i)));
    }
    boolean before = false;
    boolean after = false;
    for (int turn = 0; turn < 10_000 && mux.load() > 0; turn++) {
      // The producer looks at slots of this consumer only: it never served the earlier one.
      mux.poll();
      producer.step();
    }
    for (int i = 0; i < 24; i++) {
      assertEquals("stream " + i + " " + "abc".repeat(i), logs.get(i).content());
      assertEquals(StreamEnd.MODEL, streams.get(i).cause());
      before |= streams.get(i).epoch > 1_000;
      after |= streams.get(i).epoch < 1_000;
    }
    assertTrue(before && after, "the epochs began again");
    mux.close();
  }

  /** What a sink does at an event of its own choice. */
  private enum Misdeed {
    NONE,
    THROW,
    CLOSE,
    POLL,
    CANCEL,
    CANCEL_AT_EVENT,
    CONTROL,
    CONTROL_THEN_THROW,
    CONTROL_OF_ANOTHER,
    OPEN,
    BLOCK
  }

  private static final class Bad extends WatchedSink implements ParkingSink {
    final EventLog log;
    final Misdeed misdeed;
    final String text;
    private final MuxRig rig;
    private final List<Bad> all;
    private final SplittableRandom random;
    private int left;
    private boolean throwsAtEnd;
    private StreamControl control;
    StreamHandle handle;

    Bad(MuxRig rig, List<Bad> all, SplittableRandom random) {
      this(new EventLog(), rig, all, random);
    }

    private Bad(EventLog log, MuxRig rig, List<Bad> all, SplittableRandom random) {
      super(log);
      this.log = log;
      this.rig = rig;
      this.all = all;
      this.random = random;
      misdeed =
          random.nextInt(2) == 0
              ? Misdeed.NONE
              : Misdeed.values()[random.nextInt(Misdeed.values().length)];
      text = "<think>r</think>" + all.size() + ": " + "word ".repeat(random.nextInt(20));
      left = random.nextInt(5) - 1;
    }

    @Override
    public boolean ready() {
      act(random.nextInt(8) == 0);
      return random.nextInt(4) != 0;
    }

    @Override
    public long pendingBytes() {
      act(random.nextInt(8) == 0);
      return 0;
    }

    @Override
    public void opened(StreamControl given) {
      control = given;
      act(left-- < 0);
    }

    @Override
    void event() {
      act(left-- == 0);
    }

    @Override
    public void finished(FinishReason reason) {
      super.finished(reason);
      if (throwsAtEnd) {
        throw new IllegalStateException("at the end");
      }
    }

    private void act(boolean now) {
      if (!now || handle == null) {
        return;
      }
      switch (misdeed) {
        case THROW -> throw new IllegalStateException("bad");
        case CLOSE -> rig.mux.close();
        case POLL -> rig.mux.poll();
        case CANCEL -> handle.cancel();
        case CANCEL_AT_EVENT -> handle.cancelAtEvent();
        case CONTROL -> control.cancel();
        case CONTROL_THEN_THROW -> {
          throwsAtEnd = true;
          control.cancel();
        }
        case CONTROL_OF_ANOTHER -> {
          Bad other = all.get(random.nextInt(all.size()));
          if (other.control != null) {
            other.control.cancel();
          }
        }
        case OPEN -> {
          if (all.size() < 60) {
            begin(rig, all, random);
          }
        }
        case BLOCK -> rig.now += 50L * MuxRig.MILLI;
        case NONE -> {
          // It behaves.
        }
      }
    }
  }

  private static void begin(MuxRig rig, List<Bad> all, SplittableRandom random) {
    Bad sink = new Bad(rig, all, random);
    all.add(sink);
    sink.handle = rig.open(sink.text, EndReason.EOS, StopStrings.NONE, sink);
  }

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void whatASinkDoesStaysWithItsOwnStream(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MuxOptions options =
        MuxOptions.DEFAULT
            .withRecordsPerPoll(random.nextBoolean() ? 1 : 1 + random.nextInt(20))
            .withLostNanos(Long.MAX_VALUE);
    try (MuxRig rig = new MuxRig(3, options, seed);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      List<Bad> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        begin(rig, all, random);
        for (int turns = random.nextInt(4); turns > 0; turns--) {
          rig.turn();
          rig.now += random.nextInt(2 * MuxRig.MILLI);
        }
      }
      rig.settle();
      assertEquals(0, rig.mux.load());
      assertEquals(0, rig.count(MuxCounter.DRAINING));
      assertEquals(0, rig.count(MuxCounter.PARKED));
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
      assertEquals(all.size(), rig.count(MuxCounter.ENDED));
      assertEquals(rig.count(MuxCounter.SINK_FAILURES), logged.lines().size());
      for (Bad sink : all) {
        check(sink);
      }
    }
  }

  private static void check(Bad sink) {
    String context = sink.misdeed + " " + sink.handle + " " + sink.log.print();
    StreamEnd cause = sink.handle.cause();
    String whole = sink.text.substring("<think>r</think>".length());
    assertTrue(whole.startsWith(sink.log.content()), context);
    switch (cause) {
      case MODEL -> {
        assertEquals(FinishReason.STOP, sink.log.finish(), context);
        assertEquals(whole, sink.log.content(), context);
      }
      case CANCELLED -> assertEquals(FinishReason.CANCELLED, sink.log.finish(), context);
      case SINK_FAILED ->
          assertTrue(
              sink.misdeed == Misdeed.THROW
                  || sink.misdeed == Misdeed.CLOSE
                  || sink.misdeed == Misdeed.POLL
                  || sink.misdeed == Misdeed.CONTROL_THEN_THROW
                  || sink.misdeed == Misdeed.CONTROL_OF_ANOTHER,
              context);
      default -> throw new AssertionError(context);
    }
  }
}
