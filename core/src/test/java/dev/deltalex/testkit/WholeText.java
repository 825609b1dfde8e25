package dev.deltalex.testkit;

import java.util.regex.Pattern;

/** What becomes of lone surrogates in arguments and names: U+FFFD stands for them. */
final class WholeText {
  private static final String HIGH = "\\\\u[dD][89abAB]\\p{XDigit}{2}";
  private static final String LOW = "\\\\u[dD][c-fC-F]\\p{XDigit}{2}";

  /**
   * A pair of escapes, the escape of a lone surrogate (group 1), or any other escape's beginning.
   */
  private static final Pattern ESCAPE =
      Pattern.compile(HIGH + LOW + "|(" + HIGH + "|" + LOW + ")|\\\\.", Pattern.DOTALL);

  private WholeText() {}

  /** Text with U+FFFD for each lone surrogate. */
  static String of(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
    return out.toString();
  }

  /**
   * JSON text, or the beginning of one, with U+FFFD for each lone surrogate, as an escape for one
   * that is spelled by an escape. Halves that are spelled in two ways are no pair.
   */
  static String ofJson(String json) {
    String escapes =
        ESCAPE.matcher(json).replaceAll(found -> found.group(1) == null ? "$0" : "\\\\ufffd");
    return of(escapes);
  }

  /** Whether the text is the whole escape of a high surrogate. */
  static boolean isHighEscape(String text) {
    return text.matches(HIGH);
  }
}
