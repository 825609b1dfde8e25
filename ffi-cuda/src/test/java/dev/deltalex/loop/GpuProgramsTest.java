package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.nativetools.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs for measurements and checks on a GPU also run on the emulated driver. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GpuProgramsTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  @Test
  void roundTripsEnd() {
    for (int slots : new int[] {1, 32}) {
      try (GenerationLoop loop =
          LoopKind.EMULATED_GRAPH.open(LoopOptions.DEFAULT.withRing(slots, 256, 16))) {
        long[] trips = SinkLatency.measure(loop, slots, 2, 20, Deadline.USUAL);
        assertEquals(20, trips.length);
        assertTrue(trips[0] > 0 && trips[0] <= trips[19]);
      }
    }
  }

  @Test
  void aStreamThatNeverEndsIsAnErrorAtTheDeadline() {
    EmulatedDriver driver = EmulatedDriver.fresh();
    try (GenerationLoop loop =
        new CudaGenerationLoop(
            LoopOptions.DEFAULT.withRing(1, 256, 16),
            NgramModel.shared(),
            driver.ready(),
            SHORT,
            Deadline.USUAL)) {
      driver.hold(true);
      AssertionError late =
          assertThrows(AssertionError.class, () -> SinkLatency.measure(loop, 1, 1, 20, SHORT));
      assertTrue(
          late.getMessage().contains("in vain for the end of a stream of one token"),
          late::getMessage);
    } finally {
      driver.hold(false);
    }
  }

  @Test
  void aKernelThatFailsEndsAMeasurement() {
    EmulatedDriver driver = EmulatedDriver.fresh();
    driver.failAfter(3, CudaConstants.CUDA_ERROR_ILLEGAL_ADDRESS, false);
    try (GenerationLoop loop =
        GenerationLoops.cuda(
            LoopOptions.DEFAULT.withRing(1, 256, 16), NgramModel.shared(), driver.ready())) {
      Throwable failure =
          assertThrows(Throwable.class, () -> SinkLatency.measure(loop, 1, 1, 20, Deadline.USUAL));
      assertTrue(failure.toString().contains("700"), failure::toString);
    }
  }

  /** The program for a sanitizer, whose kernel fails, or never ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "EMULATED_CUDA_FAIL_AFTER=0",
        "EMULATED_CUDA_FAIL_AFTER=100",
        "EMULATED_CUDA_HOLD_AFTER=0",
        "EMULATED_CUDA_HOLD_AFTER=100"
      })
  void whatASanitizerWatchesEndsWithAnError(String setting) {
    String[] parts = setting.split("=", 2);
    String library = EmulatedDriver.fresh().library().toString();
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                JavaProcess.run(
                    SanitizedTraffic.class,
                    Map.of(parts[0], parts[1]),
                    "launch",
                    library,
                    "" + SHORT.toMillis()));
    assertTrue(
        failure.getMessage().contains(setting.contains("FAIL") ? "(719)" : " in vain for "),
        failure::getMessage);
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
