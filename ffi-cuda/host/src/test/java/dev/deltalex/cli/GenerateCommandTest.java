package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.loop.GenerationLoop;
import dev.deltalex.loop.LoopOptions;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command on a loop without a model. */
@Timeout(120)
class GenerateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<LoopOptions> asked = new ArrayList<>();

  @Test
  void aRunReportsWhatItDid() {
    // Eight streams have fewer tokens than the run, so some reach their length; the streams after
    // them are still running at its end, so some are closed.
    assertEquals(
        Main.OK,
        run(0, "--streams", "8", "--k", "3", "--length", "12000", "--tokens", "100000"),
        () -> out + "\n" + err);
    assertEquals(8, asked.getFirst().slots());
    assertEquals(4, asked.getFirst().maxBurst());
    assertEquals(LoopOptions.Kind.AUTO, asked.getFirst().kind());
    String said = out.toString();
    assertTrue(said.startsWith("This is the reference n-gram loop, not a large language model"));
    assertEquals("0", value("lost"));
    assertEquals("host: a fake, because this is a test", value("loop"));
    assertTrue(value("streams").startsWith("8 at a time, "), said);
    assertTrue(value("streams").contains("length "), said);
    assertTrue(value("streams").contains("closed "), said);
    for (String part :
        List.of(
            "tokens/s",
            "tokens a step",
            "bursts      tokens  share",
            "publish to the sink's return",
            "99.9 %",
            "Java heap in use",
            "ns a token")) {
      assertTrue(said.contains(part), part + " in " + said);
    }
    // Bursts of 1 to 4 tokens.
    for (int tokens = 1; tokens <= 4; tokens++) {
      assertTrue(said.contains(String.format("            %6d  ", tokens)), said);
    }
    assertTrue(value("allocation").contains(" by the shards: "), said);
  }

  @Test
  void aGraphIsAnOptionOfTheLoop() {
    assertEquals(Main.OK, run(0, "--streams", "4", "--tokens", "9", "--graph"));
    assertTrue(asked.getFirst().graph());
    assertEquals(Main.OK, run(0, "--streams", "4", "--tokens", "9"));
    assertFalse(asked.get(1).graph());
  }

  @Test
  void stopStringsEndStreams() {
    assertEquals(
        Main.OK, run(0, "--streams", "4", "--tokens", "20000", "--stop", "e", "--shards", "2"));
    assertTrue(value("streams").contains("stop_string "), out.toString());
  }

  @Test
  void latencyIsNotToldByTwoClocks() {
    assertEquals(
        Main.OK, main(wanted -> new FakeLoop(wanted, 0, false), "--streams", "4", "--tokens", "9"));
    assertEquals(
        "publish to sink is not measured: the device's clock is another one", value("latency"));
  }

  @Test
  void aLostLoopEndsTheRunWithOne() {
    assertEquals(Main.DIFFERS, run(100, "--streams", "4", "--seconds", "60"));
    assertFalse(value("lost").startsWith("0"), out.toString());
    assertTrue(value("lost").endsWith("; the producer failed with error 719"), out.toString());
    assertTrue(value("streams").contains("producer_lost "), out.toString());
  }

  @Test
  void whatCannotBeIsRefusedBeforeTheModelLearns() {
    assertRefused("--streams: 0 is out of range; it must be from 1 to 65536", "--streams", "0");
    assertRefused("--draft: 6 is out of range; it must be from 1 to 5", "--draft", "6");
    assertRefused("--k: -1 is out of range; it must be from 0 to 255", "--k", "-1");
    assertRefused("--seconds: 0 is out of range; it must be from 0.1", "--seconds", "0");
    assertRefused("--seconds: NaN is out of range", "--seconds", "NaN");
    assertRefused(
        "--shards: 9 is out of range; it must be from 1 to 8", "--streams", "8", "--shards", "9");
    assertRefused("--loop: 'gpu' is not one of auto, cuda, host", "--loop", "gpu");
    assertRefused("--format: unknown format 'herms'; did you mean", "--format", "herms");
    assertRefused("--stop: stop string 0 has 0 chars", "--stop", "");
    assertRefused("Invalid value for option '--streams'", "--streams", "many");
    assertTrue(asked.isEmpty());
  }

  @Test
  void aLoopThatCannotBeSaysWhy() {
    assertEquals(
        Main.USAGE,
        main(
            options -> {
              throw new IllegalStateException("no CUDA driver: not installed");
            },
            "--loop",
            "cuda"));
    assertTrue(
        err.toString().contains("deltalex: --loop cuda: no CUDA driver: not installed"),
        err.toString());
  }

  @Test
  void helpTeachesAndFitsTheWidth() {
    assertEquals(Main.OK, run(0, "--help"));
    String help = out.toString();
    for (String part : List.of("--streams", "not a large language model", "Exit status")) {
      assertTrue(help.contains(part), part);
    }
    assertFalse(help.contains("%"), help);
    help.lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  private void assertRefused(String message, String... options) {
    err.getBuffer().setLength(0);
    assertEquals(Main.USAGE, run(0, options), err.toString());
    assertTrue(err.toString().startsWith("deltalex: " + message), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  /** The rest of the line that begins with a name. */
  private String value(String name) {
    String line = out.toString().lines().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return line.substring(12);
  }

  private int run(int dieAfter, String... options) {
    return main(
        wanted -> {
          asked.add(wanted);
          return new FakeLoop(wanted, dieAfter, true);
        },
        options);
  }

  private int main(Function<LoopOptions, GenerationLoop> loops, String... options) {
    return Main.commandLine(
            new ByteArrayInputStream(new byte[0]),
            new PrintWriter(out),
            new PrintWriter(err),
            loops)
        .execute(Stream.concat(Stream.of("generate"), Stream.of(options)).toArray(String[]::new));
  }
}
