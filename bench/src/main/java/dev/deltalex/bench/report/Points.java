package dev.deltalex.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Comma-separated values.
 *
 * @param columns their names; the first is that of the horizontal axis
 * @param rows the values; NaN where there is none
 */
record Points(List<String> columns, List<double[]> rows) {
  static Points read(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    if (lines.isEmpty()) {
      throw new IOException("No columns in " + csv);
    }
    return new Points(
        List.of(lines.getFirst().split(",", -1)),
        lines.stream().skip(1).map(Points::numbers).toList());
  }

  private static double[] numbers(String line) {
    String[] words = line.split(",", -1);
    double[] values = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = Double.parseDouble(words[i]);
    }
    return values;
  }
}
