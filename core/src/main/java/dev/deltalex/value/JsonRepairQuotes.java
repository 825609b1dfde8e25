package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.StopSet;

/**
 * The sixth layer of {@link JsonRepair}: which double quotes end a string or key. Models forget to
 * escape quotes: in {@code "He said "hi" to me"} the inner two are text.
 *
 * <p>A quote ends its string only if what follows, after whitespace, continues the JSON around it:
 * a right bracket, the end or a marker anywhere; a colon behind a key; a comma in an array; in an
 * object a comma and another key. Most quotes are decided by the next one or two chars. If those
 * are not at hand, the chars from the quote on are held: in the caller's array, from which they are
 * read again, or behind the pending text ({@link #feedText}), if the caller's array does not last.
 */
abstract sealed class JsonRepairQuotes extends JsonRepairTokens permits JsonRepairStructure {
  // What is expected next behind a quote. In the first four a marker of the format may begin.
  static final byte BEHIND_QUOTE = 0;
  static final byte BEHIND_COMMA = 1;
  static final byte IN_DOUBLE_QUOTES = 2;
  static final byte IN_SINGLE_QUOTES = 3;
  static final byte ESCAPED_IN_DOUBLE_QUOTES = 4;
  static final byte ESCAPED_IN_SINGLE_QUOTES = 5;
  static final byte IN_BARE_KEY = 6;
  static final byte BEHIND_BARE_KEY = 7;
  static final byte BEHIND_QUOTED_KEY = 8;

  // Verdicts on a quote.
  private static final int UNDECIDED = 0;
  private static final int ENDS = 1;
  private static final int IS_TEXT = 2;

  /** A marker may begin: behind the quote, behind a comma, or in what looks like a key. */
  private static final int MEETS_EDGE = 3;

