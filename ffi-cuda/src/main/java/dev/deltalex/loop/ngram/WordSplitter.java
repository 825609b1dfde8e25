package dev.deltalex.loop.ngram;

/**
 * Splits text into words, which tokens never cross: a run of letters, up to three digits, a run of
 * punctuation with the newlines after it, the beginning of a tag, whitespace. A space belongs to
 * the word after it.
 */
final class WordSplitter {
  private WordSplitter() {}

  /** The end of the word that begins at {@code from}; at most {@code to}. */
  static int end(CharSequence text, int from, int to) {
    int at = from;
    if (text.charAt(at) == ' ' && at + 1 < to && !Character.isWhitespace(text.charAt(at + 1))) {
      at++;
    }
    char c = text.charAt(at);
    if (isLetter(c)) {
      return letters(text, at, to);
    }
    if (isDigit(c)) {
      int end = at + 1;
      while (end < to && end < at + 3 && isDigit(text.charAt(end))) {
        end++;
      }
      return end;
    }
    if (Character.isWhitespace(c)) {
      return whitespace(text, at, to);
    }
    return signs(text, at, to);
  }

  private static int letters(CharSequence text, int from, int to) {
    int end = from;
    while (end < to && isLetter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** The end of a run of whitespace, without its last space, which belongs to the next word. */
  private static int whitespace(CharSequence text, int from, int to) {
    int end = from + 1;
    while (end < to && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    boolean last = end == to || text.charAt(end - 1) != ' ';
    return last || end == from + 1 ? end : end - 1;
  }

  private static int signs(CharSequence text, int from, int to) {
    int name = from + 1 < to && text.charAt(from + 1) == '/' ? from + 2 : from + 1;
    if (text.charAt(from) == '<' && name < to && isLetter(text.charAt(name))) {
      int end = letters(text, name, to);
      boolean whole = end < to && (text.charAt(end) == '=' || text.charAt(end) == '>');
      return whole ? newlines(text, end + 1, to) : end;
    }
    int end = from;
    while (end < to && isSign(text.charAt(end)) && (end == from || text.charAt(end) != '<')) {
      end++;
    }
    return newlines(text, end, to);
  }

  private static int newlines(CharSequence text, int from, int to) {
    int end = from;
    while (end < to && text.charAt(end) == '\n') {
      end++;
    }
    return end;
  }

  private static boolean isSign(char c) {
    return !isLetter(c) && !isDigit(c) && !Character.isWhitespace(c);
  }

  private static boolean isLetter(char c) {
    return c == '_' || Character.isLetter(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
