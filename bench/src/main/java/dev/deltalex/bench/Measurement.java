package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of a JMH result file: a benchmark with one choice of parameters.
 *
 * @param benchmark simple class name and method, {@code Class.method}
 * @param params the values of its parameters
 * @param score time per operation in ns, or operations per ns
 * @param error half the width of JMH's 99.9 % interval in the same unit; NaN if too few iterations
 * @param perOperation whether the score is a time per operation
 * @param allocated bytes per operation, NaN if the run did not count them, and for single shots,
 *     which are cold
 * @param percentiles times in ns by percentile ({@code 50.0}), empty unless times were sampled
 */
record Measurement(
    String benchmark,
    Map<String, String> params,
    double score,
    double error,
    boolean perOperation,
    double allocated,
    Map<Double, Double> percentiles) {

  /** Reads a file that JMH wrote with {@code -rf json}. */
  static List<Measurement> read(Path json) throws IOException {
    List<Measurement> rows = new ArrayList<>();
    try (JsonParser in = new JsonFactory().createParser(json.toFile())) {
      if (in.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("Not a JMH result file: " + json);
      }
      while (in.nextToken() == JsonToken.START_OBJECT) {
        rows.add(new Row().read(in));
      }
    }
    return rows;
  }

  /** The value at a percentile, NaN where the run has none. */
  double percentile(double p) {
    Double value = percentiles.get(p);
    return value == null ? Double.NaN : value;
  }

  /** A row while it is being read: the fields stand in any order. */
  private static final class Row {
    private String benchmark = "";
    private final Map<String, String> params = new TreeMap<>();
    private double score = Double.NaN;
    private double error = Double.NaN;
    private String unit = "ns/op";
    private double allocated = Double.NaN;
    private boolean sampled;
    private boolean single;
    private final Map<Double, Double> percentiles = new TreeMap<>();

    Measurement read(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "benchmark" -> benchmark = simpleName(in.getText());
          case "mode" -> {
            sampled = in.getText().equals("sample");
            single = in.getText().equals("ss");
          }
          case "params" -> readParams(in);
          case "primaryMetric" -> readPrimary(in);
          case "secondaryMetrics" -> readSecondary(in);
          default -> in.skipChildren();
        }
      }
      double unitNanos = nanos(unit);
      if (sampled) {
        percentiles.replaceAll((p, value) -> value * unitNanos);
      } else {
        percentiles.clear(); // Of iterations, not of operations.
      }
      boolean perOperation = unit.endsWith("/op");
      double scale = perOperation ? unitNanos : 1 / unitNanos;
      return new Measurement(
          benchmark,
          params,
          score * scale,
          error * scale,
          perOperation,
          single ? Double.NaN : allocated,
          percentiles);
    }

    private void readParams(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        params.put(name, in.getText());
      }
    }

    private void readPrimary(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "score" -> score = number(in);
          case "scoreError" -> error = number(in);
          case "scoreUnit" -> unit = in.getText();
          case "scorePercentiles" -> readPercentiles(in);
          default -> in.skipChildren();
        }
      }
    }

    private void readPercentiles(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        double p = Double.parseDouble(in.currentName());
        in.nextToken();
        percentiles.put(p, number(in));
      }
    }

    private void readSecondary(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean allocation = in.currentName().endsWith("gc.alloc.rate.norm");
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          boolean score = allocation && in.currentName().equals("score");
          in.nextToken();
          if (score) {
            allocated = number(in);
          } else {
            in.skipChildren();
          }
        }
      }
    }

    /** JMH writes what is not a number as a string. */
    private static double number(JsonParser in) throws IOException {
      return in.currentToken() == JsonToken.VALUE_STRING ? Double.NaN : in.getDoubleValue();
    }

    private static String simpleName(String qualified) {
      int method = qualified.lastIndexOf('.');
      return qualified.substring(qualified.lastIndexOf('.', method - 1) + 1);
    }
  }

  /** The ns in the time unit of {@code us/op}, {@code ops/ms} and so on. */
  static double nanos(String unit) {
    String time =
        unit.endsWith("/op")
            ? unit.substring(0, unit.length() - "/op".length())
            : unit.substring(unit.indexOf('/') + 1);
    return switch (time) {
      case "ns" -> 1;
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      default -> throw new IllegalArgumentException("Not a unit of time: " + unit);
    };
  }
}
