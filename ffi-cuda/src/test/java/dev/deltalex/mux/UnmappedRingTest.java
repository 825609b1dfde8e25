package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The ring is unmapped while the multiplexer uses it: every stream ends, whichever access fails.
 */
class UnmappedRingTest {
  private static final RingLayout LAYOUT = RingLayout.of(3, 64, 8);

  private final Arena arena = Arena.ofConfined();
  private final StreamMultiplexer mux =
      new StreamMultiplexer(
          new RingReader(RingBlock.allocate(arena, LAYOUT)),
          ByteTokens.VOCABULARY,
          MuxOptions.DEFAULT);
  private final List<EventLog> logs = new ArrayList<>();
  private final List<StreamHandle> streams = new ArrayList<>();

  private void open(int count) {
    for (int i = 0; i < count; i++) {
      EventLog log = new EventLog();
      logs.add(log);
      streams.add(
          mux.open(
              MuxRig.request(0),
              StreamSpec.of(Formats.byName("think_only")).build(),
              StopStrings.NONE,
              log));
    }
  }

  /** Polls like {@link MultiplexerThread}. */
  private void pollUntilItFails() {
    try (LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      assertThrows(IllegalStateException.class, mux::poll);
      mux.abandon("the memory is gone");
      assertEquals(1, logged.lines().size(), logged.lines().toString());
    }
  }

  private void assertEverythingEnded(StreamEnd cause, String heard) {
    for (int i = 0; i < logs.size(); i++) {
      boolean cancelled = i == 0 && streams.get(0).cause() == StreamEnd.CANCELLED;
      assertEquals(cancelled ? StreamEnd.CANCELLED : cause, streams.get(i).cause(), "stream " + i);
      assertEquals(cancelled ? "FIN CANCELLED" : heard, logs.get(i).print().strip(), "stream " + i);
    }
    assertEquals(logs.size(), mux.counters().get(MuxCounter.ENDED));
    assertEquals(0, mux.counters().get(MuxCounter.LIVE));
    assertEquals(0, mux.counters().get(MuxCounter.WAITING));
    assertEquals(0, mux.load());
    assertEquals(0, mux.poll());
  }

  @Test
  void withACancelPendingBeforeAnOpen() {
    open(3);
    mux.poll();
    streams.get(0).cancel();
    open(2);
    arena.close();
    pollUntilItFails();
    assertEquals(StreamEnd.CANCELLED, streams.get(0).cause());
    assertEverythingEnded(StreamEnd.PRODUCER_LOST, "FIN ERROR");
    assertTrue(String.valueOf(mux.loss()).contains("gone"));
  }

  @Test
  void withOpensPending() {
    open(1);
    mux.poll();
    open(4);
    arena.close();
    pollUntilItFails();
    assertEverythingEnded(StreamEnd.PRODUCER_LOST, "FIN ERROR");
  }

  @Test
  void withNothingPending() {
    open(5);
    mux.poll();
    arena.close();
    pollUntilItFails();
    assertEverythingEnded(StreamEnd.PRODUCER_LOST, "FIN ERROR");
  }

  @Test
  void whenItIsClosed() {
    open(5);
    mux.poll();
    open(1);
    arena.close();
    mux.close();
    assertEverythingEnded(StreamEnd.CLOSED, "FIN CANCELLED");
  }
}
