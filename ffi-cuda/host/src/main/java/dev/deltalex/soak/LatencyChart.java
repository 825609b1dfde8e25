package dev.deltalex.soak;

import dev.deltalex.host.HumanNumbers;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.AbstractHistogram;

/** Latency histograms with a logarithmic time axis, as a self-contained SVG document. */
final class LatencyChart {
  private static final int WIDTH = 760;
  private static final int PANEL = 250;
  private static final int TOP = 50;
  private static final int LEFT = 60;
  private static final int PLOT_WIDTH = WIDTH - LEFT - 30;
  private static final int PLOT_HEIGHT = 140;

  /** The axis ranges from 10 us to one minute; shorter latencies are counted in the first bar. */
  private static final double LOW = 1e4;

  private static final double HIGH = 6e10;
  private static final int BARS = 80;
  private static final double[] TICKS = {1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 6e10};
  private static final double[] MARKS = {50, 99, 99.9};

  /** A histogram of nanoseconds with its title. */
  record Panel(String title, AbstractHistogram histogram) {}

  private LatencyChart() {}

  /** The SVG document, with one panel below the other. */
  static String svg(String title, List<Panel> panels) {
    int height = TOP + panels.size() * PANEL;
    StringBuilder out = new StringBuilder();
    add(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">",
        WIDTH,
        height,
        WIDTH,
        height);
    add(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, height);
    add(out, "<text x=\"%d\" y=\"28\" font-size=\"16\">%s</text>", LEFT, title);
    for (int i = 0; i < panels.size(); i++) {
      panel(out, panels.get(i), TOP + i * PANEL);
    }
    return out.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder out, Panel panel, int top) {
    AbstractHistogram histogram = panel.histogram();
    int plot = top + 40;
    int bottom = plot + PLOT_HEIGHT;
    add(out, "<text x=\"%d\" y=\"%d\">%s</text>", LEFT, top + 14, panel.title());
    add(
        out,
        "<text x=\"%d\" y=\"%d\" fill=\"#666\">%,d values; %s</text>",
        LEFT,
        top + 31,
        histogram.getTotalCount(),
        SoakReport.percentiles(histogram));
    long[] bars = bars(histogram);
    long most = 1;
    for (long bar : bars) {
      most = Math.max(most, bar);
    }
    double width = (double) PLOT_WIDTH / BARS;
    for (int i = 0; i < BARS; i++) {
      if (bars[i] > 0) {
        // At least one pixel, so that a single value is visible.
        double tall = Math.max(1, (double) PLOT_HEIGHT * bars[i] / most);
        add(
            out,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#3b73b9\"/>",
            LEFT + i * width,
            bottom - tall,
            width - 1,
            tall);
      }
    }
    axes(out, plot, bottom, 100.0 * most / Math.max(1, histogram.getTotalCount()));
    for (double mark : MARKS) {
      double x = x((double) histogram.getValueAtPercentile(mark));
      add(
          out,
          "<path d=\"M%.1f %dV%d\" stroke=\"#c0392b\" stroke-dasharray=\"3 3\"/>",
          x,
          plot - 2,
          bottom);
      add(
          out,
          "<text x=\"%.1f\" y=\"%d\" font-size=\"10\" fill=\"#c0392b\">%s %%</text>",
          x + 3,
          plot + 8 + (mark == MARKS[1] ? 12 : mark == MARKS[2] ? 24 : 0),
          HumanNumbers.plain(mark));
    }
  }

  private static void axes(StringBuilder out, int plot, int bottom, double mostPercent) {
    add(
        out,
        "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#222\"/>",
        LEFT,
        plot,
        bottom,
        LEFT + PLOT_WIDTH);
    add(
        out,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.0f %%</text>",
        LEFT - 6,
        plot + 10,
        mostPercent);
    add(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>", LEFT - 6, bottom);
    for (double tick : TICKS) {
      add(out, "<path d=\"M%.1f %dv5\" stroke=\"#222\"/>", x(tick), bottom);
      add(
          out,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(tick),
          bottom + 19,
          tick == LOW
              ? "&#8804; 10 us"
              : tick < 1e6
                  ? (int) (tick / 1e3) + " us"
                  : tick < 1e9 ? (int) (tick / 1e6) + " ms" : (int) (tick / 1e9) + " s");
    }
  }

  private static long[] bars(AbstractHistogram histogram) {
    long[] bars = new long[BARS];
    histogram
        .recordedValues()
        .forEach(value -> {
          double at = share((double) value.getValueIteratedTo()) * BARS;
          bars[Math.clamp((long) at, 0, BARS - 1)] += value.getCountAddedInThisIterationStep();
        });
    return bars;
  }

  private static double share(double nanos) {
    return Math.clamp(Math.log(nanos / LOW) / Math.log(HIGH / LOW), 0, 1);
  }

  private static double x(double nanos) {
    return LEFT + PLOT_WIDTH * share(nanos);
  }

  private static void add(StringBuilder out, String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }
}
