package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ring.EndReason;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A CUDA loop all of whose streams wait for their readers; by the emulated driver. */
@Timeout(60)
final class StalledLoopTest {
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.CUDA).withRing(1, 128, 16);

  /** One client that does not read costs no launches at full rate. */
  @Test
  void itRests() throws InterruptedException {
    try (GenerationLoop loop = LoopKind.EMULATED.open(OPTIONS)) {
      Traffic traffic = new Traffic(loop, 2_000);
      traffic.stall(0);
      traffic.ends.clear();
      while (!rests()) {
        Thread.sleep(0, 10_000);
      }
      // Which does not keep it from hearing of a cancellation.
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