  JsonRepairQuotes(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  // ---- What the caller sees --------------------------------------------------------------------

  /** Whether the last quote is undecided. */
  final boolean isBehindQuote() {
    return (state == STRING_END || state == KEY_END) && !isPython();
  }

  /**
   * Number of chars, from the undecided quote on, that the caller must hold; 0 if there are none.
   */
  public final int heldFromQuote() {
    return isBehindQuote() && !ownsHeld ? behind + 1 : 0;
  }

  /**
   * Decides the quote that the caller holds, which has offset {@code at}. Reading continues at the
   * char behind the quote.
   */
  public final void settleQuote(Limits limits, boolean ends, long at) {
    if (state == KEY_END) {
      if (ends) {
        endKeyText(at);
        state = COLON;
      } else {
        state = KEY;
        quoteIsText(at);
        countKeyChar(limits);
      }
    } else if (ends) {
      emit('"', at);
      endValue();
    } else {
      state = STRING;
      quoteIsText(at);
    }
  }

  /**
   * Whether the quote ends its string if the end, or a closer of the call, follows what was read.
   */
  public final boolean endsAtEnd() {
    return follow <= BEHIND_COMMA;
  }

  private void quoteIsText(long at) {
    markRepaired();
    put('\\', at);
    put('"', at);
  }

  // ---- Reading on ------------------------------------------------------------------------------

  /**
   * The double quote at {@code quoteAt} may end the open string or key. Returns the index behind
   * it, {@code to} if it is undecided, or the complement of the index of an edge.
   */
  final int atQuote(Limits limits, StopSet edges, char[] a, int quoteAt, int to, long origin) {
    boolean key = state == KEY;
    state = key ? KEY_END : STRING_END;
    if (endsPlainly(edges, key, a, quoteAt + 1, to)) {
      settleQuote(limits, true, origin + quoteAt);
      return quoteAt + 1;
    }
    follow = BEHIND_QUOTE;
    behind = 0;
    ownsHeld = false;
    return readBehindQuote(limits, edges, a, quoteAt + 1, to, origin);
  }

  /**
   * Whether the quote before {@code a[next, to)} ends, by the chars that follow most: a colon, a
   * right bracket, or a comma with the quote of the next key, perhaps behind one blank. False: more
   * must be looked at.
   */
  private boolean endsPlainly(StopSet edges, boolean key, char[] a, int next, int to) {
    if (next + 2 >= to || edges.contains(a[next])) {
      return false;
    }
    char c = a[next];
    if (key) {
      return c == ':';
    }
    if (c != ',') {
      return c == '}' || c == ']';
    }
    char second = a[next + 1];
    char third = second == ' ' ? a[next + 2] : second;
    return third == '"' && !edges.contains('"') || depth > 0 && !isInObject();
  }

  /** Reads on behind an undecided quote; returns as {@link #atQuote}. */
  final int readBehindQuote(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int quoteAt = from - 1 - behind;
    int verdict = UNDECIDED;
    int i = from;
    while (i < to) {
      verdict = verdict(limits, edges, a[i]);
      if (verdict != UNDECIDED) {
        break;
      }
      i++;
    }
    if (verdict == UNDECIDED) {
      return to;
    }
    if (verdict == MEETS_EDGE) {
      return ~i;
    }
    settleQuote(limits, verdict == ENDS, origin + quoteAt);
    return quoteAt + 1;
  }

  /**
   * The edge at {@code i}, behind an undecided quote, begins no marker. Returns the index to
   * continue at.
   */
  final int refuseEdgeBehindQuote(Limits limits, char[] a, int i, long origin) {
    char c = a[i];
    boolean isKey = follow == BEHIND_COMMA && c != '"' && c != '\'';
    int verdict = isKey ? IS_TEXT : follows(StopSet.NONE, c);
    if (verdict == UNDECIDED) {
      behind++;
      return i + 1;
    }
    int quoteAt = i - 1 - behind;
    settleQuote(limits, verdict == ENDS, origin + quoteAt);
    return quoteAt + 1;
  }

  /** The verdict by the next char: a quote that would need more chars than may be held ends. */
  private int verdict(Limits limits, StopSet edges, char c) {
    if (behind + 1 >= limits.maxHeldChars()) {
      return ENDS;
    }
    if (follow <= IN_SINGLE_QUOTES && edges.contains(c) && !isRightBracket(c)) {
      return MEETS_EDGE;
    }
    int verdict = follows(edges, c);
    behind += verdict == UNDECIDED ? 1 : 0;
    return verdict;
  }

  private int follows(StopSet edges, char c) {
    switch (follow) {
      case BEHIND_QUOTE -> {
        return JsonTokens.isSpace(c) ? UNDECIDED : followsQuote(c);
      }
      case BEHIND_COMMA -> {
        if (JsonTokens.isSpace(c)) {
          return UNDECIDED;
        }
        if (c == '"' || c == '\'' || c == '}') {
          return ENDS;
        }
        follow = IN_BARE_KEY;
        return JsonTokens.isDelimiter(c, edges) ? IS_TEXT : UNDECIDED;
      }
      case IN_BARE_KEY -> {
        if (!JsonTokens.isDelimiter(c, edges)) {
          return UNDECIDED;
        }
        follow = BEHIND_BARE_KEY;
        return followsKey(c);
      }
      case BEHIND_BARE_KEY, BEHIND_QUOTED_KEY -> {
        return followsKey(c);
      }
      case IN_DOUBLE_QUOTES, IN_SINGLE_QUOTES -> {
        return inQuotedKey(c);
      }
      case ESCAPED_IN_DOUBLE_QUOTES -> {
        follow = IN_DOUBLE_QUOTES;
        return UNDECIDED;
      }
      default -> {
        follow = IN_SINGLE_QUOTES;
        return UNDECIDED;
      }
    }
  }

  /** The first char behind the quote that is not whitespace. */
  private int followsQuote(char c) {
    if (c == '}' || c == ']') {
      return ENDS;
    }
    boolean isQuote = c == '"' || c == '\'';
    if (state == KEY_END) {
      boolean begins = isQuote || c == '{' || c == '[' || c == '-' || c >= '0' && c <= '9';
      return c == ':' || begins ? ENDS : IS_TEXT;
    }
    if (depth > 0 && !isInObject()) {
      return c == ',' || isQuote && behind > 0 ? ENDS : IS_TEXT;
    }
    // A value of the object around a value is one of an object too.
    if (c == ',') {
      follow = BEHIND_COMMA;
      return UNDECIDED;
    }
    follow = c == '"' ? IN_DOUBLE_QUOTES : IN_SINGLE_QUOTES;
    return isQuote ? UNDECIDED : IS_TEXT;
  }

  /** Control chars, such as a newline, are in no key: behind {@code "hi""} little is held. */
  private int inQuotedKey(char c) {
    boolean isDouble = follow == IN_DOUBLE_QUOTES;
    if (c == '\\') {
      follow = isDouble ? ESCAPED_IN_DOUBLE_QUOTES : ESCAPED_IN_SINGLE_QUOTES;
    } else if (c == (isDouble ? '"' : '\'')) {
      follow = BEHIND_QUOTED_KEY;
    }
    return c < ' ' ? IS_TEXT : UNDECIDED;
  }

  /** Whether a bracket behind the quote, or behind the comma, ends the string. */
  private boolean isRightBracket(char c) {
    return follow <= BEHIND_COMMA && (c == '}' || follow == BEHIND_QUOTE && c == ']');
  }

  private static int followsKey(char c) {
    if (c == ':') {
      return ENDS;
    }
    return JsonTokens.isSpace(c) ? UNDECIDED : IS_TEXT;
  }

  // ---- Text whose array does not last ----------------------------------------------------------

  /**
   * Reads {@code a[from, to)} of a text in which no marker counts, such as a JSON text inside a
   * JSON string. Returns as {@link JsonRepair#feed}, but never an edge; what is undecided at the
   * end is copied.
   */
  public final int feedText(Limits limits, char[] a, int from, int to, long origin) {
    return feedText(limits, JsonRepair.TAGS, a, from, to, origin);
  }

  /** As above, where these chars are not data, because markers begin with them. */
  public final int feedText(Limits limits, StopSet edges, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && state != DONE) {
      if (isBehindQuote() && ownsHeld) {
        i = readBehindOwn(limits, a, i, to, origin);
      } else {
        i = feed(limits, edges, a, i, to, origin);
        i = i < 0 ? refuseEdge(limits, a, ~i, origin) : i;
      }
    }
    if (isBehindQuote() && !ownsHeld) {
      for (int k = to - 1 - behind; k < to; k++) {
        buffer(a[k], origin + k);
      }
      ownsHeld = true;
    }
    return i;
  }

