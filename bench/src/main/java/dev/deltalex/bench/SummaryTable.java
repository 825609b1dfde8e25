package dev.deltalex.bench;

import dev.deltalex.bench.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a JMH result file as one table for someone who has never seen it, each row against its
 * bar, and writes it to a directory with plots. A bar that is missed fails nothing.
 */
public final class SummaryTable {
  private static final String WHAT =
      "Each line times our code and the least code that could do the same job, in turn, in one JVM;"
          + " x is how many times longer ours takes.";

  private static final String PEERS = "Peers.compare";
  private static final String CURVES = "Curves.";

  private final List<Measurement> run;
  private final List<Bar> bars;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  SummaryTable(List<Measurement> run, List<Bar> bars) {
    this.run = run;
    this.bars = bars;
  }

  /**
   * Prints the table, and writes the report next to the JSON file.
   *
   * @param args the JSON file that JMH wrote
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: SummaryTable <jmh-result.json>");
      System.exit(2);
    }
    Path json = Path.of(args[0]);
    List<Measurement> run = Measurement.read(json);
    Path report = json.toAbsolutePath().resolveSibling(Report.DIRECTORY);
    Files.createDirectories(report);
    List<String> lines = new ArrayList<>();
    if (run.stream().anyMatch(row -> row.benchmark().equals(PEERS))) {
      lines.addAll(Files.readAllLines(report.resolve(Peers.FILE)));
    }
    if (lines.isEmpty() || run.size() > 1) {
      lines.addAll(new SummaryTable(run, Bar.ofProject()).lines());
    }
    lines.forEach(System.out::println);
    Files.write(report.resolve("table.txt"), lines, StandardCharsets.UTF_8);
    new Report(report).write(System.out);
  }

  void print(PrintStream out) {
    lines().forEach(out::println);
  }

  /** The whole summary. */
  List<String> lines() {
    List<String[]> rows = new ArrayList<>();
    for (Bar bar : bars) {
      for (Measurement row : run) {
        if (bar.matches(row)) {
          rows.add(cells(bar, row));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    if (rows.isEmpty()) {
      lines.add("This run has no line with a limit.");
    } else {
      lines.add(WHAT);
      lines.add(machine());
      lines.add("");
      align(rows, lines);
      lines.add("");
      lines.add(counted(rows.size()));
    }
    for (Measurement row : run) {
      if (!isWithoutRow(row) && bars.stream().noneMatch(bar -> bar.matches(row))) {
        lines.add("Without a limit: " + unlimited(row));
      }
    }
    return lines;
  }

  /** Whether a benchmark writes files of its own. */
  private static boolean isWithoutRow(Measurement row) {
    return row.benchmark().equals(PEERS) || row.benchmark().startsWith(CURVES);
  }

  private static String unlimited(Measurement row) {
    StringBuilder text = new StringBuilder(row.benchmark());
    row.params().forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    if (!row.isRatio()) {
      return text + " | " + Numbers.time(row.nanos());
    }
    return text
        + " | "
        + Numbers.ratio(row.metric("ratio"), 2)
        + " | ours "
        + Numbers.time(row.metric("ours"))
        + " | floor "
        + Numbers.time(row.metric("floor"))
        + " | "
        + bytes(row);
  }

  private String machine() {
    int most = 1;
    int several = 0;
    int again = 0;
    int ratios = 0;
    List<String> scanners = new ArrayList<>();
    for (Measurement row : run) {
      most = Math.max(most, row.forks());
      several += row.forks() > 1 ? 1 : 0;
      if (row.isRatio()) {
        ratios++;
        again += row.metric("runs") > 1 ? 1 : 0;
        String scanner = scanner(row.metric("scannerBits"));
        if (!scanners.contains(scanner)) {
          scanners.add(scanner);
        }
      }
    }
    return String.format(
        Locale.ROOT,
        "%s; JDK %s; scanner %s; %s; %s",
        Machine.name(),
        run.getFirst().jdk(),
        scanners.isEmpty() ? "not used" : String.join(" and ", scanners),
        forks(most, several),
        again == 0
            ? "quiet"
            : "busy: " + again + " of " + ratios + " lines had to be measured again");
  }

  private String forks(int most, int several) {
    if (several == run.size() && most > 1) {
      return "median of " + most + " forks a line";
    }
    String one = "one fork a line, which is a hint";
    return most == 1
        ? one
        : one + "; " + most + " for " + several + (several == 1 ? " line" : " lines");
  }

  private static String scanner(double bits) {
    return bits == 0 ? "scalar" : "vector" + (int) bits;
  }

  private String[] cells(Bar bar, Measurement row) {
    Verdict verdict = Verdict.of(bar, row);
    counts.merge(verdict, 1, Integer::sum);
    double value = Verdict.value(bar, row);
    String words =
        verdict == Verdict.OTHER_SCANNER
            ? verdict.words + ": " + scanner(row.metric("scannerBits"))
            : verdict.words;
    return new String[] {
      bar.question(row),
      bar.kind() == Bar.Kind.NANOS
          ? Numbers.time(value)
          : bar.kind() == Bar.Kind.FASTER
              ? Numbers.number(value) + " x faster"
              : Numbers.ratio(value, bar.limit()),
      limit(bar),
      words,
      sides(bar, row),
      bytes(row)
    };
  }

  private static String limit(Bar bar) {
    return switch (bar.kind()) {
      case RATIO, TAIL -> "up to " + Numbers.limit(bar.limit());
      case FASTER -> "at least " + Numbers.number(bar.limit());
      case NANOS -> "up to " + Numbers.time(bar.limit());
    };
  }

  private static String sides(Bar bar, Measurement row) {
    double ours = row.metric("ours");
    double floor = row.metric("floor");
    return switch (bar.kind()) {
      case TAIL ->
          String.format(
              Locale.ROOT,
              "1 of 100 is above %.2f times the median | a fixed loop %.2f | 1 of 1,000 above %.1f",
              ours,
              floor,
              row.metric("farTail"));
      case FASTER -> "ours " + Numbers.time(ours) + " | theirs " + Numbers.time(floor);
      case RATIO -> "ours " + Numbers.time(ours) + " | floor " + Numbers.time(floor);
      case NANOS ->
          row.isRatio() ? "a bare pool " + Numbers.time(floor) : "in code that is still cold";
    };
  }

  private static String bytes(Measurement row) {
    double bytes = row.metric("bytes");
    if (Double.isNaN(bytes)) {
      return "";
    }
    return bytes < 1 ? "allocates nothing" : "allocates " + Numbers.number(bytes) + " B";
  }

  private static void align(List<String[]> rows, List<String> lines) {
    int[] width = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    width[4] = 0; // as long as it is
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        String pad = " ".repeat(Math.max(0, width[i] - row[i].length()));
        line.append(i == 0 ? "" : row[i].isEmpty() ? "   " : " | ");
        line.append(i == 1 ? pad + row[i] : row[i] + pad);
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private String counted(int all) {
    int ok = counts.getOrDefault(Verdict.OK, 0);
    int near = counts.getOrDefault(Verdict.AT_THE_LIMIT, 0);
    int slower = counts.getOrDefault(Verdict.SLOWER, 0);
    int allocating = counts.getOrDefault(Verdict.ALLOCATES, 0);
    StringBuilder text = new StringBuilder();
    text.append(ok).append(" of ").append(all).append(" lines are within, ");
    if (near > 0) {
      text.append(near).append(" about at the limit, ");
    }
    text.append(slower).append(" slower than we want, ");
    if (allocating > 0) {
      text.append(allocating).append(" allocating, ");
    }
    return text.append(all - ok - near - slower - allocating).append(" not comparable.").toString();
  }
}
