package dev.deltalex.batch;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Counts of lines and calls. Not thread-safe. */
public final class BatchCounts {
  private final Map<String, Row> formats = new TreeMap<>();
  private long bad;
  private long differing;
  private long chars;

  /** Makes counts that are 0. */
  public BatchCounts() {}

  /**
   * Counts of a format.
   *
   * @param lines lines that were read
   * @param calls calls in them
   * @param incomplete calls that the model did not complete, or that were cut
   * @param repaired complete calls with a diagnostic other than UNDECLARED_TOOL
   */
  public record Row(long lines, long calls, long incomplete, long repaired) {
    Row plus(Row other) {
      return new Row(
          lines + other.lines,
          calls + other.calls,
          incomplete + other.incomplete,
          repaired + other.repaired);
    }
  }

  /** The counts by name of the format, sorted. */
  public Map<String, Row> formats() {
    return Collections.unmodifiableMap(formats);
  }

  /** The sum of all formats. */
  public Row total() {
    return formats.values().stream().reduce(new Row(0, 0, 0, 0), Row::plus);
  }

  /** Lines that could not be read. */
  public long bad() {
    return bad;
  }

  /** Lines of which the compared format gives another message. */
  public long differing() {
    return differing;
  }

  /** Chars of the texts that were parsed; those of the compared format are not counted again. */
  public long chars() {
    return chars;
  }

  /** Adds other counts to these. */
  public void add(BatchCounts other) {
    other.formats.forEach((name, row) -> formats.merge(name, row, Row::plus));
    bad += other.bad;
    differing += other.differing;
    chars += other.chars;
  }

  void line(String format, Row row, long parsedChars) {
    formats.merge(format, row, Row::plus);
    chars += parsedChars;
  }

  /** Counts a line; returns the number of lines of this kind. */
  long report(BatchReport.Kind kind) {
    return kind == BatchReport.Kind.BAD ? ++bad : ++differing;
  }

  void clear() {
    formats.clear();
    bad = 0;
    differing = 0;
    chars = 0;
  }
}
