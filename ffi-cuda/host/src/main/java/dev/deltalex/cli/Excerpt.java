package dev.deltalex.cli;

/** Quotes texts for a report: short ones whole, long ones where it matters. */
final class Excerpt {
  /** Three lines of a terminal: what is longer hides the difference it should show. */
  private static final int SHOWN_WHOLE = 240;

  private static final int SHOWN_BEFORE = 60;
  private static final int SHOWN_AFTER = 100;

  private Excerpt() {}

  static boolean fits(String text) {
    return text.length() <= SHOWN_WHOLE;
  }

  /** The text, or its beginning. */
  static String of(String text) {
    return fits(text) ? JsonText.quote(text) : around(text, 0);
  }

  /** What stands around a char, and how long the whole text is. */
  static String around(String text, int at) {
    int from = Math.max(0, at - SHOWN_BEFORE);
    int to = Math.min(text.length(), at + SHOWN_AFTER);
    return (from > 0 ? "..." : "")
        + JsonText.quote(text.substring(from, to))
        + (to < text.length() ? "..." : "")
        + " ("
        + text.length()
        + " chars)";
  }

  /**
   * The first char at which two texts differ; the length of the shorter if it begins the longer.
   */
  static int firstDifference(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int at = 0;
    while (at < shorter && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at;
  }
}
