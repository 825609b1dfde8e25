package dev.deltalex.value;

/**
 * The fourth layer of {@link JsonRepair}: strings as Python spells them, in the arguments of a call
 * {@code f(a='x')}. Both quotes, also in threes, raw strings, Python's escapes; strings in a row
 * are one.
 *
 * <p>A quote of the string's kind always ends it. {@code ""} may begin a string in three quotes:
 * the next char tells. The closing quote of a value is emitted when the char behind it shows that
 * no further string follows.
 */
abstract sealed class JsonRepairPython extends JsonRepairEscapes permits JsonRepairTokens {
  // Behind a value in STRING_END.
  static final byte NEXT_STRING = 0;

  /** Directly behind two quotes. */
  static final byte EMPTY_STRING = 1;

  /** Most chars of the prefix of a string. */
  private static final int PREFIX = 2;

  JsonRepairPython(SpanOutput out, CharArrayPool arrays) {
    super(out, arrays);
  }

  /**
   * Whether a run of chars without quote, backslash and control is the text of a string in double
   * quotes.
   */
  final boolean isPlainPython() {
    return (quote & ~TRIPLE) == '"' && follow == BODY;
  }

  // ---- The end of a string ---------------------------------------------------------------------

  /**
   * Reads the char {@code c} behind a string. Returns whether the string goes on; if not, it has
   * ended before the char.
   */
  final boolean goesOn(char c) {
    if (follow == EMPTY_STRING) {
      follow = NEXT_STRING;
      if (c == closingQuote()) {
        quote |= TRIPLE;
        state = STRING;
        return true;
      }
    }
    if (JsonTokens.isSpace(c)) {
      return true;
    }
    if (c != '"' && c != '\'') {
      return false;
    }
    openPython(c, STRING);
    return true;
  }

  /** A string or key begins behind the quote {@code c}. */
  final void openPython(char c, byte next) {
    quote = (byte) c;
    state = next;
    follow = next == STRING ? OPENED : BODY;
  }

  /**
   * Whether {@code a[from, to)} is the prefix of a string: letters such as {@code r} before a
   * quote.
   */
  private static boolean isPrefix(char[] a, int from, int to) {
    boolean letters = to > from && to - from <= PREFIX;
    for (int i = from; letters && i < to; i++) {
      letters =
          switch (a[i] | 0x20) {
            case 'r', 'u', 'b', 'f' -> true;
            default -> false;
          };
    }
    return letters;
  }

  /** A string with the prefix {@code a[from, to)} begins behind the quote {@code c}. */
  private void openPrefixed(char[] a, int from, int to, char c) {
    openPython(c, STRING);
    for (int i = from; i < to; i++) {
      int letter = a[i] | 0x20;
      if (letter == 'r') {
        quote |= RAW;
      } else if (letter != 'u') {
        // What a formatted string means, only Python can tell.
        markGuessed();
      }
    }
  }

  /** Whether the pending word that begins there is the prefix of a string. */
  final boolean isPrefix(int begin) {
    return isPrefix(pendingChars(), begin, pendingLength);
  }

  /** The pending word is the prefix of the string whose quote {@code c} has offset {@code at}. */
  final void beginPrefixed(char c, long at) {
    char[] chars = pendingChars();
    int begin = measure;
    int end = pendingLength;
    openPrefixed(chars, begin, end, c);
    emitPending(0, begin);
    keyEmitted = false;
    emit('"', at);
  }

  // ---- The inside of a string ------------------------------------------------------------------

  /**
   * Reads {@code a[from, to)} inside a string or key. Returns {@code to}, or the complement of the
   * index behind its closing quote; {@link #follow} is what goesOn asks for then.
   */
  final int readPython(char[] a, int from, int to, long origin) {
    char closer = closingQuote();
    boolean triple = (quote & TRIPLE) != 0;
    int i = from;
    while (i < to) {
      char c = a[i];
      if (escapeLength > 0) {
        i = readPythonEscape(a, i, origin);
        continue;
      }
      if (highSpelling != 0 && c != '\\') {
        settleEscapedHigh(origin + i);
      }
      if (follow != BODY) {
        boolean taken = behindQuotes(c, closer, origin + i);
        i += taken ? 1 : 0;
        if (taken && follow != ONE_QUOTE && follow != TWO_QUOTES && c == closer) {
          return ~i;
        }
        continue;
      }
      int end = toPending ? i : runEnd(a, i, to, closer);
      if (end > i) {
        emitText(a, i, end, origin + i);
        i = end;
        continue;
      }
      if (c == closer) {
        endText(origin + i);
        i++;
        if (!triple) {
          follow = NEXT_STRING;
          return ~i;
        }
        follow = ONE_QUOTE;
      } else if (c == '\\') {
        i = backslash(a, i, to, origin);
      } else {
        if (!triple && (c == '\n' || c == '\r')) {
          markRepaired();
        }
        putText(a, i, origin);
        i++;
      }
    }
    return to;
  }

  /**
   * Reads {@code c} where what is before it is no plain text. Returns whether it belongs to that;
   * if it is a quote and no quotes are counted any more, the string has ended.
   */
  private boolean behindQuotes(char c, char closer, long at) {
    byte before = follow;
    follow = BODY;
    switch (before) {
      case OPENED -> {
        follow = c == closer ? EMPTY_STRING : BODY;
        return c == closer;
      }
      case ONE_QUOTE -> {
        if (c == closer) {
          follow = TWO_QUOTES;
          return true;
        }
        putChar(closer, at - 1);
        return false;
      }
      case TWO_QUOTES -> {
        if (c == closer) {
          follow = NEXT_STRING;
          return true;
        }
        putChar(closer, at - 2);
        putChar(closer, at - 1);
        return false;
      }
      default -> {
        return c == '\n';
      }
    }
  }

  // ---- Snapshot --------------------------------------------------------------------------------

  @Override
  final void transferPython(SnapshotIo io) {
    boolean single = io.flag((quote & ~(TRIPLE | RAW)) == '\'');
    int bits = io.number(quote & (TRIPLE | RAW), 0, TRIPLE | RAW, "the kind of a string");
    io.check((bits & ~(TRIPLE | RAW)) == 0, "the kind of a string");
    quote = (byte) (bits | (single ? '\'' : '"'));
    byte last = state == STRING_END ? EMPTY_STRING : BEHIND_RETURN;
    follow = (byte) io.number(follow, BODY, last, "the place in a string");
    if (state == STRING_END) {
      return;
    }
    boolean counts = follow == ONE_QUOTE || follow == TWO_QUOTES;
    io.check(!counts || (quote & TRIPLE) != 0, "the quotes of a string");
    transferEscape(io);
  }
}
