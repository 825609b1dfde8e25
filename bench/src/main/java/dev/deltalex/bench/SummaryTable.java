package dev.deltalex.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a JMH result file as one table, each row against its bar. A bar that is missed is said,
 * and fails nothing: on another machine, or in a short run, a number is a hint and no verdict.
 */
public final class SummaryTable {
  private static final String[] HEAD = {"bar", "benchmark", "score", "+-", "B/op", "limit", ""};

  /** Bytes per operation that count as none: the harness itself allocates once per iteration. */
  private static final double NO_BYTES_NANOS = 0.01;

  private static final double NO_BYTES_MICROS = 1;

  /**
   * Nanoseconds of an operation for which {@link #NO_BYTES_MICROS} hold; a longer one may have more
   * in proportion, because the JVM's own threads allocate some kB a second.
   */
  private static final double MICROS_LONG = 100e3;

  private final List<Measurement> run;
  private final List<Bar> bars;
  private final List<String[]> rows = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();
  private int met;
  private int missed;
  private int allocating;
  private int allocationRows;

  SummaryTable(List<Measurement> run, List<Bar> bars) {
    this.run = run;
    this.bars = bars;
  }

  /**
   * Prints the table.
   *
   * @param args the JSON file that JMH wrote
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: SummaryTable <jmh-result.json>");
      System.exit(2);
    }
    try (InputStream in = SummaryTable.class.getResourceAsStream("/bars.properties")) {
      List<Bar> bars = in == null ? List.of() : Bar.load(in);
      new SummaryTable(Measurement.read(Path.of(args[0])), bars).print(System.out);
    }
  }

  void print(PrintStream out) {
    for (Bar bar : bars) {
      addBar(bar);
    }
    for (Measurement row : run) {
      if (bars.stream().noneMatch(bar -> bar.subject().matches(row))) {
        rows.add(cells("-", row, "", ""));
      }
    }
    printRows(out);
    new FormatRatios(run).print(out);
    out.printf("%n%d bars met, %d missed.", met, missed);
    if (allocationRows > 0) {
      out.printf(
          " P8: %d of %d rows with a bar allocate nothing.",
          allocationRows - allocating, allocationRows);
    }
    if (!notRun.isEmpty()) {
      out.print(" Not in this run: " + String.join(", ", notRun) + ".");
    }
    out.println();
  }

  private void addBar(Bar bar) {
    boolean found = false;
    for (Measurement row : run) {
      if (!bar.subject().matches(row)) {
        continue;
      }
      double value = bar.value(row, run);
      if (Double.isNaN(value)) {
        continue;
      }
      found = true;
      boolean ok = bar.met(value);
      if (ok) {
        met++;
      } else {
        missed++;
      }
      String limit = (bar.atMost() ? "<= " : ">= ") + limit(bar);
      String verdict = (ok ? "met" : "MISSED") + (bar.isRatio() ? ratio(value) : "");
      // A bar from below holds a yardstick against our own code: what that allocates is its affair.
      rows.add(cells(bar.id(), row, limit, bar.atMost() ? verdict + allocation(row) : verdict));
    }
    if (!found) {
      notRun.add(bar.id());
    }
  }

  private String allocation(Measurement row) {
    // Where times are sampled, the harness's buffers for them are counted too.
    if (Double.isNaN(row.allocated()) || !row.percentiles().isEmpty()) {
      return "";
    }
    allocationRows++;
    double none =
        row.score() < 1e3
            ? NO_BYTES_NANOS
            : NO_BYTES_MICROS * Math.max(1, row.score() / MICROS_LONG);
    if (row.allocated() < none) {
      return "";
    }
    allocating++;
    return ", ALLOCATES";
  }

  private static String limit(Bar bar) {
    Bar.Selector reference = bar.reference();
    if (reference != null) {
      return number(bar.limit()) + " x " + reference.benchmark() + params(reference.params());
    }
    return bar.isRatio() ? number(bar.limit()) : time(bar.limit());
  }

  private static String ratio(double value) {
    return " (" + number(value) + ")";
  }

  private static String[] cells(String bar, Measurement row, String limit, String verdict) {
    boolean time = row.perOperation();
    return new String[] {
      bar,
      row.benchmark() + params(row.params()),
      time ? time(row.score()) : number(row.score() * 1e9) + " op/s",
      Double.isNaN(row.error()) ? "" : time ? time(row.error()) : number(row.error() * 1e9),
      Double.isNaN(row.allocated()) ? "" : String.format(Locale.ROOT, "%.3f", row.allocated()),
      limit,
      verdict
    };
  }

  private static String params(Map<String, String> params) {
    StringBuilder text = new StringBuilder();
    params.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.toString();
  }

  /** A time per operation in the unit that keeps it readable. */
  private static String time(double nanos) {
    if (nanos < 1e4) {
      return number(nanos) + " ns/op";
    }
    return nanos < 1e7 ? number(nanos / 1e3) + " us/op" : number(nanos / 1e6) + " ms/op";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }

  private void printRows(PrintStream out) {
    rows.addFirst(HEAD);
    int[] width = new int[HEAD.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        width[i] = Math.max(width[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        boolean right = i >= 2 && i <= 4;
        String pad = " ".repeat(width[i] - row[i].length());
        line.append(right ? pad + row[i] : row[i] + pad).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
