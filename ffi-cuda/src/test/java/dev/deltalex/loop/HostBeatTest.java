package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.loop.HostGenerationLoop.StepMaker;
import dev.deltalex.loop.ngram.HostStep;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.RingReader;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The heartbeat of a host loop with many slots, where a pass over all slots takes long. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostBeatTest {
  private static final int SLOTS = 512;
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.HOST).withRing(SLOTS, 128, 16);

  /**
   * The heartbeat continues during a pass over all slots; otherwise the loop would be taken for
   * lost.
   */
  @Test
  void itBeatsWithinAPass() {
    CompletableFuture<RingReader> reader = new CompletableFuture<>();
    CompletableFuture<Set<Long>> firstPass = new CompletableFuture<>();
    StepMaker steps =
        (writer, from, to) -> {
          Set<Long> beats = new HashSet<>();
          return (slot, stop) -> {
            if (!firstPass.isDone()) {
              long beat = reader.join().beat();
              beats.add(beat);
              while (System.nanoTime() == beat) {
                Thread.onSpinWait(); // with a coarse clock, so that the next beat has another value
              }
            }
            if (slot == to - 1) {
              firstPass.complete(beats);
            }
            return HostStep.IDLE;
          };
        };
    try (GenerationLoop loop =
        new HostGenerationLoop(
            OPTIONS, NgramModel.shared(), "a test says so", steps, Thread::new)) {
      reader.complete(new RingReader(loop.ring()));
      assertEquals(SLOTS / 64, firstPass.join().size());
    }
  }
}
