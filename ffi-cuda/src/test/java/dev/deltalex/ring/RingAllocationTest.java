package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes, polls, admissions, cancellations and watches allocate nothing. */
@Tag("allocation")
class RingAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 200;
  private static final int QUIET = 5;
  private static final int STREAMS = 2_000;

  @Test
  void aStreamAllocatesNothing() {
    assertTrue(THREADS.isThreadAllocatedMemoryEnabled());
    try (Arena arena = Arena.ofShared()) {
      MemorySegment block = RingBlock.allocate(arena, RingLayout.of(4, 64, 8));
      Streams streams = new Streams(block);
      // JIT compilations sometimes allocate a few bytes on the thread; code that allocates never
      // has several rounds in a row without allocation.
      int quiet = 0;
      for (int i = 0; i < ROUNDS && quiet < QUIET; i++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        streams.run();
        quiet = THREADS.getCurrentThreadAllocatedBytes() == before ? quiet + 1 : 0;
      }
      assertEquals(QUIET, quiet, "quiet rounds in a row");
      assertEquals(0, streams.corrupt);
      assertTrue(streams.tokens > 0 && streams.ends > 0);
    }
  }

  private static final class Streams implements BurstHandler {
    final RingReader reader;
    final RingWriter writer;
    final ProducerWatch producer;
    final ConsumerWatch consumer;
    final int[] ids = new int[8];
    long tokens;
    long ends;
    long corrupt;

    Streams(MemorySegment block) {
      reader = new RingReader(block);
      writer = new RingWriter(block);
      producer = new ProducerWatch(reader, 1_000, 0);
      consumer = new ConsumerWatch(writer, 1_000, 0);
    }

    void run() {
      for (int i = 0; i < STREAMS; i++) {
        int slot = i & 3;
        int epoch = reader.nextEpoch(slot);
        reader.admit(slot, epoch, ids, 8, i, 100, 7);
        writer.begin(slot, writer.admittedEpoch(slot));
        while (writer.tryPut(slot, epoch, 7, ids, 0, 1 + (i & 7))) {}
        reader.poll(slot, 2, this);
        reader.cancel(slot, epoch);
        if (writer.cancelRequested(slot, epoch)) {
          writer.end(slot, epoch, EndReason.CANCELLED);
        }
        writer.publishStep();
        writer.beat(i);
        reader.beat(i);
        producer.check(reader.step());
        consumer.isLost(i);
        reader.poll(slot, Integer.MAX_VALUE, this);
      }
    }

    @Override
    public void onBurst(int slot, int epoch, int drafted, int[] burst, int count) {
      tokens += count;
    }

    @Override
    public void onEnd(int slot, int epoch, EndReason reason) {
      ends++;
    }

    @Override
    public void onCorrupt(int slot, String detail) {
      corrupt++;
    }
  }
}
