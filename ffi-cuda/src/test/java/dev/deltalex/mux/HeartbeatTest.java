package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.mux.ScriptedProducer.Script;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.ConsumerWatch;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.testkit.EventLog;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shard that polls writes the consumer's heartbeat, and no other shard is needed for it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeartbeatTest {
  private static final RingLayout LAYOUT = RingLayout.of(4, 64, 8);

  /** On the clock of a test. */
  private static final long SILENCE = 100L * MuxRig.MILLI;

  /** On the machine's clock: longer than a busy machine keeps a thread from running. */
  private static final long REAL_SILENCE = 400L * MuxRig.MILLI;

  private static StreamMultiplexer shard(MuxRig rig, int from, int to) {
    return new StreamMultiplexer(
        new RingReader(rig.ring, from, to),
        ByteTokens.VOCABULARY,
        MuxOptions.DEFAULT,
        null,
        () -> rig.now);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void theConsumerIsAliveWhileOneOfItsShardsPolls(int polling) {
    try (MuxRig rig = new MuxRig(4)) {
      StreamMultiplexer[] shards = {shard(rig, 0, 2), shard(rig, 2, 4)};
      ConsumerWatch watch = new ConsumerWatch(rig.writer, SILENCE, rig.now);
      // Both poll; then the sink of one blocks, so that it polls no more.
      for (int milli = 0; milli < 1_000; milli++) {
        rig.now += MuxRig.MILLI;
        shards[polling].poll();
        if (milli < 10) {
          shards[1 - polling].poll();
        }
        assertFalse(watch.isLost(rig.now), "after " + milli + " ms");
      }
      for (int milli = 0; milli <= 100; milli++) {
        rig.now += MuxRig.MILLI;
        watch.isLost(rig.now);
      }
      assertTrue(watch.isLost(rig.now), "lost when none polls");
      shards[1 - polling].poll();
      assertFalse(watch.isLost(rig.now));
    }
  }

  @Test
  void aShardThatIsOverDoesNotBeat() {
    try (MuxRig rig = new MuxRig(4);
        LogCapture logged = new LogCapture("dev.deltalex.mux")) {
      StreamMultiplexer first = shard(rig, 0, 2);
      StreamMultiplexer second = shard(rig, 2, 4);
      rig.now += MuxRig.MILLI;
      long early = rig.now;
      first.poll();
      assertEquals(early, rig.writer.consumerBeat());
      first.abandon("it failed");
      rig.now += MuxRig.MILLI;
      first.poll();
      assertEquals(early, rig.writer.consumerBeat());
      second.poll();
      long last = rig.now;
      assertEquals(last, rig.writer.consumerBeat());
      second.close();
      rig.now += MuxRig.MILLI;
      second.poll();
      assertEquals(last, rig.writer.consumerBeat());
      assertEquals(List.of(), logged.lines());
    }
  }

  /** The producer of a loop: it ends every stream when its consumer is lost. */
  private static void step(ScriptedProducer producer, RingWriter writer, ConsumerWatch watch) {
    if (watch.isLost(System.nanoTime())) {
      writer.endRunning(EndReason.CANCELLED);
    }
    producer.step();
  }

  /** Streams in all slots of two shards; the sink of one slot blocks for several timeouts. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aSinkThatBlocksCancelsNoStreamOfAnotherShard(int blocked) throws InterruptedException {
    MemorySegment ring = RingBlock.allocate(Arena.ofAuto(), LAYOUT);
    RingWriter writer = new RingWriter(ring);
    ScriptedProducer producer = new ScriptedProducer(writer, LAYOUT, 1);
    int quick = producer.add(new Script("quick ".repeat(20).chars().toArray(), EndReason.EOS));
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocking = new CountDownLatch(1);
    try (MultiplexerGroup group =
        MultiplexerGroup.start(ring, ByteTokens.VOCABULARY, MuxOptions.DEFAULT, 2)) {
      ConsumerWatch watch = new ConsumerWatch(writer, REAL_SILENCE, System.nanoTime());
      List<EventLog> logs = new ArrayList<>();
      List<StreamHandle> streams = new ArrayList<>();
      for (int i = 0; i < LAYOUT.slots(); i++) {
        EventLog log = new EventLog();
        logs.add(log);
        boolean blocks = i == blocked;
        streams.add(
            open(
                group,
                quick,
                new WatchedSink(log) {
                  @Override
                  void event() {
                    if (blocks) {
                      blocking.countDown();
                      awaitQuietly(release);
                    }
                  }
                }));
      }
      while (blocking.getCount() > 0) {
        step(producer, writer, watch);
      }
      long until = System.nanoTime() + 3 * REAL_SILENCE;
      int served = 0;
      while (System.nanoTime() < until || served == 0) {
        step(producer, writer, watch);
        EventLog log = new EventLog();
        StreamHandle later = open(group, quick, new WatchedSink(log));
        for (int i = 0; i < 2_000 && !later.isDone(); i++) {
          step(producer, writer, watch);
          Thread.yield();
        }
        if (later.isDone()) {
          assertEquals(StreamEnd.MODEL, later.cause());
          served++;
        } else {
          later.cancel(); // it was given to the shard that is held
        }
      }
      release.countDown();
      while (streams.stream().anyMatch(stream -> !stream.isDone())) {
        step(producer, writer, watch);
        Thread.yield();
      }
      for (int i = 0; i < streams.size(); i++) {
        assertEquals(StreamEnd.MODEL, streams.get(i).cause(), "stream " + i);
        assertEquals("quick ".repeat(20), logs.get(i).content());
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

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
