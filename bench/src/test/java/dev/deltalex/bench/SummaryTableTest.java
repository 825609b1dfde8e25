package dev.deltalex.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTableTest {
  private static final String RESULT =
      """
      [
        {"jmhVersion": "1.37", "benchmark": "dev.x.Delta.feed", "mode": "avgt",
         "jvmArgs": ["--add-modules", "jdk.incubator.vector"],
         "params": {"text": "plain"},
         "primaryMetric": {"score": 0.006, "scoreError": "NaN", "scoreConfidence": ["NaN", "NaN"],
           "scorePercentiles": {"0.0": 0.005, "50.0": 0.006}, "scoreUnit": "us/op",
           "rawData": [[0.005, 0.006]]},
         "secondaryMetrics": {
           "gc.alloc.rate": {"score": 7.0, "scoreUnit": "MB/sec"},
           "gc.alloc.rate.norm": {"score": 1.0E-5, "scoreError": 0.1, "scoreUnit": "B/op"}}},
        {"benchmark": "dev.x.Delta.feed", "params": {"text": "code"},
         "primaryMetric": {"score": 13.0, "scoreError": 0.5, "scoreUnit": "ns/op"},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 24.0}}},
        {"benchmark": "dev.x.Delta.scan", "params": {"text": "code"},
         "primaryMetric": {"score": 10.0, "scoreUnit": "ns/op"}, "secondaryMetrics": {}},
        {"benchmark": "dev.x.Step.latency", "mode": "sample",
         "primaryMetric": {"score": 2.0, "scoreUnit": "us/op",
           "scorePercentiles": {"50.0": 2.0, "99.9": 9.0}},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 6.0}}},
        {"benchmark": "dev.x.Other.rate",
         "primaryMetric": {"score": 2.5, "scoreUnit": "ops/us"}, "secondaryMetrics": {}},
        {"benchmark": "dev.x.Long.quiet", "mode": "avgt",
         "primaryMetric": {"score": 400, "scoreUnit": "us/op"},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 3.9}}},
        {"benchmark": "dev.x.Long.loud", "mode": "avgt",
         "primaryMetric": {"score": 400, "scoreUnit": "us/op"},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 4.1}}},
        {"benchmark": "dev.x.First.use", "mode": "ss",
         "primaryMetric": {"score": 2, "scoreUnit": "ms/op"},
         "secondaryMetrics": {"gc.alloc.rate.norm": {"score": 300000}}},
        {"benchmark": "dev.x.FormatDelta.argument", "mode": "avgt",
         "params": {"format": "qwen3_coder", "chars": "4", "text": "plain"},
         "primaryMetric": {"score": 10, "scoreUnit": "ns/op"}, "secondaryMetrics": {}},
        {"benchmark": "dev.x.FormatDelta.argument", "mode": "avgt",
         "params": {"format": "hermes", "chars": "4", "text": "plain"},
         "primaryMetric": {"score": 12.5, "scoreUnit": "ns/op"}, "secondaryMetrics": {}},
        {"benchmark": "dev.x.FormatDelta.answer", "mode": "avgt",
         "params": {"format": "qwen3_coder", "chars": "24"},
         "primaryMetric": {"score": 7, "scoreUnit": "ns/op"}, "secondaryMetrics": {}}
      ]
      """;

  @TempDir Path directory;

  private List<Measurement> run() throws IOException {
    return Measurement.read(Files.writeString(directory.resolve("result.json"), RESULT));
  }

  private static List<Bar> bars(String lines) throws IOException {
    return Bar.load(new ByteArrayInputStream(lines.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private List<String> table(String bars) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SummaryTable(run(), bars(bars)).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String line(List<String> table, String start) {
    return table.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  @Test
  void readsTimesInNanoseconds() throws IOException {
    List<Measurement> run = run();
    assertEquals(11, run.size());
    assertEquals("Delta.feed", run.get(0).benchmark());
    assertEquals(Map.of("text", "plain"), run.get(0).params());
    assertEquals(6.0, run.get(0).score(), 1e-9);
    assertTrue(Double.isNaN(run.get(0).error()));
    assertEquals(1e-5, run.get(0).allocated(), 1e-12);
    assertEquals(9_000.0, run.get(3).percentile(99.9), 1e-9);
    assertTrue(Double.isNaN(run.get(2).allocated()));
    assertFalse(run.get(4).perOperation());
    assertEquals(2.5e-3, run.get(4).score(), 1e-12);
  }

  @Test
  void holdsEachRowAgainstItsBar() throws IOException {
    List<String> table =
        table(
            """
            P1.plain = Delta.feed text=plain <= 8 ns/op
            P1.code = Delta.feed text=code <= 0.012 us/op
            """);
    assertTrue(line(table, "P1.plain").endsWith("<= 8.00 ns/op   met"), line(table, "P1.plain"));
    assertTrue(line(table, "P1.code").endsWith("MISSED, ALLOCATES"), line(table, "P1.code"));
    assertEquals(
        "1 bars met, 1 missed. P8: 1 of 2 rows with a bar allocate nothing.", table.getLast());
  }

  @Test
  void whatTheHarnessAllocatesIsNotTheRows() throws IOException {
    List<String> table =
        table(
            """
            P10 = Step.latency p99.9/p50 <= 4
            P15.quiet = Long.quiet <= 1 ms/op
            P15.loud = Long.loud <= 1 ms/op
            """);
    assertTrue(line(table, "P10").endsWith("MISSED (4.50)"), "buffers of the sampler");
    assertTrue(line(table, "P15.quiet").endsWith("met"), "in proportion to the time");
    assertTrue(line(table, "P15.loud").endsWith("met, ALLOCATES"), line(table, "P15.loud"));
    assertTrue(table.getLast().contains("P8: 1 of 2 rows"), table.getLast());
  }

  @Test
  void whatASingleShotAllocatesIsNotHeldAgainstIt() throws IOException {
    List<String> table = table("P19 = First.use <= 10 ms/op\n");
    assertTrue(line(table, "P19").endsWith("met"), line(table, "P19"));
    assertFalse(table.getLast().contains("P8"), table.getLast());
  }

  @Test
  void formatsAreShownAsRatiosToOneOfThem() throws IOException {
    List<String> table = table("");
    int at = table.indexOf("format       argument 4 plain  answer 24");
    assertTrue(at > 0, table.toString());
    assertTrue(table.get(at - 1).startsWith("P14: ns per delta of qwen3_coder"));
    assertEquals("qwen3_coder           10.0 ns     7.0 ns", table.get(at + 1));
    assertEquals("hermes                   1.25", table.get(at + 2));
  }

  @Test
  void aReferenceTakesTheParametersThatItLeavesOpen() throws IOException {
    List<String> table = table("P5 = Delta.feed <= 1.15 x Delta.scan\n");
    assertTrue(line(table, "P5").contains("text=code"), "plain has no scan to hold it against");
    assertTrue(line(table, "P5").contains("MISSED (1.30)"), line(table, "P5"));
    List<String> named = table("P14 = Delta.feed <= 2 x Delta.feed text=plain\n");
    assertTrue(
        line(named, "P14").contains("MISSED (2.17)") || named.get(2).contains("MISSED (2.17)"));
    List<String> below = table("P15 = Delta.feed text=code >= 1.2 x Delta.scan\n");
    assertTrue(line(below, "P15").endsWith("met (1.30)"), "a yardstick may allocate");
  }

  @Test
  void comparesPercentilesAndNamesWhatIsMissing() throws IOException {
    List<String> table =
        table(
            """
            P10 = Step.latency p99.9/p50 <= 4
            P2 = Absent.method <= 4 ns/op
            """);
    assertTrue(line(table, "P10").endsWith("MISSED (4.50)"), line(table, "P10"));
    assertTrue(table.getLast().endsWith("Not in this run: P2."), table.getLast());
    assertTrue(line(table, "-").contains("Delta.feed"), "rows without a bar are shown as well");
  }

  @Test
  void refusesLinesThatItCannotRead() {
    for (String line : List.of("X.y", "X.y 8 ns/op", "X.y <=", "X.y <= 8 parsecs", "X.y =3 <= 1")) {
      assertThrows(IllegalArgumentException.class, () -> Bar.parse("P1", line), line);
    }
  }

  @Test
  void theBarsOfTheProjectCanBeRead() throws IOException {
    try (InputStream in = SummaryTable.class.getResourceAsStream("/bars.properties")) {
      for (Bar bar : Bar.load(in)) {
        assertTrue(bar.id().matches("P\\d+(\\..+)?"), bar.id());
      }
    }
  }
}
