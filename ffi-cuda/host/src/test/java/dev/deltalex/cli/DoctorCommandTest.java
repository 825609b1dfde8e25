package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.DeviceInfo;
import dev.deltalex.cuda.driver.DriverProbe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The output for this machine, and for one without a driver. */
class DoctorCommandTest {
  private final StringWriter out = new StringWriter();

  private int run(DriverProbe probe, String... options) {
    PrintWriter writer = new PrintWriter(out);
    return new CommandLine(
            new DoctorCommand(
                () -> probe,
                () -> "//\n.version 6.3\n.target sm_75\n",
                ready -> {
                  if (ready.version() < 12_000) {
                    throw new IllegalStateException("stream 3 differs from token 7 on");
                  }
                  return "192 tokens of 8 streams equal the host's";
                },
                writer))
        .setOut(writer)
        .execute(options);
  }

  @Test
  void everyLineSaysWhatAndWhy() {
    assertEquals(Main.OK, run(new DriverProbe.Absent("libcuda.so.1 not found")));
    List<String> lines = out.toString().lines().toList();
    assertEquals(
        List.of("java", "cores", "scanner", "native", "cuda", "kernel", "loop", "threads", "flags"),
        lines.stream().map(line -> line.split(" ", 2)[0]).toList());
    assertEquals("cuda     no CUDA driver: libcuda.so.1 not found", lines.get(4));
    assertEquals("kernel   PTX 6.3 for sm_75 and later", lines.get(5));
    assertTrue(lines.get(6).startsWith("loop     host (--loop auto)"), lines.get(6));
    assertTrue(lines.getFirst().contains(Runtime.version().toString()), lines.getFirst());
  }

  @SuppressWarnings("NullAway") // nothing calls the driver
  private static DriverProbe ready(int version) {
    return new DriverProbe.Ready(
        null, version, new DeviceInfo(0, "A device", 9, 0, 132), List.of());
  }

  /** A device is used if its tokens are the host's, not because a probe finds it. */
  @Test
  void aDeviceIsBelievedByItsTokens() {
    assertEquals(Main.OK, run(ready(13_000)));
    assertTrue(
        out.toString().contains("step     192 tokens of 8 streams equal the host's"),
        out.toString());
    assertTrue(out.toString().contains("loop     cuda (--loop auto)"), out.toString());
  }

  @Test
  void aDeviceWithOtherTokensIsAFailure() {
    assertEquals(Main.DIFFERS, run(ready(11_000)));
    assertTrue(
        out.toString().contains("step     FAILED: stream 3 differs from token 7 on"),
        out.toString());
    assertTrue(out.toString().contains("loop     use --loop host"), out.toString());
    assertTrue(out.toString().contains("generate --threads "), out.toString());
  }

  @Test
  void aDeviceThatIsTooOldIsNotUsed() {
    assertEquals(Main.OK, run(new DriverProbe.TooOld("libcuda.so.1 supports CUDA 10.2")));
    assertTrue(
        out.toString().contains("CUDA driver too old: libcuda.so.1 supports CUDA 10.2"),
        out.toString());
  }

  @Test
  void aKernelWithoutAHeaderIsSaidToBeUnknown() {
    assertEquals(
        "PTX ? for ? and later", Kernel.describe("", new DriverProbe.NoDevice("none counted")));
  }

  @Test
  void theWholeCommandLineKnowsIt() {
    PrintWriter writer = new PrintWriter(out);
    CommandLine main =
        Main.commandLine(
            new java.io.ByteArrayInputStream(new byte[0]), writer, new PrintWriter(out));
    assertEquals(Main.OK, main.execute("doctor", "--help"));
    assertTrue(out.toString().contains("recommended flags"), out.toString());
  }
}
