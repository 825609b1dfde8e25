package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ring.EndReason;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A CUDA loop whose rings are all full, on the emulated driver. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StalledLoopTest {
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.CUDA).withRing(1, 128, 16);

  /** A client that does not read does not cause launches at the full rate. */
  @Test
  void itRests() throws InterruptedException {
    try (GenerationLoop loop = LoopKind.EMULATED.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 2_000);
      traffic.stall(0);
      traffic.ends.clear();
      while (!rests()) {
        Thread.sleep(0, 10_000);
      }
      // It still detects a cancellation.
      traffic.cancel(0);
      traffic.drain();
      assertEquals(Map.of(EndReason.CANCELLED, 1), traffic.ends);
    }
  }

  private static boolean rests() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals("deltalex-cuda-loop"))
        .flatMap(entry -> Arrays.stream(entry.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("rest"));
  }
}
