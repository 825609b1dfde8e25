package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Compares the ring with a queue, and reads rings with random content. */
class RingPropertyTest {
  private static final int SLOTS = 3;

  private static MemorySegment block(int capacityWords, int maxBurst) {
    RingLayout layout = RingLayout.of(SLOTS, capacityWords, maxBurst);
    MemorySegment block = MemorySegment.ofArray(new long[(int) layout.totalBytes() / 8]);
    RingBlock.initialize(block, layout);
    return block;
  }

  /** A valid capacity for the burst: the smallest, or one of the next. */
  private static int capacity(int maxBurst, int larger) {
    int least = 4 * (maxBurst + 4);
    return Integer.highestOneBit(2 * least - 1) << larger;
  }

  /**
   * For any order of puts, polls, ends and admissions, the reader receives what the writer wrote.
   */
  @Property
  void whatGoesInComesOut(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int maxBurst,
      @ForAll @IntRange(max = 2) int larger,
      @ForAll @IntRange(min = 1, max = 2_000) int actions) {
    MemorySegment block = block(capacity(maxBurst, larger), maxBurst);
    SplittableRandom random = new SplittableRandom(seed);
    RingReader reader = new RingReader(block);
    RingWriter writer = new RingWriter(block);
    RecordingHandler handler = new RecordingHandler();
    List<Queue<String>> expected = new ArrayList<>();
    int[] live = new int[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
      expected.add(new ArrayDeque<>());
    }
    int[] tokens = new int[maxBurst + 5];
    for (int i = 0; i < actions; i++) {
      int slot = random.nextInt(SLOTS);
      Queue<String> queue = expected.get(slot);
      switch (random.nextInt(16)) {
        case 0 -> {
          if (live[slot] > 0) {
            EndReason reason = EndReason.values()[random.nextInt(4)];
            assertTrue(writer.end(slot, live[slot], reason), "room for an END");
            queue.add(slot + "/" + live[slot] + " " + reason);
            live[slot] = -live[slot];
          }
        }
        case 1, 2 -> {
          if (live[slot] <= 0 && queue.isEmpty()) {
            live[slot] = reader.nextEpoch(slot);
            reader.admit(slot, live[slot], tokens, 0, 0, 1, 0);
          }
        }
        case 3, 4, 5 -> {
          int most = random.nextInt(5);
          int polled = reader.poll(slot, most, handler);
          assertEquals(Math.min(most, queue.size()), polled);
          for (String line : handler.take()) {
            assertEquals(queue.poll(), line);
          }
        }
        default -> {
          if (live[slot] > 0) {
            int from = random.nextInt(5);
            int count = 1 + random.nextInt(maxBurst);
            for (int t = 0; t < tokens.length; t++) {
              tokens[t] = random.nextInt();
            }
            int drafted = random.nextInt(256);
            if (writer.tryPut(slot, live[slot], drafted, tokens, from, count)) {
              int[] put = Arrays.copyOfRange(tokens, from, from + count);
              queue.add(slot + "/" + live[slot] + " +" + drafted + " " + Arrays.toString(put));
            } else {
              assertTrue(words(queue) + maxBurst + 4 > writer.layout().capacityWords());
            }
          }
        }
      }
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      reader.poll(slot, Integer.MAX_VALUE, handler);
      assertEquals(List.copyOf(expected.get(slot)), handler.take());
      assertEquals(live[slot] <= 0, reader.isFree(slot));
      assertEquals(live[slot] <= 0, new RingReader(block).isFree(slot));
    }
    assertEquals(0, reader.strays());
  }

  private static int words(Queue<String> records) {
    int words = 0;
    for (String record : records) {
      int open = record.indexOf('[');
      words += open < 0 ? 2 : 2 + record.substring(open).split(",").length;
    }
    return words;
  }

  /** No content of a ring makes poll throw, hang or read outside of the ring. */
  @Property
  void anyWordsAreReadWithinBounds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int maxBurst) {
    MemorySegment block = block(capacity(maxBurst, 0), maxBurst);
    SplittableRandom random = new SplittableRandom(seed);
    RingReader reader = new RingReader(block);
    RingLayout layout = reader.layout();
    BoundsHandler handler = new BoundsHandler(maxBurst);
    for (int i = 0; i < 300; i++) {
      int slot = random.nextInt(SLOTS);
      long at = layout.slotOffset(slot);
      switch (random.nextInt(8)) {
        case 0 -> reader.admit(slot, reader.nextEpoch(slot), new int[0], 0, 0, 1, 0);
        case 1 -> {
          long wr = block.get(RingLayout.LONG, at + RingLayout.WR_OFFSET);
          long step = random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(maxBurst + 4);
          block.set(RingLayout.LONG, at + RingLayout.WR_OFFSET, wr + step);
        }
        case 2 -> block.set(RingLayout.LONG, at + RingLayout.RD_OFFSET, random.nextLong());
        case 3 -> reader.poll(slot, random.nextInt(-2, 10), handler);
        default -> {
          long word = layout.ringOffset(slot) + 4L * random.nextInt(layout.capacityWords());
          block.set(RingLayout.INT, word, word(random, reader.epoch(slot), maxBurst));
        }
      }
    }
  }

  /** Words that are often nearly valid. */
  private static int word(SplittableRandom random, int epoch, int maxBurst) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt();
      case 1 -> RingLayout.KIND_BURST << 24 | random.nextInt(maxBurst + 2);
      case 2 -> RingLayout.KIND_END << 24 | random.nextInt(6);
      default -> epoch;
    };
  }

  private record BoundsHandler(int maxBurst) implements BurstHandler {
    @Override
    public void onBurst(int slot, int epoch, int drafted, int[] tokens, int count) {
      assertTrue(epoch > 0 && count >= 1 && count <= maxBurst);
      assertTrue(drafted >= 0 && drafted <= 255);
    }

    @Override
    public void onEnd(int slot, int epoch, EndReason reason) {
      assertTrue(epoch > 0);
    }

    @Override
    public void onCorrupt(int slot, String detail) {
      assertTrue(detail.contains("needs"), detail);
    }
  }
}
