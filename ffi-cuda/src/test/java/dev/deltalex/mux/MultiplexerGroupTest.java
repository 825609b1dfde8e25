package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shards, a producer and hosts on separate threads. */
@Timeout(60)
class MultiplexerGroupTest {
  private static final RingLayout LAYOUT = RingLayout.of(16, 128, 8);
  private static final int STREAMS = 400;

  /** For tests without a heartbeat: the producer is not lost during the test. */
  private static final MuxOptions PATIENT = MuxOptions.DEFAULT.withLostNanos(60_000_000_000L);

  enum Idle {
    SPIN(IdleStrategy::spinning),
    YIELD(IdleStrategy::yielding),
    PARK(IdleStrategy::backoff);

    final Supplier<IdleStrategy> strategy;

    Idle(Supplier<IdleStrategy> strategy) {
      this.strategy = strategy;
    }
  }

  /** Runs a producer on a separate thread until it is closed. */
  private static final class Running implements AutoCloseable {
    private final Thread thread;
    private volatile boolean over;

    Running(ScriptedProducer producer) {
      thread =
          Thread.ofPlatform()
              .start(() -> {
                while (!over) {
                  if (producer.step() == 0) {
                    Thread.yield();
                  }
                }
              });
    }

    @Override
    public void close() {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Also checks the division of slots, and that a stream's events are delivered on its shard's
   * thread.
   */
  @ParameterizedTest
  @EnumSource(Idle.class)
  void streamsOfManyHostsThroughShards(Idle idle) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(3);
    AtomicLong bursts = new AtomicLong();
    try (Arena arena = Arena.ofShared()) {
      MemorySegment ring = RingBlock.allocate(arena, LAYOUT);
      ScriptedProducer producer = new ScriptedProducer(new RingWriter(ring), LAYOUT, 5);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        texts.add("text " + i + " " + "\u20ac.".repeat(random.nextInt(50)));
        producer.add(new Script(ByteTokens.tokens(texts.get(i), random), EndReason.EOS));
      }
      EventLog[] logs = new EventLog[STREAMS];
      Thread[] heardOn = new Thread[STREAMS];
      StreamHandle[] handles = new StreamHandle[STREAMS];
      AtomicInteger next = new AtomicInteger();
      DeliveryProbe probe =
          new DeliveryProbe() {
            @Override
            public void delivered(int slot, long publishNanos) {}

            @Override
            public void burst(int drafted, int tokens) {
              bursts.incrementAndGet();
            }
          };
      MultiplexerGroup group =
          MultiplexerGroup.start(
              ring, ByteTokens.VOCABULARY, MuxOptions.DEFAULT, 3, idle.strategy, shard -> probe);
      try (Running _ = new Running(producer)) {
        List<Thread> hosts = new ArrayList<>();
        for (int h = 0; h < 3; h++) {
          hosts.add(
              Thread.ofPlatform()
                  .start(() -> {
                    for (int i = next.getAndIncrement(); i < STREAMS; i = next.getAndIncrement()) {
                      EventLog log = new EventLog();
                      int at = i;
                      logs[i] = log;
                      handles[i] =
                          open(
                              group,
                              i,
                              new WatchedSink(log) {
                                @Override
                                void event() {
                                  Thread now = Thread.currentThread();
                                  if (heardOn[at] != null) {
                                    assertSame(heardOn[at], now);
                                  }
                                  heardOn[at] = now;
                                }
                              });
                    }
                  }));
        }
        for (Thread host : hosts) {
          host.join();
        }
        while (group.total(MuxCounter.ENDED) < STREAMS) {
          Thread.sleep(1);
        }
        assertNull(group.loss());
        assertEquals(group.total(MuxCounter.BURSTS), bursts.get());
        group.close();
      }
      for (int i = 0; i < STREAMS; i++) {
        assertEquals(StreamEnd.MODEL, handles[i].cause());
        assertEquals(texts.get(i), logs[i].content());
        assertTrue(heardOn[i].getName().startsWith("deltalex-mux-"), heardOn[i].getName());
        assertFalse(heardOn[i].isAlive());
      }
      assertEquals(3, group.shards().size());
      for (MultiplexerThread shard : group.shards()) {
        assertTrue(shard.multiplexer().counters().get(MuxCounter.STREAMS) > 0);
        assertTrue(shard.threadId() > 0);
      }
    }
  }

  private static StreamHandle open(MultiplexerGroup group, int script, WatchedSink sink) {
    return group.open(
        MuxRig.request(script),
        StreamSpec.of(Formats.byName("think_only")).build(),
        StopStrings.NONE,
        sink);
  }

  @Test
  void closeEndsStreamsThatAreUnderWay() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment ring = RingBlock.allocate(arena, LAYOUT);
      MultiplexerGroup group = MultiplexerGroup.start(ring, ByteTokens.VOCABULARY, PATIENT, 2);
      EventLog log = new EventLog();
      StreamHandle stream = open(group, 0, new WatchedSink(log));
      group.close();
      group.close();
      assertEquals(StreamEnd.CLOSED, stream.cause());
      assertEquals("FIN CANCELLED", log.print().strip());
      assertEquals(
          StreamRejectedException.Reason.CLOSED,
          assertThrows(StreamRejectedException.class, () -> open(group, 0, new WatchedSink(log)))
              .reason());
    }
  }

  @Test
  void aShardThatFailsEndsItsStreamsAndSaysSo() throws InterruptedException {
    try (LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      Arena arena = Arena.ofShared();
      MemorySegment ring = RingBlock.allocate(arena, LAYOUT);
      MultiplexerGroup group =
          MultiplexerGroup.start(
              ring, ByteTokens.VOCABULARY, PATIENT, 1, IdleStrategy::backoff, shard -> null);
      EventLog log = new EventLog();
      StreamHandle stream = open(group, 0, new WatchedSink(log));
      while (group.total(MuxCounter.LIVE) == 0) {
        Thread.sleep(1);
      }
      freeUnderThem(arena);
      while (!stream.isDone()) {
        Thread.sleep(1);
      }
      group.close();
      assertEquals(StreamEnd.PRODUCER_LOST, stream.cause());
      assertEquals("FIN ERROR", log.print().strip());
      assertTrue(String.valueOf(group.loss()).startsWith("the multiplexer failed: "));
      assertEquals(2, logged.lines().size());
    }
  }

  /** Closing an arena does not wait for readers: it throws while one accesses the memory. */
  private static void freeUnderThem(Arena arena) {
    while (arena.scope().isAlive()) {
      try {
        arena.close();
      } catch (IllegalStateException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void theNumberOfShardsMustFitTheSlots() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment ring = RingBlock.allocate(arena, LAYOUT);
      for (int shards : new int[] {0, 17}) {
        assertEquals(
            "shards is " + shards + "; for 16 slots it must be from 1 to 16",
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                        MultiplexerGroup.start(
                            ring, ByteTokens.VOCABULARY, MuxOptions.DEFAULT, shards))
                .getMessage());
      }
    }
  }
}
