package dev.deltalex.loop.ngram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the step in Java with {@code step.h}, with one lane and with 32: the words in the ring
 * are equal after every step, including ends, cancellations, stalls and new admissions.
 */
final class StepTwinTest {
  private static final int SLOTS = 48;
  private static final RingLayout LAYOUT = RingLayout.of(SLOTS, 128, 16);
  private static final int FORMATS = 3;

  /** A ring with its reader and the records read from it. */
  private static final class Side implements BurstHandler {
    private final MemorySegment block;
    private final RingReader reader;
    private final long[] hashes = new long[SLOTS];
    private final boolean[] free = new boolean[SLOTS];
    private final Map<EndReason, Integer> ends = new EnumMap<>(EndReason.class);
    private long tokens;

    Side(Arena arena, long start) {
      this.block = RingBlock.allocate(arena, LAYOUT);
      for (int slot = 0; slot < SLOTS; slot++) {
        long at = LAYOUT.slotOffset(slot);
        block.set(ValueLayout.JAVA_LONG, at + RingLayout.WR_OFFSET, start);
        block.set(ValueLayout.JAVA_LONG, at + RingLayout.RD_OFFSET, start);
      }
      block.set(ValueLayout.JAVA_LONG, RingLayout.STEP_OFFSET, start);
      this.reader = new RingReader(block);
      java.util.Arrays.fill(free, true);
    }

    @Override
    public void onBurst(int slot, int epoch, int drafted, int[] burst, int count) {
      for (int i = 0; i < count; i++) {
        hashes[slot] = Mixing.mix(hashes[slot] + burst[i] + Mixing.ODD);
      }
      hashes[slot] += drafted;
      tokens += count;
    }

    @Override
    public void onEnd(int slot, int epoch, EndReason reason) {
      ends.merge(reason, 1, Integer::sum);
      hashes[slot] = Mixing.mix(hashes[slot] ^ reason.code());
      free[slot] = true;
    }

    @Override
    public void onCorrupt(int slot, String detail) {
      throw new AssertionError(slot + ": " + detail);
    }

    /** The words that the producer wrote for a slot, except its clock. */
    String words(int slot) {
      long at = LAYOUT.slotOffset(slot);
      return "wr %d echo %d state %d drafted %d accepted %d stalls %d"
          .formatted(
              block.get(ValueLayout.JAVA_LONG, at + RingLayout.WR_OFFSET),
              block.get(ValueLayout.JAVA_INT, at + RingLayout.EPOCH_ECHO_OFFSET),
              block.get(ValueLayout.JAVA_INT, at + RingLayout.SLOT_STATE_OFFSET),
              reader.drafted(slot),
              reader.accepted(slot),
              reader.stalls(slot));
    }
  }

  @Test
  void aMillionTokensAreTheSame() {
    compare(1_000_000, 1, 3);
  }

  @Test
  void theLanesOfAWarpFindTheSameTokens() {
    compare(400_000, 32, 4);
  }

  /** The 64-bit cursors exceed 31 and 32 bits, and the steps are still equal. */
  @Test
  void cursorsPassThirtyTwoBits() {
    for (long start : new long[] {(1L << 31) - 5, (1L << 32) - 5, (1L << 63) - 5}) {
      compare(30_000, 1, 3, start);
    }
  }

  @Test
  @Tag("long")
  void tenMillionTokensAreTheSame() {
    compare(10_000_000, 1, 3);
  }

  @Test
  @Tag("long")
  void tenMillionTokensAreTheSameWithTheLanesOfAWarp() {
    compare(10_000_000, 32, 2);
  }

  private static void compare(long tokens, int lanes, int draftOrder) {
    compare(tokens, lanes, draftOrder, 0);
  }

  private static void compare(long tokens, int lanes, int draftOrder, long start) {
    NativeStep twin = NativeStep.compile();
    NgramModel model = NgramModel.shared();
    SeededRandom random = new SeededRandom(tokens + lanes);
    try (Arena arena = Arena.ofConfined()) {
      Side java = new Side(arena, start);
      Side cpp = new Side(arena, start);
      MemorySegment loop = NativeStep.loop(arena, cpp.block, LAYOUT, model.image(), draftOrder);
      NativeStep.startAt(loop, LAYOUT, start);
      HostStep host = new HostStep(model, new RingWriter(java.block), draftOrder, 0, SLOTS);
      while (java.tokens < tokens) {
        steer(model, random, java, cpp);
        for (int slot = 0; slot < SLOTS; slot++) {
          host.step(slot, null);
        }
        twin.step(loop, lanes);
        for (int slot = 0; slot < SLOTS; slot++) {
          assertEquals(java.words(slot), cpp.words(slot), () -> "after " + java.tokens);
          // Slot 0 has a slow reader.
          if (slot > 0 || random.oneIn(20)) {
            java.reader.poll(slot, 4, java);
            cpp.reader.poll(slot, 4, cpp);
          }
        }
      }
      assertArrayEquals(java.hashes, cpp.hashes);
      assertEquals(java.tokens, cpp.tokens);
      assertEquals(java.ends, cpp.ends);
      assertTrue(java.ends.keySet().size() == 3, () -> "EOS, LENGTH, CANCELLED: " + java.ends);
      assertTrue(java.reader.stalls(0) > 0, "slot 0 never stalled");
    }
  }

  private static void steer(NgramModel model, SeededRandom random, Side... sides) {
    for (int slot = 0; slot < SLOTS; slot++) {
      int epoch = sides[0].reader.epoch(slot);
      if (sides[0].free[slot]) {
        String format = Style.values()[random.below(FORMATS)].format();
        int[] prompt = model.prompt(format, random.oneIn(3) ? "Let me check the file\n" : "");
        long seed = Mixing.mix(random.below(1 << 30));
        int limit = random.oneIn(4) ? random.between(1, 12) : 100_000;
        int k = random.below(16);
        for (Side side : sides) {
          side.reader.admit(slot, epoch + 1, prompt, prompt.length, seed, limit, k);
          side.free[slot] = false;
        }
      } else if (random.oneIn(150)) {
        for (Side side : sides) {
          side.reader.cancel(slot, epoch);
        }
      }
    }
  }
}
