package dev.deltalex.bench;

import dev.deltalex.loop.ngram.HostStep;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * How many tokens the bursts of speculative decoding have, the same in every run. Two models:
 *
 * <pre>
 * geometric:0.8:5    5 tokens are drafted, and each is accepted with a chance of 0.8 if the one
 *                    before it was
 * ngram:3:5          the draft and verify loop of the reference model writes calls: 5 tokens are
 *                    drafted by its tables of order 3
 * </pre>
 */
final class BurstLengths {
  /** Streams of the loop that is measured. */
  private static final int SLOTS = 64;

  /** Tokens of a stream, at most. */
  private static final int LONGEST = 4096;

  private BurstLengths() {}

  /**
   * The lengths of {@code count} bursts, each 1 or more.
   *
   * @param model {@code geometric:<chance>:<drafted>} or {@code ngram:<draft order>:<drafted>}
   */
  static int[] of(String model, int count, long seed) {
    String[] parts = model.split(":", -1);
    Calls.require(parts.length == 3, "no model of bursts is called " + model);
    int drafted = Integer.parseInt(parts[2]);
    int[] lengths =
        switch (parts[0]) {
          case "geometric" -> geometric(Double.parseDouble(parts[1]), drafted, count, seed);
          case "ngram" -> new Loop(drafted, count, seed).run(Integer.parseInt(parts[1]));
          default -> throw new IllegalArgumentException("no model of bursts is called " + model);
        };
    System.out.println("# Bursts of " + model + ": " + describe(lengths, drafted + 1));
    return lengths;
  }

  private static int[] geometric(double chance, int drafted, int count, long seed) {
    Random random = new Random(seed);
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      int tokens = 1;
      while (tokens <= drafted && random.nextDouble() < chance) {
        tokens++;
      }
      lengths[i] = tokens;
    }
    return lengths;
  }

  private static String describe(int[] lengths, int longest) {
    int[] bursts = new int[longest + 1];
    for (int length : lengths) {
      bursts[length]++;
    }
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "%.2f tokens;", Arrays.stream(lengths).average().orElse(0)));
    for (int length = 1; length <= longest; length++) {
      double share = 100.0 * bursts[length] / lengths.length;
      text.append(String.format(Locale.ROOT, " %d: %.0f %%", length, share));
    }
    return text.toString();
  }

  /** The loop, step by step on this thread; streams that end are replaced by others. */
  private static final class Loop implements BurstHandler {
    private final NgramModel model = NgramModel.shared();
    private final int[] prompt = model.prompt(Calls.FORMAT.name(), "");
    private final int drafted;
    private final int[] lengths;
    private final RingReader reader;
    private final RingWriter writer;
    private long seed;
    private int found;

    Loop(int drafted, int count, long seed) {
      this.drafted = drafted;
      this.seed = seed;
      lengths = new int[count];
      int words = Math.max(64, Integer.highestOneBit(8 * (drafted + 5)));
      MemorySegment block =
          RingBlock.allocate(Arena.ofAuto(), RingLayout.of(SLOTS, words, drafted + 1));
      reader = new RingReader(block);
      writer = new RingWriter(block);
    }

    int[] run(int draftOrder) {
      HostStep step = new HostStep(model, writer, draftOrder, 0, SLOTS);
      for (int slot = 0; slot < SLOTS; slot++) {
        admit(slot);
      }
      while (found < lengths.length) {
        for (int slot = 0; slot < SLOTS; slot++) {
          step.step(slot, null);
          reader.poll(slot, Integer.MAX_VALUE, this);
        }
      }
      return lengths;
    }

    private void admit(int slot) {
      int epoch = reader.nextEpoch(slot);
      reader.admit(slot, epoch, prompt, prompt.length, seed++, LONGEST, drafted);
    }

    @Override
    public void onBurst(int slot, int epoch, int proposed, int[] tokens, int count) {
      if (found < lengths.length) {
        lengths[found++] = count;
      }
    }

    @Override
    public void onEnd(int slot, int epoch, EndReason reason) {
      admit(slot);
    }

    @Override
    public void onCorrupt(int slot, String detail) {
      throw new IllegalStateException(detail);
    }
  }
}
