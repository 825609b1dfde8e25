package dev.deltalex.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** The plots of a report. */
enum Plot {
  DELTA_SIZE("delta-size", "Cost of a delta by its size", "chars of the delta", "ns", 1),
  ARGUMENT_LENGTH(
      "argument-length",
      "Cost of a token by the length of the argument so far",
      "chars in front of it",
      "us",
      1e3),
  STEP_LATENCY(
      "step-latency",
      "Times of a step of 1,024 streams",
      "one step of so many takes longer",
      "us",
      1e3);

  private static final int WIDTH = 800;
  private static final int HEIGHT = 500;

  private final String file;
  private final String title;
  private final String horizontal;
  private final String unit;
  private final double unitNanos;

  Plot(String file, String title, String horizontal, String unit, double unitNanos) {
    this.file = file;
    this.title = title;
    this.horizontal = horizontal;
    this.unit = unit;
    this.unitNanos = unitNanos;
  }

  /** The name of its files, without an extension. */
  String file() {
    return file;
  }

  XYChart chart(Points points) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle(unit)
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
    for (int column = 1; column < points.columns().size(); column++) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (double[] row : points.rows()) {
        if (!Double.isNaN(row[column])) {
          x.add(this == STEP_LATENCY ? 100 / (100 - row[0]) : row[0]);
          y.add(row[column] / unitNanos);
        }
      }
      chart.addSeries(points.columns().get(column), x, y);
    }
    return chart;
  }
}
