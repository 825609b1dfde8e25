package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.mux.ScriptedProducer.Script;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unusual ends of groups: closed by a sink, or before the shards have started. */
@Timeout(60)
class GroupEndTest {
  private static final RingLayout LAYOUT = RingLayout.of(4, 64, 8);

  /** Closes the group at its first event, at the same time as the other sinks. */
  private static final class ClosingSink extends WatchedSink {
    private final CyclicBarrier together;
    private final CountDownLatch closed;
    volatile MultiplexerGroup group;
    private boolean tried;

    ClosingSink(CyclicBarrier together, CountDownLatch closed) {
      super(new EventLog());
      this.together = together;
      this.closed = closed;
    }

    @Override
    void event() {
      if (!tried) {
        tried = true;
        try {
          together.await();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
        group.close();
        closed.countDown();
      }
    }
  }

  @Test
  void sinksOfTwoShardsMayCloseTheGroupAtOnce() throws InterruptedException {
    MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), LAYOUT);
    ScriptedProducer producer = new ScriptedProducer(new RingWriter(ring), LAYOUT, 1);
    // Longer than a ring, so that the stream is still running when the sink closes the group.
    producer.add(new Script("x".repeat(1_000).chars().toArray(), EndReason.EOS));
    MultiplexerGroup group =
        MultiplexerGroup.start(ring, ByteTokens.VOCABULARY, MuxOptions.DEFAULT, 2);
    CyclicBarrier together = new CyclicBarrier(2);
    CountDownLatch closed = new CountDownLatch(2);
    List<StreamHandle> streams = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ClosingSink sink = new ClosingSink(together, closed);
      sink.group = group;
      streams.add(
          group.open(
              MuxRig.request(0),
              StreamSpec.of(Formats.byName("think_only")).build(),
              StopStrings.NONE,
              sink));
    }
    for (int i = 0; i < 30_000 && closed.getCount() > 0; i++) {
      producer.step();
      assertTrue(closed.await(1, TimeUnit.MILLISECONDS) || i < 29_999, "they wait for each other");
    }
    group.close();
    for (StreamHandle stream : streams) {
      assertEquals(StreamEnd.CLOSED, stream.cause());
    }
  }

  @Test
  void aStartThatFailsLeavesNoShardRunning() {
    MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), LAYOUT);
    IllegalStateException thrown = new IllegalStateException("no third one");
    AtomicInteger asked = new AtomicInteger();
    assertSame(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                MultiplexerGroup.start(
                    ring,
                    ByteTokens.VOCABULARY,
                    MuxOptions.DEFAULT,
                    4,
                    () -> {
                      if (asked.incrementAndGet() == 3) {
                        throw thrown;
                      }
                      return IdleStrategy.backoff();
                    },
                    shard -> null)));
    List<String> running = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("deltalex-mux-")) {
        running.add(thread.getName());
      }
    }
    assertEquals(List.of(), running);
  }
}
