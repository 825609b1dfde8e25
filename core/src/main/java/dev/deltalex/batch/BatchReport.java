package dev.deltalex.batch;

/**
 * Something to say about a line.
 *
 * @param line number of the line, from 1
 * @param id the line's id as JSON; {@code null} if it has none
 * @param kind what is said
 * @param text why the line is bad, or the differences, separated by {@code "; "}
 */
public record BatchReport(long line, String id, Kind kind, String text) {
  /** What a report says. */
  public enum Kind {
    /** The line cannot be read. */
    BAD,
    /** The compared format gives another message. */
    DIFFERS
  }
}
