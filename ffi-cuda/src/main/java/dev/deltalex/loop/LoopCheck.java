package dev.deltalex.loop;

import dev.deltalex.loop.ngram.HostStep;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.BurstHandler;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few short streams through a loop and compares every token with the step in Java, since a
 * device that a probe finds may still compute something else.
 */
final class LoopCheck implements BurstHandler {
  static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.CUDA).withRing(8, 128, 16);

  private static final String[] FORMATS = {"qwen3_coder", "hermes"};
  private static final int TOKENS = 24;
  private static final int DRAFT_TOKENS = 5;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final int[][] tokens;
  private final int[] counts;
  private int live;

  private LoopCheck(int slots) {
    this.tokens = new int[slots][TOKENS];
    this.counts = new int[slots];
  }

  /**
   * Compares.
   *
   * @param loop fresh, with the options of this check
   * @param limit for all streams
   * @return what was compared, in one line
   * @throws IllegalStateException with the reason if a token differs, the loop is lost, or the
   *     streams are not done in time
   */
  static String run(GenerationLoop loop, NgramModel model, Duration limit) {
    LoopCheck device = new LoopCheck(OPTIONS.slots());
    RingReader reader = new RingReader(loop.ring());
    long start = System.nanoTime();
    device.admit(reader, model);
    while (device.live > 0) {
      if (loop.health() instanceof LoopHealth.Lost lost) {
        throw new IllegalStateException(lost.reason());
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new IllegalStateException(
            "%d of %d streams are not done after %d ms"
                .formatted(device.live, device.counts.length, limit.toMillis()));
      }
      if (!device.poll(reader)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    long micros = (System.nanoTime() - start) / 1_000;
    int compared = device.compare(onHost(model));
    return "%d tokens of %d streams equal the host's, in %d us"
        .formatted(compared, device.counts.length, micros);
  }

  private static LoopCheck onHost(NgramModel model) {
    LoopCheck host = new LoopCheck(OPTIONS.slots());
    try (Arena arena = Arena.ofConfined()) {
      var block = RingBlock.allocate(arena, new LoopRing(OPTIONS, model).layout());
      RingReader reader = new RingReader(block);
      HostStep step =
          new HostStep(model, new RingWriter(block), OPTIONS.draftOrder(), 0, OPTIONS.slots());
      host.admit(reader, model);
      while (host.live > 0) {
        for (int slot = 0; slot < host.counts.length; slot++) {
          step.step(slot, null);
        }
        host.poll(reader);
      }
    }
    return host;
  }

  private void admit(RingReader reader, NgramModel model) {
    for (int slot = 0; slot < counts.length; slot++) {
      int[] prompt = model.prompt(FORMATS[slot % FORMATS.length], "");
      int epoch = reader.nextEpoch(slot);
      reader.admit(slot, epoch, prompt, prompt.length, 1 + slot, TOKENS, DRAFT_TOKENS);
      live++;
    }
  }

  private boolean poll(RingReader reader) {
    boolean news = false;
    for (int slot = 0; slot < counts.length; slot++) {
      news |= reader.poll(slot, Integer.MAX_VALUE, this) > 0;
    }
    return news;
  }

  private int compare(LoopCheck host) {
    int compared = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      int at = Arrays.mismatch(tokens[slot], host.tokens[slot]);
      if (at >= 0 || counts[slot] != host.counts[slot]) {
        throw new IllegalStateException(
            "stream %d has %s tokens, the host's %s: they differ from token %d on"
                .formatted(slot, counts[slot], host.counts[slot], at));
      }
      compared += counts[slot];
    }
    return compared;
  }

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] burst, int count) {
    if (counts[slot] + count > TOKENS) {
      throw new IllegalStateException("stream " + slot + " has more than " + TOKENS + " tokens");
    }
    System.arraycopy(burst, 0, tokens[slot], counts[slot], count);
    counts[slot] += count;
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    if (reason != EndReason.EOS && reason != EndReason.LENGTH) {
      throw new IllegalStateException("stream " + slot + " ended with " + reason);
    }
    live--;
  }

  @Override
  public void onCorrupt(int slot, @Nullable String detail) {
    throw new IllegalStateException("the ring of stream " + slot + " is corrupt: " + detail);
  }
}
