package dev.deltalex.testkit;

import dev.deltalex.syntax.Literal;

/**
 * Looks ahead for literals. Every method takes the index where one should begin and returns the
 * index behind it, or one of {@link #NO}, {@link #END}, {@link #OVER}.
 *
 * <ul>
 *   <li>A TAG has up to 16 spaces and tabs before its last char, a TOKEN is exact, WORDS are exact
 *       and count only at the start of a line.
 *   <li>A TAG with a label may have a colon and up to so many other chars before its last char,
 *       none of them {@code <}, {@code >} or a line's end; a label is no damage.
 *   <li>In text from tokens, where spelled markers do not count, a literal of several chars that
 *       has a token of its own begins where such a token begins.
 *   <li>A TAG is damaged if up to 16 other chars precede its last char, or if its first char
 *       follows instead, which is not part of it.
 * </ul>
 */
final class SyntaxLook {
  /** It is not there. */
  static final int NO = -1;

  /** The text ended before that could be told. */
  static final int END = -2;

  /** The window ended before that could be told. */
  static final int OVER = -3;

  /** Most spaces and tabs before a tag's last char, and most chars that damage a closer. */
  private static final int MOST_BLANKS = 16;

  private final String text;
  private final SpecialTokens tokens;
  private final boolean restricted;

  /** Index of the first char that may not be looked at any more: its arrival ends the hold. */
  private int edge;

  SyntaxLook(ReferenceInput input) {
    text = input.text();
    tokens = input.tokens();
    restricted = input.restricted();
  }

  SyntaxLook window(int holdStart, int heldChars) {
    edge = holdStart + heldChars;
    return this;
  }

  String text() {
    return text;
  }

  /** The char at {@code i}, or END or OVER. */
  int see(int i) {
    return i >= text.length() ? END : i >= edge ? OVER : text.charAt(i);
  }

  /** Whether the char at {@code i} is this one: its index, or NO, END or OVER. */
  int at(int i, char c) {
    int seen = see(i);
    return seen < 0 ? seen : seen == c ? i : NO;
  }

  /** The first index from {@code p} on that is not whitespace; what is there may be END or OVER. */
  int pastWhitespace(int p) {
    int q = p;
    while (see(q) >= 0 && Blanks.ws((char) see(q))) {
      q++;
    }
    return q;
  }

  /** Whether the marker may begin at {@code p}, by the tokens that the text came as. */
  private boolean counts(int p, String literal, Literal of) {
    return !restricted
        || literal.length() == 1
        || see(p) < 0
        || !tokens.have(literal) && !(of.label() > 0 && tokens.haveBeginning(stem(of) + ':'))
        || tokens.beginAt(p);
  }

  private static String stem(Literal tag) {
    return tag.text().substring(0, tag.text().length() - 1);
  }

  private int exact(int p, String chars) {
    for (int i = 0; i < chars.length(); i++) {
      int c = see(p + i);
      if (c != chars.charAt(i)) {
        return c < 0 ? c : NO;
      }
    }
    return p + chars.length();
  }

  /** A literal, as exact as its kind asks for. */
  int literal(int p, Literal literal) {
    return counts(p, literal.text(), literal) ? spelled(p, literal) : NO;
  }

  /** As {@link #literal}, however the text came. */
  int spelled(int p, Literal literal) {
    String all = literal.text();
    boolean lineStart = p == 0 || text.charAt(p - 1) == '\n';
    if (literal.kind() == Literal.Kind.WORDS && !lineStart) {
      return NO;
    }
    if (literal.label() > 0) {
      int mark = exact(p, stem(literal));
      if (mark >= 0 && see(mark) == ':') {
        return behindLabel(mark, literal);
      }
    }
    return spelled(p, all, literal.kind() == Literal.Kind.TAG);
  }

  /** Behind a tag whose label begins with the colon at {@code mark}. */
  private int behindLabel(int mark, Literal literal) {
    char last = literal.text().charAt(literal.text().length() - 1);
    for (int q = mark + 1; ; q++) {
      int c = see(q);
      if (c < 0 || c == last) {
        return c < 0 ? c : q + 1;
      }
      if ("<>\n\r".indexOf(c) >= 0 || q - mark > literal.label()) {
        return NO;
      }
    }
  }

  /** These chars; of a tag, with blanks before the last. */
  int spelled(int p, String all, boolean tag) {
    if (!tag) {
      return exact(p, all);
    }
    int last = all.length() - 1;
    int q = exact(p, all.substring(0, last));
    if (q < 0) {
      return q;
    }
    int blanksEnd = q + MOST_BLANKS;
    while (q < blanksEnd && (see(q) == ' ' || see(q) == '\t')) {
      q++;
    }
    int end = at(q, all.charAt(last));
    return end < 0 ? end : q + 1;
  }

  /** A literal, damaged or not. */
  int damaged(int p, Literal literal) {
    if (literal.kind() != Literal.Kind.TAG) {
      return literal(p, literal);
    }
    String all = literal.text();
    String stem = stem(literal);
    if (!counts(p, stem, literal)) {
      return NO;
    }
    int from = exact(p, stem);
    boolean labelled = from >= 0 && literal.label() > 0 && see(from) == ':';
    int most = labelled ? Math.max(MOST_BLANKS, literal.label() + 1) : MOST_BLANKS;
    for (int q = from; from >= 0; q++) {
      int c = see(q);
      if (c < 0) {
        return c;
      }
      if (c == all.charAt(stem.length()) || c == all.charAt(0)) {
        boolean tooLong =
            q - from > MOST_BLANKS && text.substring(from, q).matches("(?s).*[\n\r].*");
        int end = c == all.charAt(0) ? q : q + 1;
        return tooLong ? NO : end;
      }
      if (q - from >= most) {
        return NO;
      }
    }
    return from;
  }

  /** A literal, whatever is instead of its last char if it is a tag. */
  int stem(int p, Literal literal) {
    if (literal.kind() != Literal.Kind.TAG) {
      return literal(p, literal);
    }
    String stem = stem(literal);
    return counts(p, stem, literal) ? exact(p, stem) : NO;
  }

  /** A literal that came as one special token, or as the beginning of one. */
  int asToken(int p, Literal literal) {
    int end = literal(p, literal);
    return end < 0 || tokens.cover(p, end) ? end : NO;
  }

  /** Chars that the text from {@code p} on and the literal have in common. */
  int shared(int p, Literal literal) {
    int n = 0;
    while (n < literal.text().length() && see(p + n) == literal.text().charAt(n)) {
      n++;
    }
    return n;
  }

  /** Of two alternatives: the one that is there, else the one that may still be. */
  static int best(int one, int other) {
    return one >= 0 || other == NO ? one : other >= 0 || one == NO ? other : Math.max(one, other);
  }
}
