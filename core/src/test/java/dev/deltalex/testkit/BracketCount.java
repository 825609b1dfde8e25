package dev.deltalex.testkit;

/** Looks for the end of a container of which only the brackets count, those in strings left out. */
final class BracketCount {
  private int open = 1;
  private boolean inString;
  private boolean escape;

  /** Takes the next char. Whether the container ends with it. */
  boolean endsWith(char c) {
    if (!inString) {
      inString = c == '"';
      open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      return open == 0;
    }
    if (escape) {
      escape = false;
    } else {
      escape = c == '\\';
      inString = c != '"';
    }
    return false;
  }
}
