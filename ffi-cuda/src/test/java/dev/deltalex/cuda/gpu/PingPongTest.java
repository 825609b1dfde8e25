package dev.deltalex.cuda.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.nativetools.NativeTools;
import dev.deltalex.nativetools.NativeTools.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the round trip in C, which is meant for a GPU, on the emulated driver. */
final class PingPongTest {
  private static final Path PTX =
      NativeTools.MODULE.resolve("src/test/resources/dev/deltalex/cuda/device/test_kernels.ptx");

  private static Outcome run(String driver, String ptx) {
    Path program =
        NativeTools.program(
            "ping_pong",
            List.of(NativeTools.TEST_SOURCES.resolve("ping_pong.c")),
            List.of("-D_GNU_SOURCE", "-ldl"));
    return NativeTools.run(List.of(program.toString(), driver, ptx, "200"));
  }

  @Test
  void wordsGoThereAndBack() {
    Outcome outcome = run(EmulatedDriver.fresh().library().toString(), PTX.toString());
    assertEquals(0, outcome.status(), outcome::output);
    assertTrue(
        outcome
            .output()
            .matches("rounds=200 minNanos=\\d+ p50Nanos=\\d+ p99Nanos=\\d+ halfP50Nanos=\\d+\\n"),
        outcome::output);
  }

  @Test
  void whatIsMissingIsNamed() {
    Outcome none = run("libcuda-not-here.so", PTX.toString());
    assertEquals(1, none.status());
    assertTrue(none.output().contains("libcuda-not-here.so"), none::output);
    Outcome text = run(EmulatedDriver.fresh().library().toString(), "no.ptx");
    assertEquals(1, text.status());
    assertTrue(text.output().contains("no.ptx"), text::output);
  }
}
