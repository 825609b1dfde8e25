package dev.deltalex.jmh;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What of JMH's lines a console shows: how far the run is, at most every few seconds, and what is
 * wrong. All lines are in the log.
 */
final class Progress implements UnaryOperator<String> {
  private static final String RUN = "# Run progress: ";
  private static final String FORK = "# Fork: ";
  private static final String PERCENT = "%";
  private static final long NANOS_BETWEEN = 5_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Beginnings of the lines that say what went wrong. */
  private static final String[] FAILURES = {
    "<failure>", "java.lang.", "Exception in thread", "ERROR: ", "<forked VM failed"
  };

  private final long start;
  private long shown;

  Progress(long now) {
    start = now;
    shown = now - NANOS_BETWEEN;
  }

  @Override
  public String apply(String line) {
    return read(line, System.nanoTime());
  }

  /** The line as the console shows it, or null. */
  String read(String line, long now) {
    if (line.startsWith(RUN)) {
      return now - shown < NANOS_BETWEEN ? null : progress(line, now);
    }
    for (String failure : FAILURES) {
      if (line.contains(failure) && !line.startsWith(FORK)) {
        return line;
      }
    }
    return null;
  }

  private String progress(String line, long now) {
    int end = line.indexOf(PERCENT);
    if (end < 0) {
      return null;
    }
    double percent = Double.parseDouble(line.substring(RUN.length(), end));
    shown = now;
    double seconds = (now - start) / NANOS_PER_SECOND;
    String left =
        percent < 1
            ? ""
            : String.format(
                Locale.ROOT, ", about %.0f s left", seconds * (100 - percent) / percent);
    return String.format(Locale.ROOT, "measured %.0f %% in %.0f s%s", percent, seconds, left);
  }
}
