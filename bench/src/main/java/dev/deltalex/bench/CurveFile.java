package dev.deltalex.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The points of a plot, as comma-separated values: printed, and written where the run wants them.
 */
final class CurveFile {
  /** Property: the directory of the report. */
  static final String DIRECTORY = "deltalex.bench.report";

  private final String name;
  private final List<String> lines = new ArrayList<>();

  CurveFile(String name, String... columns) {
    this.name = name;
    lines.add(String.join(",", columns));
  }

  /** Adds a line; what was not measured is NaN. */
  void add(double... values) {
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      line.append(line.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%.3f", value));
    }
    lines.add(line.toString());
  }

  void write() {
    lines.forEach(line -> System.out.println("# " + name + ": " + line));
    String directory = System.getProperty(DIRECTORY, "");
    if (directory.isEmpty()) {
      return;
    }
    try {
      Path at = Files.createDirectories(Path.of(directory));
      Files.write(at.resolve(name + ".csv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
