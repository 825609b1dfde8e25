package dev.deltalex.cli;

import dev.deltalex.host.JsonStrings;
import java.util.Arrays;

/** Quotes texts for a report; of a long text only the part around an offset. */
final class TextExcerpt {
  /** Maximum of chars, about three lines of a terminal. */
  private static final int SHOWN_WHOLE = 240;

  private static final int SHOWN_BEFORE = 60;
  private static final int SHOWN_AFTER = 100;

  private TextExcerpt() {}

  static boolean fits(String text) {
    return text.length() <= SHOWN_WHOLE;
  }

  /** The text if it is short, else its beginning. */
  static String of(String text) {
    return fits(text) ? JsonStrings.quote(text) : around(text, 0);
  }

  /** The text around an offset, and the length of the whole text. */
  static String around(String text, int at) {
    int from = Math.max(0, at - SHOWN_BEFORE);
    int to = Math.min(text.length(), at + SHOWN_AFTER);
    String before = from > 0 ? "..." : "";
    String after = to < text.length() ? "..." : "";
    String quoted = JsonStrings.quote(text.substring(from, to));
    return before + quoted + after + " (" + text.length() + " chars)";
  }

  /** Offset of the first different char of two texts; a prefix ends there. */
  static int firstDifference(String one, String other) {
    return Arrays.mismatch(one.toCharArray(), other.toCharArray());
  }
}
