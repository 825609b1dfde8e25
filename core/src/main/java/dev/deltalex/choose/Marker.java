package dev.deltalex.choose;

import dev.deltalex.syntax.Literal;

/**
 * The part of a literal that is looked for in a template.
 *
 * @param text the chars; a template may build what is before or behind them from variables
 * @param isLabelled whether a label may be before its last char, which a template may add
 */
record Marker(String text, boolean isLabelled) {
  /** Shorter texts are in templates of any kind. */
  private static final int MIN_CHARS = 4;

  private static final String FENCE = "```";

  /**
   * The marker of a literal. Words at its start are left out: a template may take {@code function}
   * of {@code function<|sep|>} from a variable.
   */
  static Marker of(Literal literal) {
    String text = literal.text();
    if (literal.label() > 0) {
      return new Marker(text, true);
    }
    int start = 0;
    while (start < text.length()
        && (Character.isLetterOrDigit(text.charAt(start))
            || Character.isWhitespace(text.charAt(start)))) {
      start++;
    }
    return new Marker(text.substring(start).strip(), false);
  }

  /** The marker of a literal that attributes follow. */
  static Marker withAttributes(Literal literal) {
    return new Marker(literal.text() + ' ', false);
  }

  /** Whether it tells anything. */
  boolean isTelling() {
    return text.length() >= MIN_CHARS;
  }

  /** Whether text of many subjects has it, as a Markdown fence. */
  boolean isCommon() {
    return text.startsWith(FENCE);
  }

  boolean isIn(String template) {
    if (!isLabelled) {
      return template.contains(text);
    }
    String begin = text.substring(0, text.length() - 1);
    int at = template.indexOf(begin);
    while (at >= 0 && !mayGoOn(template, at + begin.length())) {
      at = template.indexOf(begin, at + 1);
    }
    return at >= 0;
  }

  /** Whether a marker ends here, or a label begins, which a template may take from a variable. */
  private boolean mayGoOn(String template, int at) {
    char next = at < template.length() ? template.charAt(at) : '\0';
    return next == text.charAt(text.length() - 1)
        || next == Literal.LABEL_MARK
        || "'\"{".indexOf(next) >= 0;
  }

  /** Whether it is in a template that has {@code prefix} in a variable, and the rest elsewhere. */
  boolean isIn(String template, String prefix) {
    return text.startsWith(prefix)
        && text.length() - prefix.length() >= MIN_CHARS
        && template.contains(prefix)
        && template.contains(text.substring(prefix.length()));
  }
}
