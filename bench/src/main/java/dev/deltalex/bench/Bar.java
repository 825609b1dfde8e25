package dev.deltalex.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of {@code bars.properties}, which explains itself: what a row must reach.
 *
 * @param id the number in the list of bars, with a suffix where it has several parts
 * @param benchmark {@code Class.method}
 * @param params parameters that must have these values; others may have any
 * @param kind what is compared with the limit
 * @param bytes that an operation may allocate; negative if they do not matter
 * @param question in plain words, with the names of parameters in braces
 */
record Bar(
    String id,
    String benchmark,
    Map<String, String> params,
    Kind kind,
    double limit,
    double bytes,
    String question) {

  /** What is compared with the limit. */
  enum Kind {
    RATIO,
    FASTER,
    TAIL,
    NANOS
  }

  private static final String FILE = "/bars.properties";
  private static final String METHOD = ".ratio";
  private static final String BYTES = "bytes";

  /** The bars of the project, in the order of the table. */
  static List<Bar> ofProject() throws IOException {
    try (InputStream in = Bar.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException("Not found: " + FILE);
      }
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static List<Bar> read(String lines) {
    List<Bar> bars = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        bars.add(parse(line));
      }
    }
    return bars;
  }

  static Bar parse(String line) {
    int equals = line.indexOf(" = ");
    String[] parts = line.substring(equals + 3).split(" \\| ", -1);
    if (equals < 0 || parts.length != 3) {
      throw new IllegalArgumentException(
          "Not '<id> = <suite> | <kind> <limit> | <question>': " + line);
    }
    String[] subject = parts[0].trim().split(" ", -1);
    Map<String, String> params = new TreeMap<>();
    for (int i = 1; i < subject.length; i++) {
      int at = subject[i].indexOf('=');
      if (at <= 0) {
        throw new IllegalArgumentException("Not '<parameter>=<value>': " + subject[i]);
      }
      params.put(subject[i].substring(0, at), subject[i].substring(at + 1));
    }
    String[] bar = parts[1].trim().split(" ", -1);
    boolean hasBytes = bar.length == 4 && bar[2].equals(BYTES);
    if (bar.length != 2 && !hasBytes) {
      throw new IllegalArgumentException("Not '<kind> <limit> [bytes <n>]': " + parts[1]);
    }
    return new Bar(
        line.substring(0, equals).trim(),
        subject[0].contains(".") ? subject[0] : subject[0] + METHOD,
        params,
        Kind.valueOf(bar[0].toUpperCase(java.util.Locale.ROOT)),
        Double.parseDouble(bar[1]),
        hasBytes ? Double.parseDouble(bar[3]) : 0,
        parts[2].trim());
  }

  boolean matches(Measurement row) {
    return row.benchmark().equals(benchmark)
        && row.params().entrySet().containsAll(params.entrySet());
  }

  /** The question for a row, with the values of its parameters. */
  String question(Measurement row) {
    String text = question;
    for (Map.Entry<String, String> param : row.params().entrySet()) {
      text = text.replace("{" + param.getKey() + "}", param.getValue());
    }
    return text;
  }
}
