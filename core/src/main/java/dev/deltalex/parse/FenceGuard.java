package dev.deltalex.parse;

import dev.deltalex.value.SnapshotIo;

/**
 * Tracks whether content is inside a Markdown code fence: three or more backticks or tildes at the
 * start of a line, up to three spaces before them, closed by a line of at least as many (CommonMark
 * 0.31, fenced code blocks). The lines are those of the emitted content: removed markers and calls
 * do not separate lines. The guard stores the offset up to which it has read, so that text that is
 * read again is not counted again.
 */
final class FenceGuard {
  private static final int SHORTEST = 3;
  private static final int DEEPEST_INDENT = 3;

  /** The line begins with something else. */
  private static final int NO_FENCE = -1;

  private long seen;
  private boolean inside;
  private char fenceChar;
  private int fenceLength;

  // The line so far.
  private char lineChar;
  private int count;
  private int indent;
  private boolean opens;
  private boolean trailing;

  void clear() {
    seen = 0;
    inside = false;
    fenceLength = 0;
    beginLine();
  }

  private void beginLine() {
    count = 0;
    indent = 0;
    opens = false;
    trailing = false;
  }

  /** Reads {@code a[from, to)}, which is content regardless of what follows. */
  void follow(char[] a, int from, int to, long origin) {
    for (int i = (int) Math.max(from, seen - origin); i < to; i++) {
      add(a[i]);
    }
    seen = Math.max(seen, origin + to);
  }

  /** Whether the content so far ends inside a fence. */
  boolean isInside() {
    return inside;
  }

  /** Whether the content followed by the whitespace {@code a[from, to)} ends inside a fence. */
  boolean isInside(char[] a, int from, int to) {
    boolean closing = closes();
    for (int i = from; closing && i < to; i++) {
      closing = a[i] != '\n' && a[i] != '\r';
    }
    return inside && (closing || !closes());
  }

  /** Whether the line closes the fence if it ends here. */
  private boolean closes() {
    return inside && !opens && count >= fenceLength && lineChar == fenceChar;
  }

  private void add(char c) {
    if (c == '\n' || c == '\r') {
      inside = inside && !closes();
      beginLine();
    } else if (count == 0 && c == ' ' && indent < DEEPEST_INDENT) {
      indent++;
    } else if (isFence(c) && !trailing && (count == 0 || count > 0 && c == lineChar)) {
      lineChar = c;
      count++;
      if (!inside && count == SHORTEST) {
        inside = true;
        opens = true;
        fenceChar = c;
      }
      fenceLength = opens ? count : fenceLength;
    } else if (opens && c == '`' && fenceChar == '`') {
      // A backtick after the fence: the line begins with inline code.
      inside = false;
      opens = false;
      count = NO_FENCE;
    } else if (opens || count >= SHORTEST && (c == ' ' || c == '\t')) {
      trailing = true;
    } else {
      count = NO_FENCE;
    }
  }

  private static boolean isFence(char c) {
    return c == '`' || c == '~';
  }

  /** Adds {@code offset} to each stored offset, because offset 0 moves to another char. */
  void shift(long offset) {
    seen += offset;
  }

  void transfer(SnapshotIo io) {
    seen = io.offset(seen, "where the guard of code fences is");
    inside = io.flag(inside);
    fenceChar = io.one(fenceChar);
    fenceLength = io.number(fenceLength, 0, Integer.MAX_VALUE, "a fence's length");
    lineChar = io.one(lineChar);
    count = io.number(count, NO_FENCE, Integer.MAX_VALUE, "the marks of a line");
    indent = io.number(indent, 0, DEEPEST_INDENT, "a line's indent");
    opens = io.flag(opens);
    trailing = io.flag(trailing);
  }
}
