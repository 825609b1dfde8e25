package dev.deltalex.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class SummaryTableTest {
  private static final String BARS =
      """
      # a comment
      P1 = Delta text=plain | ratio 2.0 | A token of {text}
      P5 = Scan | ratio 1.2 | A long answer
      P15 = Whole | faster 1000 | Against parsing anew
      P10 = Step | tail 1.3 | How even a step is
      P19 = Pool | nanos 300 bytes 32 | Opening
      P20 = First.use | nanos 10000000 bytes -1 | The first use
      """;

  @TempDir Path directory;

  private static Measurement row(String suite, double ratio, double other, double bytes) {
    return row(suite, 1, ratio, other, bytes, 256);
  }

  @Test
  void forksAreSaid() {
    Measurement one = row("Delta", 1.6, 1.6, 0);
    Measurement three = row("Scan", 3, 1.1, 1.1, 0, 256);
    assertTrue(table(one).get(1).contains("; one fork a line, which is a hint; "));
    assertTrue(table(three).get(1).contains("; median of 3 forks a line; "));
    assertTrue(
        table(one, three).get(1).contains("; one fork a line, which is a hint; 3 for 1 line; "));
  }

  @Test
  void aFloorThatAllocatesIsNotComparable() {
    Measurement row = row("Delta", 1.6, 1.6, 0);
    row.metrics().put("floorBytes", new double[] {4000});
    assertEquals("ok", verdict(row, "A token"));
    row.metrics().put("floorBytes", new double[] {327_680});
    assertEquals("floor compiled badly", verdict(row, "A token"));
    assertEquals(
        "0 of 1 lines are within, 0 slower than we want, 1 not comparable.", table(row).getLast());
  }

  private static Measurement row(
      String suite, int forks, double ratio, double other, double bytes, int scannerBits) {
    Map<String, double[]> metrics = new TreeMap<>();
    metrics.put("ours", new double[] {ratio * 2.5});
    metrics.put("floor", new double[] {2.5});
    metrics.put("ratio", new double[] {ratio});
    metrics.put("other", new double[] {other});
    metrics.put("bytes", new double[] {bytes});
    metrics.put("farTail", new double[] {7});
    metrics.put("runs", new double[] {other == ratio ? 1 : 3});
    metrics.put("scannerBits", new double[] {scannerBits});
    metrics.put("floorBits", new double[] {256});
    Map<String, String> params = new TreeMap<>(Map.of("text", "plain"));
    return new Measurement(suite + ".ratio", params, forks, 1e9, metrics, "25.0.1");
  }

  private static List<String> table(Measurement... rows) {
    return new SummaryTable(List.of(rows), Bar.read(BARS)).lines();
  }

  private static String line(List<String> table, String start) {
    return table.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static String verdict(Measurement row, String start) {
    return line(table(row), start).split(" \\| ", -1)[3].strip();
  }

  @Test
  void aLineIsWhatANewcomerCanRead() {
    List<String> table = table(row("Delta", 1.6, 1.6, 0));

    assertTrue(table.get(0).startsWith("Each line times our code and the least code"));
    assertTrue(table.get(1).contains("JDK 25.0.1; scanner vector256; one fork a line"));
    assertTrue(table.get(1).endsWith("; quiet"), table.get(1));
    assertEquals(
        "A token of plain | 1.6 x | up to 2.0 | ok | ours 4.0 ns | floor 2.5 ns | allocates nothing",
        line(table, "A token"));
    assertEquals(
        "1 of 1 lines are within, 0 slower than we want, 0 not comparable.", table.getLast());
  }

  @Test
  void theOrderIsThatOfTheBars() {
    List<String> table = table(row("Scan", 1, 1, 0), row("Delta", 1, 1, 0));
    assertTrue(
        table.indexOf(line(table, "A token")) < table.indexOf(line(table, "A long answer")),
        table.toString());
  }

  @Test
  void aSmallMissOfOneForkProvesNothing() {
    assertEquals("about at the limit", verdict(row("Delta", 2.19, 2.19, 0), "A token"));
    assertEquals("slower than we want", verdict(row("Delta", 2.21, 2.21, 0), "A token"));
    assertEquals("slower than we want", verdict(row("Delta", 3, 2.19, 2.19, 0, 256), "A token"));
  }

  @Test
  void figuresThatDisagreeAreNoVerdictUnlessBothAreWithin() {
    assertEquals("machine was busy", verdict(row("Delta", 2.5, 1.5, 0), "A token"));
    assertEquals("ok", verdict(row("Delta", 1.9, 1.5, 0), "A token"));
    List<String> table = table(row("Delta", 2.5, 1.5, 0));
    assertTrue(table.get(1).endsWith("busy: 1 of 1 lines had to be measured again"), table.get(1));
    assertTrue(table.getLast().endsWith("0 slower than we want, 1 not comparable."));
  }

  @Test
  void anotherScannerIsNotCompared() {
    Measurement scalar = row("Delta", 1, 1.1, 1.1, 0, 0);
    assertEquals("another scanner: scalar", verdict(scalar, "A token"));
    assertTrue(table(scalar).getLast().endsWith("1 not comparable."));
  }

  @Test
  void whatAllocatesIsSaid() {
    assertEquals("allocates", verdict(row("Delta", 1.1, 1.1, 0.02), "A token"));
    assertTrue(line(table(row("Delta", 1.1, 1.1, 24)), "A token").endsWith("allocates 24 B"));
    assertEquals("ok", verdict(row("Pool", 4, 4, 32), "Opening"));
    assertEquals("allocates", verdict(row("Pool", 4, 4, 40), "Opening"));
  }

  @Test
  void aYardstickMustTakeSoManyTimesAsLong() {
    assertEquals("ok", verdict(row("Whole", 1 / 2000.0, 1 / 2000.0, 0), "Against"));
    assertEquals("slower than we want", verdict(row("Whole", 1 / 800.0, 1 / 800.0, 0), "Against"));
    assertTrue(
        line(table(row("Whole", 1 / 2000.0, 1 / 2000.0, 0)), "Against")
            .contains("2,000 x faster | at least 1,000"));
  }

  @Test
  void tailsAreSaidInWords() {
    assertTrue(
        line(table(row("Step", 1.2, 1.2, 0)), "How even")
            .contains("1 of 100 is above 3.00 times the median | a fixed loop 2.50"));
  }

  @Test
  void aRowWithoutAFloorHasATimeAsItsLimit() {
    Map<String, double[]> metrics =
        Map.of("ours", new double[] {12e6}, "ratio", new double[] {Double.NaN});
    Measurement first = new Measurement("First.use", Map.of(), 1, 1e9, metrics, "25.0.1");
    assertEquals("slower than we want", verdict(first, "The first use"));
    assertTrue(line(table(first), "The first use").endsWith("in code that is still cold"));
  }

  @Test
  void whatHasNoLimitIsShownBelow() {
    assertEquals(
        "Without a limit: Other.ratio text=plain | 1.6 x | ours 4.0 ns | floor 2.5 ns"
            + " | allocates nothing",
        table(row("Delta", 1, 1, 0), row("Other", 1.6, 1.6, 0)).getLast());
  }

  @Test
  void readsWhatJmhWrites() throws IOException {
    Path json =
        Files.writeString(
            directory.resolve("result.json"),
            """
            [{"jmhVersion": "1.37", "benchmark": "dev.x.Delta.ratio", "mode": "ss", "forks": 3,
              "vmVersion": "25.0.1", "jvmArgs": ["-a"], "params": {"text": "plain"},
              "primaryMetric": {"score": 1.5, "scoreError": "NaN", "scoreUnit": "s/op",
                "rawData": [[1.5], [1.5], [1.6]]},
              "secondaryMetrics": {
                "ratio": {"score": 4.5, "scoreUnit": "#", "rawData": [[1.9], [1.2], [1.4]]}}},
             {"benchmark": "dev.x.First.use", "mode": "ss", "forks": 1,
              "primaryMetric": {"score": 3, "scoreUnit": "ms/op", "rawData": [[5, 2, 2.5]]}, "secondaryMetrics": {}}]
            """);
    List<Measurement> run = Measurement.read(json);

    assertEquals(
        List.of("Delta.ratio", "First.use"), run.stream().map(Measurement::benchmark).toList());
    assertEquals(Map.of("text", "plain"), run.get(0).params());
    assertEquals(3, run.get(0).forks());
    assertEquals(1.4, run.get(0).metric("ratio"), "the median of the forks");
    assertTrue(run.get(0).isRatio());
    assertEquals("25.0.1", run.get(0).jdk());
    assertEquals(2e6, run.get(1).nanos(), "the least of the iterations");
    assertFalse(run.get(1).isRatio());
  }

  @Test
  void refusesLinesThatItCannotRead() {
    for (String line :
        List.of(
            "X = Y | ratio 1",
            "X = Y | speed 1 | words",
            "X = Y | ratio | words",
            "X = Y z | ratio 1 | words")) {
      assertThrows(IllegalArgumentException.class, () -> Bar.parse(line), line);
    }
  }

  @Test
  void everyBarOfTheProjectNamesABenchmark() throws IOException {
    Set<String> names = new HashSet<>();
    BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
        .forEach(benchmark -> {
          String name = benchmark.getUsername();
          int method = name.lastIndexOf('.');
          names.add(name.substring(name.lastIndexOf('.', method - 1) + 1));
        });
    for (Bar bar : Bar.ofProject()) {
      assertTrue(names.contains(bar.benchmark()), bar.id() + " names " + bar.benchmark());
      assertTrue(bar.id().matches("P\\d+(\\..+)?"), bar.id());
    }
  }
}
