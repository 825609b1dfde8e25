package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader of a ring may start before its producer, on a new ring and on an existing one. */
class AbsentProducerTest {
  private static final RingLayout LAYOUT = RingLayout.of(2, 64, 8);
  private static final int LOST_MILLIS = 100;

  private final MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), LAYOUT);
  private final RingWriter old = new RingWriter(ring);
  private long now = MuxRig.MILLI;

  private StreamMultiplexer start() {
    MuxOptions options = MuxOptions.DEFAULT.withLostNanos((long) LOST_MILLIS * MuxRig.MILLI);
    return new StreamMultiplexer(
        new RingReader(ring), ByteTokens.VOCABULARY, options, null, () -> now);
  }

  private void pass(StreamMultiplexer mux, int millis) {
    for (int i = 0; i < millis; i++) {
      now += MuxRig.MILLI;
      mux.poll();
    }
  }

  private static StreamHandle open(StreamMultiplexer mux, EventLog log) {
    return mux.open(
        MuxRig.request(0),
        StreamSpec.of(Formats.byName("think_only")).build(),
        StopStrings.NONE,
        log);
  }

  /** A producer attaches, serves, and closes the ring. */
  private void assertServes(StreamMultiplexer mux) {
    RingWriter writer = new RingWriter(ring);
    ScriptedProducer producer = new ScriptedProducer(writer, LAYOUT, 1);
    producer.add(new Script(new int[] {'o', 'k'}, EndReason.EOS));
    EventLog log = new EventLog();
    StreamHandle stream = open(mux, log);
    for (int i = 0; i < 1_000 && !stream.isDone(); i++) {
      producer.step();
      pass(mux, 1);
    }
    assertEquals("ok", log.content());
    assertNull(mux.loss());
    writer.state(RingLayout.PRODUCER_CLOSED, 0);
    pass(mux, 1);
    assertEquals("the producer closed the ring", mux.loss());
  }

  @ParameterizedTest
  @CsvSource({
    RingLayout.PRODUCER_ABSENT + ", 0",
    RingLayout.PRODUCER_RUNNING + ", 0",
    RingLayout.PRODUCER_CLOSED + ", 0",
    RingLayout.PRODUCER_FAILED + ", 700"
  })
  void anIdleReaderWaitsForOne(int state, int error) {
    old.beat(7);
    old.state(state, error);
    StreamMultiplexer mux = start();
    pass(mux, 10 * LOST_MILLIS);
    assertNull(mux.loss());
    assertServes(mux);
  }

  /** The reader may see the stores of an attaching producer one by one. */
  @Test
  void whatAnOldProducerStatedIsNotTakenForTheNewOnes() {
    old.state(RingLayout.PRODUCER_FAILED, 700);
    StreamMultiplexer mux = start();
    old.beat(1);
    pass(mux, 1);
    assertNull(mux.loss());
    ring.set(ValueLayout.JAVA_INT, RingLayout.PRODUCER_ERROR_OFFSET, 0);
    pass(mux, 1);
    assertNull(mux.loss());
    old.state(RingLayout.PRODUCER_RUNNING, 0);
    pass(mux, 1);
    assertNull(mux.loss());
    assertServes(mux);
  }

  @ParameterizedTest
  @CsvSource({
    RingLayout.PRODUCER_ABSENT + ", 0, 'no producer has attached to the ring'",
    RingLayout.PRODUCER_CLOSED
        + ", 0, 'no producer has attached to the ring after one that closed it'",
    RingLayout.PRODUCER_FAILED
        + ", 700, 'no producer has attached to the ring after one that failed with error 700'"
  })
  void aStreamDoesNotWaitForEver(int state, int error, String loss) {
    old.state(state, error);
    StreamMultiplexer mux = start();
    pass(mux, 10 * LOST_MILLIS);
    EventLog log = new EventLog();
    StreamHandle stream = open(mux, log);
    try (LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      pass(mux, LOST_MILLIS);
      assertNull(stream.cause());
      pass(mux, 10);
      assertEquals("FIN ERROR", log.print().strip());
      assertEquals(StreamEnd.PRODUCER_LOST, stream.cause());
      assertEquals(loss, stream.detail());
      assertEquals("1 streams end: " + loss, logged.only());
    }
  }
}
