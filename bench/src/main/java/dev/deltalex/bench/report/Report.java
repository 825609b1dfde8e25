package dev.deltalex.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws the plots of a report's directory. */
public final class Report {
  /** Where a run leaves its table and its plots, next to its JSON file. */
  public static final String DIRECTORY = "report";

  private final Path directory;

  /**
   * A report.
   *
   * @param directory that has the points of its plots
   */
  public Report(Path directory) {
    this.directory = directory;
  }

  /** Draws what there are points of, and says where. */
  public void write(PrintStream out) throws IOException {
    List<String> drawn = new ArrayList<>();
    for (Plot plot : Plot.values()) {
      Path points = directory.resolve(plot.file() + ".csv");
      if (Files.isRegularFile(points)) {
        draw(plot, points, drawn, out);
      }
    }
    out.println(
        "The table"
            + (drawn.isEmpty() ? "" : " and " + drawn.size() + " plots")
            + ": "
            + directory);
  }

  private void draw(Plot plot, Path points, List<String> drawn, PrintStream out)
      throws IOException {
    Path svg = directory.resolve(plot.file() + ".svg");
    try {
      SvgFile.write(plot.chart(Points.read(points)), svg);
      drawn.add(plot.file());
    } catch (LinkageError | RuntimeException e) {
      // Java's own text layout is missing in headless JDKs without fonts.
      out.println("No plot " + plot.file() + ": " + e);
    }
  }
}
