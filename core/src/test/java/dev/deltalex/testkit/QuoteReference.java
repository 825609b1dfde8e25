package dev.deltalex.testkit;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The reference for double quotes inside near-JSON that may have been left unescaped: whether one
 * ends its string.
 *
 * <ul>
 *   <li>Anywhere it does if, after whitespace, the end, a right bracket or a closer of the call
 *       follows. A closer that the end cuts counts if it is longer than {@code </}.
 *   <li>In a key: if a colon, a quote, a left bracket, a digit or a minus follows.
 *   <li>In an array: if a comma follows, or a quote behind whitespace.
 *   <li>In an object's value: if a comma follows and behind it a quote, a right brace, the end, a
 *       closer of the call or a bare key with its colon; or if a key in quotes follows with its
 *       colon. Such a key has no control chars, and no closer of the call begins in it.
 *   <li>A quote is double or single. The quote and what was seen are at most so many chars as may
 *       be held; a quote that would need more ends its string.
 * </ul>
 */
final class QuoteReference {
  /** Where the string stands. */
  enum Place {
    /** It is a key. */
    KEY,
    /** It is an element of an array. */
    ELEMENT,
    /** It is the value of a key. */
    MEMBER
  }

  /** What a quote is. */
  enum Verdict {
    /** The end of the string. */
    ENDS,
    /** A char of it. */
    TEXT,
    /** Not known before more text comes, which never does. */
    OPEN
  }

  private static final int END = SyntaxLook.END;
  private static final int OVER = SyntaxLook.OVER;

  private final CharSequence text;
  private final int quote;
  private final int edge;
  private final boolean cancelled;
  private final IntUnaryOperator closer;
  private String edges = "<";
  private int furthest;

  /**
   * A quote.
   *
   * @param text ends where what surrounds the string ends
   * @param quote index of the quote
   * @param heldChars how many chars may be held
   * @param cancelled whether the text stopped rather than ended
   * @param closer index behind a closer of the call that begins at an index, or a verdict of {@link
   *     SyntaxLook}
   */
  QuoteReference(
      CharSequence text, int quote, int heldChars, boolean cancelled, IntUnaryOperator closer) {
    this.text = text;
    this.quote = quote;
    this.cancelled = cancelled;
    this.closer = closer;
    edge = quote + heldChars;
  }

  /** The index of the last char that the verdict needed; the text's length if it needed the end. */
  int furthest() {
    return furthest;
  }

  /** The chars with which markers begin, which end a bare key. */
  QuoteReference edges(String chars) {
    edges = chars;
    return this;
  }

  private int see(int i) {
    furthest = Math.max(furthest, Math.min(i, Math.min(edge, text.length())));
    return i >= text.length() ? END : i >= edge ? OVER : text.charAt(i);
  }

  private int pastWhitespace(int from) {
    int i = from;
    while (see(i) >= 0 && Blanks.ws((char) see(i))) {
      i++;
    }
    return i;
  }

  private static boolean isQuote(int c) {
    return c == '"' || c == '\'';
  }

  /** What the text allows to say if it ends, or may not be seen, at the index. */
  private Verdict unseen(int i, Verdict atEnd) {
    return see(i) == OVER ? Verdict.ENDS : cancelled ? Verdict.OPEN : atEnd;
  }

  private static Verdict ifTrue(boolean ends) {
    return ends ? Verdict.ENDS : Verdict.TEXT;
  }

  Verdict in(Place place) {
    int next = pastWhitespace(quote + 1);
    int c = see(next);
    if (c < 0) {
      return unseen(next, Verdict.ENDS);
    }
    if (c == '}' || c == ']') {
      return Verdict.ENDS;
    }
    Verdict closed = closed(next);
    if (closed != null) {
      return closed;
    }
    return switch (place) {
      case KEY -> ifTrue(":\"'{[-0123456789".indexOf(c) >= 0);
      case ELEMENT -> ifTrue(c == ',' || isQuote(c) && next > quote + 1);
      case MEMBER -> c == ',' ? behindComma(next + 1) : isQuote(c) ? quotedKey(next) : Verdict.TEXT;
    };
  }

  /** What a closer at the index says, or null if none begins there. */
  private @Nullable Verdict closed(int next) {
    int closed = closer.applyAsInt(next);
    if (closed == END) {
      return cancelled ? Verdict.OPEN : ifTrue(text.length() - next > 2);
    }
    return closed >= 0 || closed == OVER ? Verdict.ENDS : null;
  }

  private Verdict behindComma(int from) {
    int next = pastWhitespace(from);
    int c = see(next);
    if (c < 0) {
      return unseen(next, Verdict.ENDS);
    }
    Verdict closed = c == '}' ? Verdict.ENDS : closed(next);
    if (closed != null || isQuote(c)) {
      return closed == null ? Verdict.ENDS : closed;
    }
    int end = next;
    while (see(end) >= 0 && !JsonTokens.delimiter((char) see(end), edges)) {
      end++;
    }
    return end == next ? Verdict.TEXT : colon(end);
  }

  private Verdict quotedKey(int from) {
    int i = from + 1;
    while (see(i) >= 0 && see(i) != see(from)) {
      int closed = closer.applyAsInt(i);
      if (see(i) < ' ' || closed >= 0) {
        return Verdict.TEXT;
      }
      if (closed == END || closed == OVER) {
        return closed == OVER ? Verdict.ENDS : cancelled ? Verdict.OPEN : Verdict.TEXT;
      }
      i += see(i) == '\\' && see(i + 1) >= 0 ? 2 : 1;
    }
    return see(i) < 0 ? unseen(i, Verdict.TEXT) : colon(i + 1);
  }

  private Verdict colon(int from) {
    int next = pastWhitespace(from);
    return see(next) < 0 ? unseen(next, Verdict.TEXT) : ifTrue(see(next) == ':');
  }
}
