package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of a JMH result file: a benchmark with one choice of parameters.
 *
 * @param benchmark simple class name and method, {@code Class.method}
 * @param params the values of its parameters
 * @param forks JVMs that measured it
 * @param nanos what JMH itself measured, in ns per operation: the least of its iterations where it
 *     lists them, else the mean; NaN if it is not a time per operation
 * @param metrics secondary metrics by name, one value a fork
 * @param jdk the JDK that measured
 */
record Measurement(
    String benchmark,
    Map<String, String> params,
    int forks,
    double nanos,
    Map<String, double[]> metrics,
    String jdk) {

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

  /** Whether the row was measured in slices, against a floor. */
  boolean isRatio() {
    return !Double.isNaN(metric("ratio"));
  }

  /** The median of a metric over the forks; NaN where the row has none. */
  double metric(String name) {
    double[] values = metrics.get(name);
    if (values == null || values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** A row while it is being read: the fields are in any order. */
  private static final class Row {
    private String benchmark = "";
    private final Map<String, String> params = new TreeMap<>();
    private int forks = 1;
    private double score = Double.NaN;
    private double least = Double.NaN;
    private String unit = "";
    private String jdk = "";
    private final Map<String, double[]> metrics = new TreeMap<>();

    Measurement read(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "benchmark" -> benchmark = simpleName(in.getText());
          case "forks" -> forks = in.getIntValue();
          case "vmVersion" -> jdk = in.getText();
          case "params" -> readParams(in);
          case "primaryMetric" -> readPrimary(in);
          case "secondaryMetrics" -> readSecondary(in);
          default -> in.skipChildren();
        }
      }
      double measured = Double.isNaN(least) ? score : least;
      double nanos = unit.endsWith("/op") ? measured * unitNanos(unit) : Double.NaN;
      return new Measurement(benchmark, params, forks, nanos, metrics, jdk);
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
          case "scoreUnit" -> unit = in.getText();
          case "rawData" -> least = least(in);
          default -> in.skipChildren();
        }
      }
    }

    private void readSecondary(JsonParser in) throws IOException {
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String metric = in.currentName();
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          boolean raw = in.currentName().equals("rawData");
          in.nextToken();
          if (raw) {
            metrics.put(metric, firstOfEach(in));
          } else {
            in.skipChildren();
          }
        }
      }
    }

    /** The least value of all forks. */
    private static double least(JsonParser in) throws IOException {
      double least = Double.NaN;
      int depth = 1;
      while (depth > 0) {
        JsonToken token = in.nextToken();
        if (token == JsonToken.START_ARRAY) {
          depth++;
        } else if (token == JsonToken.END_ARRAY) {
          depth--;
        } else {
          double value = number(in);
          least = Double.isNaN(least) ? value : Math.min(least, value);
        }
      }
      return least;
    }

    /** The first value of each fork: a ratio has one iteration. */
    private static double[] firstOfEach(JsonParser in) throws IOException {
      List<Double> values = new ArrayList<>();
      while (in.nextToken() == JsonToken.START_ARRAY) {
        boolean first = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
          if (first) {
            values.add(number(in));
          }
          in.skipChildren();
          first = false;
        }
      }
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** JMH writes what is not a number as a string. */
    private static double number(JsonParser in) throws IOException {
      return in.currentToken().isNumeric() ? in.getDoubleValue() : Double.NaN;
    }

    private static String simpleName(String qualified) {
      int method = qualified.lastIndexOf('.');
      return qualified.substring(qualified.lastIndexOf('.', method - 1) + 1);
    }
  }

  private static double unitNanos(String unit) {
    return switch (unit) {
      case "ns/op" -> 1;
      case "us/op" -> 1e3;
      case "ms/op" -> 1e6;
      case "s/op" -> 1e9;
      default -> Double.NaN;
    };
  }
}
