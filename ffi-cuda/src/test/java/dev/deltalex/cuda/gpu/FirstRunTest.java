package dev.deltalex.cuda.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.nativetools.NativeTools;
import dev.deltalex.nativetools.NativeTools.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script of the first run on a GPU, with checks that pass, fail or hang as a test says. */
@Timeout(120)
final class FirstRunTest {
  private static final List<String> CHECKS =
      List.of(
          "machine",
          "doctor",
          "ptx",
          "tokens",
          "round-trip",
          "device",
          "launch",
          "graph",
          "contract",
          "latency",
          "loss",
          "hash",
          "fences",
          "sanitize");

  /** Fails, or hangs, if its arguments contain a text; else passes. */
  private static final String CHECK =
      """
      #!/bin/bash
      case "$*" in
        *"${FAILS:-nothing}"*) echo "   x => a reason"; echo "the end"; exit 7 ;;
        *"${HANGS:-nothing}"*) sleep 100 ;;
      esac
      echo "[result] $*"
      """;

  @TempDir Path home;
  private Path out;

  @BeforeEach
  void copyScript() throws IOException {
    if (!Files.isExecutable(Path.of("/bin/bash"))) {
      NativeTools.skip("the script of the first run", "no /bin/bash");
    }
    Files.copy(
        NativeTools.MODULE.resolve("src/main/scripts/first-gpu-run.sh"),
        home.resolve("first-run.sh"),
        StandardCopyOption.COPY_ATTRIBUTES);
    script(home.resolve("run.sh"), CHECK);
    out = home.resolve("out");
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs it without the tools of a GPU; settings are variables of the environment. */
  private Outcome run(String settings, String... options) {
    List<String> command = new ArrayList<>(List.of("env", "PATH=" + home + ":/usr/bin:/bin"));
    command.addAll(List.of(settings.split(";")));
    command.add(home.resolve("first-run.sh").toString());
    command.addAll(List.of(options));
    return NativeTools.run(command);
  }

  private List<String> summary() throws IOException {
    return Files.readAllLines(out.resolve("summary.txt"));
  }

  private List<String> named() throws IOException {
    return summary().stream().map(line -> line.split(":", 2)[0]).filter(CHECKS::contains).toList();
  }

  private String packed() {
    return NativeTools.run(List.of("tar", "-tzf", out.resolve("results.tgz").toString())).output();
  }

  @Test
  void theCheapAndTellingOnesAreFirst() throws IOException {
    Outcome outcome = run("X=", out.toString());
    assertEquals(0, outcome.status(), outcome::output);
    assertEquals(CHECKS, named());
    assertTrue(summary().getLast().startsWith("all checks: passed, "), outcome::output);
    assertTrue(summary().get(1).contains("[result] cli doctor"), outcome::output);
    // One file with all logs.
    for (String check : CHECKS) {
      assertTrue(packed().contains("logs/" + check + ".txt"), packed());
    }
    try (var files = Files.list(out)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aRefusedKernelOrWrongTokensStopTheRun() throws IOException {
    for (String[] failure :
        new String[][] {{"theDriverTakesThePtx", "ptx"}, {"aMillionTokens", "tokens"}}) {
      Outcome outcome = run("FAILS=" + failure[0], out.toString());
      assertEquals(2, outcome.status(), outcome::output);
      assertEquals(failure[1], named().getLast());
      assertTrue(
          summary().stream().anyMatch(line -> line.contains("FAILED with 7, ")), outcome::output);
      assertTrue(outcome.output().contains("x => a reason"), outcome::output);
      assertEquals("STOPPED: " + failure[1] + " did not pass", summary().getLast());
      assertTrue(packed().contains("logs/" + failure[1] + ".txt"), packed());
    }
  }

  @Test
  void anotherFailureDoesNotStopIt() throws IOException {
    Outcome outcome =
        run(
            "FAILS=junit --select-method dev.deltalex.loop.GpuLoopTest#publishToSink",
            out.toString());
    assertEquals(1, outcome.status(), outcome::output);
    assertEquals(CHECKS, named());
    assertTrue(summary().getLast().startsWith("all checks: some did not pass, "));
  }

  /** A check that hangs ends at its limit, and all of them when the time is over. */
  @Test
  void aCheckThatHangsIsEnded() throws IOException {
    long start = System.nanoTime();
    Outcome outcome =
        run(
            "HANGS=junit --select-method dev.deltalex.loop.GpuLoopTest#publishToSink",
            "--seconds",
            "6",
            out.toString());
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    assertTrue(seconds < 30, () -> seconds + " s");
    assertEquals(1, outcome.status(), outcome::output);
    assertTrue(outcome.output().contains("latency: NOT DONE after "), outcome::output);
    assertTrue(outcome.output().contains("hash: not run, no time is left"), outcome::output);
    assertTrue(packed().contains("logs/contract.txt"), packed());
  }

  @Test
  void aDeviceThatNoLongerAnswersStopsIt() throws IOException {
    script(home.resolve("nvidia-smi"), "#!/bin/sh\n[ \"$1\" != -L ]\n");
    Outcome outcome = run("FAILS=GpuDeviceTest --exclude", out.toString());
    assertEquals(2, outcome.status(), outcome::output);
    assertEquals("STOPPED: the device does not answer any more", summary().getLast());
    assertEquals("device", named().getLast());
  }

  @Test
  void namedChecksAreTheOnlyOnes() throws IOException {
    Outcome outcome = run("X=", out.toString(), "tokens", "hash");
    assertEquals(0, outcome.status(), outcome::output);
    assertEquals(List.of("tokens", "hash"), named());
    assertFalse(packed().contains("doctor"));
  }
}
