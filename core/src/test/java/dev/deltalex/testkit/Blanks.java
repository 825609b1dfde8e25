package dev.deltalex.testkit;

/** Whitespace of a text. */
final class Blanks {
  private Blanks() {}

  static boolean ws(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** The first index from {@code p} on that is not whitespace. */
  static int past(CharSequence text, int p) {
    int q = p;
    while (q < text.length() && ws(text.charAt(q))) {
      q++;
    }
    return q;
  }

  /** Chars of the newline at {@code p}, or 0. */
  static int newline(String text, int p) {
    if (p < text.length() && text.charAt(p) == '\n') {
      return 1;
    }
    return text.startsWith("\r\n", p) ? 2 : 0;
  }

  /** Chars of the newline directly before {@code p}, as far as not before {@code start}; or 0. */
  static int newlineBefore(String text, int start, int p) {
    if (p == start || text.charAt(p - 1) != '\n') {
      return 0;
    }
    return p - start > 1 && text.charAt(p - 2) == '\r' ? 2 : 1;
  }
}
