package dev.deltalex.cuda.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Tests the support code of GPU checks: without a GPU they skip or fail, and results contain the
 * device, the driver and the date.
 */
class GpuFrameTest {
  private static final DriverProbe ABSENT = new DriverProbe.Absent("none here");

  @Test
  void absenceSkips() {
    TestAbortedException skipped =
        assertThrows(
            TestAbortedException.class,
            () -> Gpu.require("nothing, the frame tries itself out", ABSENT, false));
    assertTrue(skipped.getMessage().contains("out: no CUDA driver: none here"));
  }

  @Test
  void absenceFailsWhereAGpuIsRequired() {
    AssertionError failed =
        assertThrows(AssertionError.class, () -> Gpu.require("frame self-test", ABSENT, true));
    assertEquals("frame self-test requires a GPU; no CUDA driver: none here", failed.getMessage());
  }

  @Test
  void presenceGoesOn() {
    DriverProbe.Ready ready = EmulatedDriver.fresh().ready();
    assertSame(ready, Gpu.require("frame self-test", ready, true));
  }

  @Test
  void resultsAreAppended(@TempDir Path directory) throws Exception {
    DriverProbe.Ready ready = EmulatedDriver.fresh().ready();
    for (int i = 0; i < 2; i++) {
      new GpuResult(directory, "round-trip", ready)
          .number("nanos", 1200 + i)
          .number("ratio", 1.5)
          .text("note", "\"quoted\" \\ \n")
          .store();
    }
    List<String> lines = Files.readAllLines(directory.resolve("round-trip.jsonl"));
    assertEquals(2, lines.size());
    String line = lines.getLast();
    assertTrue(
        line.matches(
            "\\{\"check\": \"round-trip\", \"date\": \"20\\d\\d-\\d\\d-\\d\\dT[0-9:]+Z\", "
                + "\"device\": \"Emulated device 0\", \"capability\": \"7.5\", "
                + "\"multiprocessors\": 1, \"driver\": \"CUDA 12.4\", .*"),
        line);
    assertTrue(
        line.endsWith(
            "\"nanos\": 1201, \"ratio\": 1.5, \"note\": \"\\\"quoted\\\" \\\\ \\u000a\"}"),
        line);
  }

  @Test
  void resultsRefuseWhatCannotBeStored(@TempDir Path directory) {
    DriverProbe.Ready ready = EmulatedDriver.fresh().ready();
    assertThrows(
        IllegalArgumentException.class, () -> new GpuResult(directory, "../escape", ready));
    GpuResult result = new GpuResult(directory, "x", ready);
    assertThrows(IllegalArgumentException.class, () -> result.number("nan", Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> result.text("device", "twice"));
  }
}
