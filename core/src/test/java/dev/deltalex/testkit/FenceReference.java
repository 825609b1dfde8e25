package dev.deltalex.testkit;

/**
 * Whether a text ends inside a fenced code block of CommonMark 0.31: opened by a line of at least
 * three backticks or tildes, indented by up to three spaces, and closed by a line of at least as
 * many of the same char and nothing but spaces and tabs behind them.
 *
 * <p>The line that opens a block belongs to it from its third fence char on, as what follows in the
 * line is not known yet; a backtick in the info string behind a fence of backticks shows that it
 * was none.
 */
final class FenceReference {
  private static final int SHORTEST = 3;
  private static final int DEEPEST = 3;

  private final StringBuilder line = new StringBuilder();
  private char fenceChar;
  private int fenceLength;

  void append(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && c != '\r') {
        line.append(c);
        continue;
      }
      int length = fence();
      if (fenceLength == 0 && opens(length)) {
        fenceChar = line.charAt(indentation());
        fenceLength = length;
      } else if (fenceLength > 0 && closes(length)) {
        fenceLength = 0;
      }
      line.setLength(0);
    }
  }

  boolean inside() {
    return fenceLength > 0 || opens(fence());
  }

  /** As {@link #inside}, if the line ended here. */
  boolean insideBehindLine() {
    return fenceLength > 0 ? !closes(fence()) : opens(fence());
  }

  private int indentation() {
    int spaces = 0;
    while (spaces < line.length() && line.charAt(spaces) == ' ') {
      spaces++;
    }
    return spaces;
  }

  /** Length of the run of fence chars at the start of the line. */
  private int fence() {
    int from = indentation();
    int to = from;
    while (to < line.length()
        && line.charAt(to) == line.charAt(from)
        && "`~".indexOf(line.charAt(to)) >= 0) {
      to++;
    }
    return from <= DEEPEST ? to - from : 0;
  }

  private boolean opens(int length) {
    int from = indentation();
    return length >= SHORTEST && (line.charAt(from) == '~' || line.indexOf("`", from + length) < 0);
  }

  private boolean closes(int length) {
    int from = indentation();
    return length >= fenceLength
        && line.charAt(from) == fenceChar
        && line.substring(from + length).chars().allMatch(c -> c == ' ' || c == '\t');
  }
}