  /** See {@link JsonRepair#feed}. */
  abstract int feed(Limits limits, StopSet edges, char[] a, int from, int to, long origin);

  /** See {@link JsonRepair#refuseEdge}. */
  abstract int refuseEdge(Limits limits, char[] a, int i, long origin);

  /** Reads on behind a quote that is held here; returns the index to continue at. */
  private int readBehindOwn(Limits limits, char[] a, int from, int to, long origin) {
    for (int i = from; i < to; i++) {
      int verdict = verdict(limits, JsonRepair.TAGS, a[i]);
      if (verdict == MEETS_EDGE) {
        verdict = follows(JsonRepair.TAGS, a[i]);
        behind += verdict == UNDECIDED ? 1 : 0;
      }
      if (verdict != UNDECIDED) {
        replay(limits, verdict == ENDS);
        return i;
      }
      buffer(a[i], origin + i);
    }
    return to;
  }

  /** The text that is read by {@link #feedText} ends: decides an undecided quote by that. */
  public final void finishText(Limits limits) {
    while (isBehindQuote() && ownsHeld) {
      replay(limits, endsAtEnd());
    }
  }

  /** Decides the quote that is held here and reads the chars behind it again. */
  private void replay(Limits limits, boolean ends) {
    int length = behind + 1;
    int kept = pendingLength - length;
    // A key's chars have no offsets of their own: those behind it get that of its beginning.
    long at = pendingSource;
    char[] text = arrays.acquire(length);
    System.arraycopy(pendingChars(), kept, text, 0, length);
    pendingLength = kept;
    if (kept == 0) {
      dropPending();
    }
    ownsHeld = false;
    settleQuote(limits, ends, at);
    feedText(limits, text, 1, length, at);
    out.pin();
    arrays.release(text);
  }

  /** The string, word or container is complete. */
  final void endValue() {
    keyEmitted = false;
    state = depth == 0 ? DONE : NEXT;
  }
}
