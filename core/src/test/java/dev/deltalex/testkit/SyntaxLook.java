package dev.deltalex.testkit;

import dev.deltalex.syntax.Literal;

/**
 * Looks ahead for literals. Every method takes the index where one should begin and returns the
 * index behind it, or one of {@link #NO}, {@link #END}, {@link #OVER}.
 *
 * <ul>
 *   <li>A TAG has up to 16 spaces and tabs before its last char, a TOKEN is exact, WORDS are exact
 *       and count only at the start of a line.
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
  private boolean counts(int p, String literal) {
    return !restricted
        || literal.length() == 1
        || see(p) < 0
        || !tokens.have(literal)
        || tokens.beginAt(p);
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
    return counts(p, literal.text()) ? spelled(p, literal) : NO;
  }

  /** As {@link #literal}, however the text came. */
  int spelled(int p, Literal literal) {
    String all = literal.text();
    boolean lineStart = p == 0 || text.charAt(p - 1) == '\n';
    if (literal.kind() == Literal.Kind.WORDS && !lineStart) {
      return NO;
    }
    return spelled(p, all, literal.kind() == Literal.Kind.TAG);
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
    String stem = all.substring(0, all.length() - 1);
    if (!counts(p, stem)) {
      return NO;
    }
    int from = exact(p, stem);
    for (int q = from; from >= 0; q++) {
      int c = see(q);
      if (c < 0) {
        return c;
      }
      if (c == all.charAt(stem.length())) {
        return q + 1;
      }
      if (c == all.charAt(0)) {
        return q;
      }
      if (q - from >= MOST_BLANKS) {
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
    String stem = literal.text().substring(0, literal.text().length() - 1);
    return counts(p, stem) ? exact(p, stem) : NO;
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
