package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.nativetools.JavaProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The programs for measurements and checks on a GPU also run on the emulated driver. */
@Timeout(120)
final class GpuProgramsTest {
  @Test
  void roundTripsEnd() {
    for (int slots : new int[] {1, 32}) {
      try (GenerationLoop loop =
          LoopKind.EMULATED_GRAPH.open(LoopOptions.DEFAULT.withRing(slots, 256, 16))) {
        long[] trips = SinkLatency.measure(loop, slots, 2, 20);
        assertEquals(20, trips.length);
        assertTrue(trips[0] > 0 && trips[0] <= trips[19]);
      }
    }
  }

  @Test
  void theLossOfALoopIsTold() throws Exception {
    List<String> lines =
        JavaProcess.run(
                LoopLossProcess.class,
                Map.of("EMULATED_CUDA_FAIL_AFTER", "40", "EMULATED_CUDA_FAIL_CODE", "700"),
                EmulatedDriver.fresh().library().toString())
            .stream()
            .filter(line -> line.matches("(micros|without|health|closed).*"))
            .toList();
    assertEquals("without an END: 0, strays: 0", lines.get(1));
    assertTrue(lines.get(2).contains("(700)"), lines.get(2));
    assertEquals("closed", lines.get(3));
  }

  @Test
  void whatASanitizerWatchesRuns() throws Exception {
    String library = EmulatedDriver.fresh().library().toString();
    for (String how : new String[] {"launch", "graph"}) {
      List<String> lines = JavaProcess.run(SanitizedTraffic.class, Map.of(), how, library);
      assertTrue(lines.getFirst().startsWith("CUDA: "), lines::toString);
      assertTrue(lines.getLast().startsWith("tokens="), lines::toString);
    }
  }
}
