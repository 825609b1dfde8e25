package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.LoopOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The exit status for all kinds of results and failures. */
final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(PrintWriter to, Function<LoopOptions, GenerationLoop> loops, String... args) {
    ByteArrayInputStream in = new ByteArrayInputStream("Hi".getBytes(StandardCharsets.UTF_8));
    return Main.run(Main.commandLine(in, to, new PrintWriter(err), loops), args);
  }

  private static GenerationLoop noLoop(LoopOptions options) {
    throw new IllegalStateException("none here");
  }

  /** Fails like a full disk. */
  private static PrintWriter full() {
    return new PrintWriter(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        });
  }

  @Test
  void errorsAreDefectsInOneLine() {
    int status =
        run(
            new PrintWriter(out),
            options -> {
              throw new NoClassDefFoundError("dev/deltalex/Missing");
            },
            "generate");
    assertEquals(Main.DEFECT, status);
    String last = err.toString().strip().lines().reduce("", (before, line) -> line);
    assertTrue(
        last.startsWith(
            "deltalex: this is a bug in Deltalex: java.lang.NoClassDefFoundError:"
                + " dev/deltalex/Missing at dev.deltalex.cli.MainTest"),
        err::toString);
  }

  @Test
  void outputThatIsLostIsSaid() {
    assertEquals(Main.USAGE, run(full(), MainTest::noLoop, "replay", "--format", "hermes", "-"));
    assertEquals("deltalex: the output could not be written", err.toString().strip());
  }

  @Test
  void helpThatIsLostIsSaid() {
    assertEquals(Main.USAGE, run(full(), MainTest::noLoop, "--help"));
    assertEquals("deltalex: the output could not be written", err.toString().strip());
  }

  @Test
  void whatWasWrongBeforeIsSaidOnly() {
    assertEquals(Main.USAGE, run(full(), MainTest::noLoop, "generate", "--loop", "cuda"));
    assertTrue(err.toString().strip().endsWith("--loop cuda: none here"), err::toString);
  }

  @Test
  void outputThatIsWrittenIsFine() {
    int status = run(new PrintWriter(out), MainTest::noLoop, "replay", "--format", "hermes", "-");
    assertEquals(Main.OK, status, err::toString);
    assertEquals("content   \"Hi\"", out.toString().lines().findFirst().orElse(""));
  }
}
