package dev.deltalex.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rows of {@link FormatDelta} as a table: a line for each format with its times as ratios to
 * those of one of them.
 */
final class FormatRatios {
  private static final String BENCHMARK = "FormatDelta.";
  private static final String FORMAT = "format";
  private static final String REFERENCE = "qwen3_coder";

  /** Times in ns by column, by format. */
  private final Map<String, Map<String, Double>> formats = new LinkedHashMap<>();

  private final Set<String> columns = new LinkedHashSet<>();

  FormatRatios(List<Measurement> run) {
    for (Measurement row : run) {
      String format = row.params().get(FORMAT);
      if (row.benchmark().startsWith(BENCHMARK) && format != null) {
        String column = column(row);
        columns.add(column);
        formats.computeIfAbsent(format, name -> new LinkedHashMap<>()).put(column, row.score());
      }
    }
  }

  /** The method, and the parameters but for the format. */
  private static String column(Measurement row) {
    Map<String, String> others = new TreeMap<>(row.params());
    others.remove(FORMAT);
    return row.benchmark().substring(BENCHMARK.length()) + " " + String.join(" ", others.values());
  }

  /** Prints the table, if the run has the reference and another format. */
  void print(PrintStream out) {
    Map<String, Double> reference = formats.get(REFERENCE);
    if (reference == null || formats.size() == 1) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(FORMAT));
    head.addAll(columns);
    rows.add(head);
    formats.forEach((format, times) -> rows.add(row(format, times, reference)));
    out.printf(
        "%nP14: ns per delta of %s, and how many times as long other formats take%n", REFERENCE);
    print(rows, out);
  }

  private List<String> row(
      String format, Map<String, Double> times, Map<String, Double> reference) {
    List<String> cells = new ArrayList<>(List.of(format));
    for (String column : columns) {
      Double time = times.get(column);
      Double base = reference.get(column);
      if (time == null || base == null) {
        cells.add("");
      } else if (format.equals(REFERENCE)) {
        cells.add(String.format(Locale.ROOT, "%.1f ns", time));
      } else {
        cells.add(String.format(Locale.ROOT, "%.2f", time / base));
      }
    }
    return cells;
  }

  private static void print(List<List<String>> rows, PrintStream out) {
    int[] width = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < width.length; i++) {
        width[i] = Math.max(width[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < width.length; i++) {
        String pad = " ".repeat(width[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
