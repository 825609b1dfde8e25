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
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Speculation changes the bursts and never the tokens. */
final class SpeculationTest {
  private static final int[] DRAFT_TOKENS = {0, 1, 2, 3, 5, 8, 15};
  private static final int SEEDS = 36;
  private static final int LIMIT = 300;

  private static final class Collected implements BurstHandler {
    private final Ints tokens = new Ints(LIMIT);
    private int bursts;
    private boolean ended;

    @Override
    public void onBurst(int slot, int epoch, int drafted, int[] burst, int count) {
      bursts++;
      for (int i = 0; i < count; i++) {
        tokens.add(burst[i]);
      }
    }

    @Override
    public void onEnd(int slot, int epoch, EndReason reason) {
      ended = true;
      assertEquals(tokens.size() == LIMIT ? EndReason.LENGTH : EndReason.EOS, reason);
    }

    @Override
    public void onCorrupt(int slot, String detail) {
      throw new AssertionError(detail);
    }
  }

  @Test
  void speculativeTokensAreThePlainOnes() {
    NgramModel model = NgramModel.shared();
    int runs = 0;
    StringBuilder table = new StringBuilder();
    double slowest = Double.MAX_VALUE;
    double fastest = 0;
    for (int order = 1; order <= 5; order++) {
      for (int k : DRAFT_TOKENS) {
        long tokens = 0;
        long bursts = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
          Style style = Style.values()[seed % Style.values().length];
          int[] prompt = model.prompt(style.format(), seed % 2 == 0 ? "" : "<think>\n");
          Collected run = run(model, prompt, seed, order, k);
          assertArrayEquals(Plain.continuation(model, prompt, seed, LIMIT), run.tokens.toArray());
          tokens += run.tokens.size();
          bursts += run.bursts;
          runs++;
        }
        double rate = (double) tokens / bursts;
        slowest = Math.min(slowest, rate);
        fastest = Math.max(fastest, rate);
        table.append(String.format(Locale.ROOT, "d=%d k=%d: %.2f%n", order, k, rate));
      }
    }
    int all = runs;
    assertTrue(all >= 1_000, () -> all + " runs");
    // The order and the number of draft tokens determine the length of bursts.
    assertEquals(1.0, slowest, 0.001, table::toString);
    assertTrue(fastest > 5, table::toString);
  }

  private static Collected run(NgramModel model, int[] prompt, long seed, int order, int k) {
    RingLayout layout = RingLayout.of(1, 128, 16);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = RingBlock.allocate(arena, layout);
      RingReader reader = new RingReader(block);
      HostStep step = new HostStep(model, new RingWriter(block), order, 0, 1);
      Collected collected = new Collected();
      reader.admit(0, 1, prompt, prompt.length, seed, LIMIT, k);
      while (!collected.ended) {
        assertEquals(HostStep.WORKED, step.step(0, null));
        reader.poll(0, 10, collected);
      }
      assertEquals(HostStep.IDLE, step.step(0, null));
      return collected;
    }
  }
}
