package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SoakCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.commandLine(
            new ByteArrayInputStream(new byte[0]), new PrintWriter(out), new PrintWriter(err))
        .execute(args);
  }

  @Test
  void shortRunPassesAndDrawsItsPicture(@TempDir Path folder) throws IOException {
    Path svg = folder.resolve("soak.svg");
    int status = run("soak", "--streams", "8", "--seconds", "1", "--svg", svg.toString());
    assertEquals(Main.OK, status, () -> out + "\n" + err);
    assertTrue(out.toString().contains("\nresult      passed"), out::toString);
    assertTrue(Files.readString(svg).startsWith("<svg "));
  }

  @Test
  void writesTheScript(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("soak.jsonl");
    assertEquals(Main.OK, run("soak", "--write-script", file.toString()), err::toString);
    assertTrue(Files.readString(file).startsWith("{\"id\":\"soak-"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--streams=0",
        "--streams=100000",
        "--seconds=0",
        "--leave=101",
        "--slow=-1",
        "--url=http://192.0.2.1:80",
        "--url=nonsense"
      })
  void refusesInOneLine(String option) {
    assertEquals(Main.USAGE, run("soak", option));
    String name = option.substring(0, option.indexOf('='));
    assertTrue(err.toString().startsWith("deltalex: " + name + ": "), err::toString);
    assertEquals(1, err.toString().strip().lines().count());
  }

  @Test
  void helpTeaches() {
    assertEquals(Main.OK, run("soak", "--help"));
    for (String word : new String[] {"--write-script", "Examples:", "Exit status:", "loopback"}) {
      assertTrue(out.toString().contains(word), word);
    }
  }
}
