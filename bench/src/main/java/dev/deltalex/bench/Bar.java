package dev.deltalex.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code bars.properties}: what a benchmark must reach.
 *
 * <pre>
 * P1.plain = ArgumentDelta.feed text=plain &lt;= 8 ns/op         a time per operation
 * P5 = Content.parse &lt;= 1.15 x Content.bareScan              a ratio of two benchmarks of one run
 * P10 = Step.latency p99.9/p50 &lt;= 4                          a ratio of two percentiles
 * </pre>
 *
 * A parameter that the line does not name may have any value: the bar then holds for each. A
 * reference takes the parameters it does not name from the row that is held against it.
 *
 * @param id the number in the list of bars, with a suffix where it has several parts
 * @param subject which rows it holds for
 * @param percentiles two percentiles whose ratio is meant, or null
 * @param atMost whether the value must stay under the limit, or reach it
 * @param limit in ns per operation, or a plain ratio
 * @param reference the other benchmark of a ratio, or null
 */
record Bar(
    String id,
    Selector subject,
    @Nullable Percentiles percentiles,
    boolean atMost,
    double limit,
    @Nullable Selector reference) {

  /**
   * A ratio within one row.
   *
   * @param high the percentile above the line, say 99.9
   * @param low the percentile below it, say 50
   */
  record Percentiles(double high, double low) {
    static Percentiles parse(String word) {
      int slash = word.indexOf("/p");
      return new Percentiles(
          Double.parseDouble(word.substring(1, slash)),
          Double.parseDouble(word.substring(slash + 2)));
    }
  }

  /**
   * A choice of rows.
   *
   * @param benchmark {@code Class.method}
   * @param params parameters that must have these values
   */
  record Selector(String benchmark, Map<String, String> params) {
    boolean matches(Measurement row) {
      return row.benchmark().equals(benchmark)
          && row.params().entrySet().containsAll(params.entrySet());
    }
  }

  /** All bars, P2 before P10. */
  static List<Bar> load(InputStream in) throws IOException {
    Properties lines = new Properties();
    lines.load(in);
    List<Bar> bars = new ArrayList<>();
    for (String id : lines.stringPropertyNames()) {
      bars.add(parse(id, lines.getProperty(id)));
    }
    bars.sort(Comparator.comparingInt(Bar::number).thenComparing(Bar::id));
    return bars;
  }

  static Bar parse(String id, String line) {
    String[] words = line.trim().split("\\s+", -1);
    Map<String, String> params = new TreeMap<>();
    Percentiles percentiles = null;
    int i = 1;
    while (i < words.length && !isRelation(words[i])) {
      if (words[i].startsWith("p") && words[i].contains("/p")) {
        percentiles = Percentiles.parse(words[i]);
      } else {
        putParam(id, params, words[i]);
      }
      i++;
    }
    if (i + 1 >= words.length) {
      throw new IllegalArgumentException(id + ": no '<= limit' or '>= limit' in: " + line);
    }
    boolean atMost = words[i].equals("<=");
    double limit = Double.parseDouble(words[i + 1]);
    Selector subject = new Selector(words[0], params);
    i += 2;
    if (i == words.length) {
      return new Bar(id, subject, percentiles, atMost, limit, null);
    }
    if (words[i].equals("x") && i + 1 < words.length) {
      Map<String, String> others = new TreeMap<>();
      for (int k = i + 2; k < words.length; k++) {
        putParam(id, others, words[k]);
      }
      Selector reference = new Selector(words[i + 1], others);
      return new Bar(id, subject, percentiles, atMost, limit, reference);
    }
    double nanos = limit * Measurement.nanos(words[i]);
    return new Bar(id, subject, percentiles, atMost, nanos, null);
  }

  private static boolean isRelation(String word) {
    return word.equals("<=") || word.equals(">=");
  }

  private static void putParam(String id, Map<String, String> params, String word) {
    int equals = word.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(id + ": not a parameter=value: " + word);
    }
    params.put(word.substring(0, equals), word.substring(equals + 1));
  }

  /** Whether the value is a ratio, rather than a time. */
  boolean isRatio() {
    return reference != null || percentiles != null;
  }

  /** The value that is held against the limit; NaN where the run lacks a part of it. */
  double value(Measurement row, List<Measurement> run) {
    if (percentiles != null) {
      return row.percentile(percentiles.high()) / row.percentile(percentiles.low());
    }
    if (reference == null) {
      return row.score();
    }
    for (Measurement other : run) {
      if (reference.matches(other) && sameElsewhere(reference, row, other)) {
        return row.score() / other.score();
      }
    }
    return Double.NaN;
  }

  /** Whether both rows agree on the parameters that they share and the reference leaves open. */
  private static boolean sameElsewhere(Selector reference, Measurement row, Measurement other) {
    for (Map.Entry<String, String> param : row.params().entrySet()) {
      String value = other.params().get(param.getKey());
      if (value != null
          && !reference.params().containsKey(param.getKey())
          && !value.equals(param.getValue())) {
        return false;
      }
    }
    return true;
  }

  boolean met(double value) {
    return atMost ? value <= limit : value >= limit;
  }

  private int number() {
    int number = 0;
    for (int i = 1; i < id.length() && Character.isDigit(id.charAt(i)); i++) {
      number = 10 * number + Character.digit(id.charAt(i), 10);
    }
    return number;
  }
}
