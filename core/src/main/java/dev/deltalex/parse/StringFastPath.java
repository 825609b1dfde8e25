package dev.deltalex.parse;

import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.SpanOutput;

/**
 * The part of {@link HandleFastPath} that reads deltas of strings: arguments of calls. They are
 * passed from the handle to the sink, escaped if they are raw text.
 */
abstract sealed class StringFastPath permits HandleFastPath {
  /** Raw text of a string argument, in tags or between literals: it is escaped. */
  static final int STRING = 0;

  /** Text of a JSON string, which is JSON already. */
  static final int JSON_STRING = 1;

  /**
   * As {@link #STRING}, but whitespace at the end is no part of it. If the last char is whitespace,
   * it is held, and no other is.
   */
  static final int TRIMMED = 2;

  static final int CONTENT = 3;
  static final int REASONING = 4;

  final int kind;
  final BusyFlag flag;
  final CharScanner scanner;

  /** Buffer for the text of a delta that is not passed on as it is. */
  final char[] escaped;

  final StopSet stops;

  /** The only stop, a char to escape if there are none, 0 if there are several. */
  private final char stop;

  final boolean newlinePrefix;
  private final long tokenStops;

  /** Whether strings have the escapes of Python. */
  private final boolean python;

  /** The strings of a state; see {@link HandleFastPath}, which has the same parameters. */
  StringFastPath(Workspace work, Grammar grammar, int state, boolean trims) {
    State s = grammar.state(state);
    boolean isJson = s.op() == Op.JSON_CALLS && !JsonCallState.isRawText(grammar, state);
    kind =
        switch (s.kind()) {
          case VALUE -> trims ? TRIMMED : STRING;
          case STRAY, SECTION, DISCARDED -> isJson ? JSON_STRING : STRING;
          case CONTENT -> CONTENT;
          case REASONING -> REASONING;
        };
    flag = work.flag;
    scanner = work.scanner;
    escaped = work.escaped;
    // The edges of JSON lie between its tokens: inside a string in quotes only its end matters.
    python = s.keys() != null && s.keys().isPython();
    stops = isJson ? StopSet.NONE : s.stops();
    stop = stops.size() == 0 ? '"' : stops.only();
    newlinePrefix = s.newlinePrefix();
    tokenStops = isJson ? 0 : s.tokenStops();
  }

  final boolean string(StreamParser s, char[] a, int from, int to) {
    char one = stop;
    if (one != 0 ? scanner.isPlain(a, from, to, one) : scanner.isPlain(a, from, to, stops)) {
      arguments(s, a, from, to - from, to - from, a[to - 1]);
      return true;
    }
    return to - from - 1 >>> SpanOutput.ESCAPED_SHIFT == 0
        && (kind == STRING ? escaped(s, a, from, to) : json(s, a, from, to));
  }

  private boolean escaped(StreamParser s, char[] a, int from, int to) {
    char last = a[to - 1];
    if (newlinePrefix && (last == '\n' || last == '\r') || Character.isHighSurrogate(last)) {
      // It may belong to the next delta.
      return false;
    }
    char[] out = escaped;
    long answer = scanner.escapeToStop(a, from, to, stops, out, 0);
    if (CharScanner.source(answer) != to) {
      return false;
    }
    int length = CharScanner.target(answer);
    if (length == 0) {
      arguments(s, a, from, to - from, to - from, last);
    } else {
      arguments(s, out, 0, length, to - from, last);
    }
    return true;
  }

  /**
   * Reads more of a string that may end here: a whitespace char at the end of the delta is held
   * until the next one shows that it is part of the string. More of them are left to the parser.
   */
  final boolean trimmed(StreamParser s, char[] a, int from, int to) {
    char last = a[to - 1];
    // 1 for a space, without a branch: which deltas end with one is hard to predict.
    int end = to - ((last ^ ' ') - 1 >>> 31);
    if (s.last > ' '
        && end > from
        && a[end - 1] > ' '
        && !Character.isHighSurrogate(a[end - 1])
        && scanner.isPlain(a, from, to, stops)) {
      arguments(s, a, from, end - from, to - from, last);
      return true;
    }
    return betweenBlanks(s, a, from, to);
  }

  /** As above, with whitespace in front of the delta, other whitespace at its end, or escapes. */
  private boolean betweenBlanks(StreamParser s, char[] a, int from, int to) {
    char before = s.last;
    char last = a[to - 1];
    int end = Window.isWhitespace(last) ? to - 1 : to;
    boolean behindHeld = Window.isWhitespace(before);
    if (end == from) {
      if (behindHeld) {
        return false;
      }
      s.consumed++;
      s.last = last;
      return true;
    }
    if (Window.isWhitespace(a[end - 1]) || Character.isHighSurrogate(a[end - 1])) {
      return false;
    }
    char[] out = escaped;
    int start = behindHeld ? heldBlank(before, out) : 0;
    int length = start;
    if (!behindHeld || !scanner.isPlain(a, from, end, stops)) {
      long answer = scanner.escapeToStop(a, from, end, stops, out, start);
      if (CharScanner.source(answer) != end) {
        return false;
      }
      length = CharScanner.target(answer);
    }
    int read = to - from;
    if (length == 0) {
      arguments(s, a, from, end - from, read, last);
      return true;
    }
    if (length == start) {
      System.arraycopy(a, from, out, start, end - from);
      length += end - from;
    }
    if (behindHeld) {
      // It is read again, with this delta: the text begins there.
      s.consumed--;
      read++;
    }
    arguments(s, out, 0, length, read, last);
    return true;
  }

  /** Writes the JSON text of a whitespace char to the start of {@code out}; returns its length. */
  private static int heldBlank(char blank, char[] out) {
    if (blank == ' ') {
      out[0] = ' ';
      return 1;
    }
    out[0] = '\\';
    out[1] = blank == '\n' ? 'n' : blank == '\t' ? 't' : 'r';
    return 2;
  }

  /**
   * Passes on the text of a JSON string verbatim, with complete escapes of two chars. Anything else
   * that has a meaning, such as the end of the string, is left to the parser.
   */
  private boolean json(StreamParser s, char[] a, int from, int to) {
    int i = scanner.findEscape(a, from, to);
    while (i < to) {
      if (a[i] != '\\' || i + 1 == to || !isShortEscape(a[i + 1]) || python && a[i + 1] == '/') {
        return false;
      }
      i = scanner.findEscape(a, i + 2, to);
    }
    char last = a[to - 1];
    if (Character.isHighSurrogate(last)) {
      return false;
    }
    arguments(s, a, from, to - from, to - from, last);
    return true;
  }

  private static boolean isShortEscape(char c) {
    return switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /**
   * Reads tokens if they only continue a string. Returns whether they did; if not, nothing has
   * changed. No scan is needed: the vocabulary has flags for the chars of each token.
   */
  final boolean take(StreamParser s, int[] tokens, int from, int to) {
    Vocabulary words = s.core.vocabulary;
    if (kind > TRIMMED || words == null || flag.busy) {
      return false;
    }
    return to - from == 1 ? token(s, tokens[from], words) : burst(s, tokens, from, to, words);
  }

  private boolean token(StreamParser s, int token, Vocabulary words) {
    long entry = words.entry(token);
    int read = Vocabulary.length(entry);
    if (read == 0 || holdsEnd(s, entry, words) || !Vocabulary.passes(entry, tokenStops)) {
      return false;
    }
    int start = Vocabulary.offset(entry);
    long json = words.jsonSpans()[token];
    if (kind == JSON_STRING && Vocabulary.offset(json) != start) {
      // It has chars with a meaning in a JSON string.
      return false;
    }
    s.core.callTokens++;
    char[] pool = words.chars();
    char last = pool[start + read - 1];
    arguments(s, pool, Vocabulary.offset(json), Vocabulary.length(json), read, last);
    return true;
  }

  /**
   * Whether a char must be held: a newline at the end of this token, which may belong to a closer;
   * or whitespace there or in front of the delta, which may not be part of the string.
   */
  private boolean holdsEnd(StreamParser s, long entry, Vocabulary words) {
    if (kind == TRIMMED) {
      int end = Vocabulary.offset(entry) + Vocabulary.length(entry);
      return Window.isWhitespace(s.last) || Window.isWhitespace(words.chars()[end - 1]);
    }
    return newlinePrefix && Vocabulary.endsWithNewline(entry);
  }

  private boolean burst(StreamParser s, int[] tokens, int from, int to, Vocabulary words) {
    long any = 0;
    long last = 0;
    int read = 0;
    for (int i = from; i < to; i++) {
      last = words.entry(tokens[i]);
      any |= last;
      read += Vocabulary.length(last);
    }
    int length = Vocabulary.length(last);
    if (length == 0
        || holdsEnd(s, last, words)
        || !Vocabulary.passes(any, tokenStops)
        || kind == JSON_STRING && isEscaped(tokens, from, to, words)) {
      return false;
    }
    char[] pool = words.chars();
    int end = scanner.join(tokens, from, to, words.jsonSpans(), pool, escaped, 0);
    if (end < 0) {
      return false;
    }
    s.core.callTokens += to - from;
    arguments(s, escaped, 0, end, read, pool[Vocabulary.offset(last) + length - 1]);
    return true;
  }

  /** Whether a token has chars with a meaning in a JSON string. */
  private static boolean isEscaped(int[] tokens, int from, int to, Vocabulary words) {
    for (int i = from; i < to; i++) {
      long entry = words.entry(tokens[i]);
      if (Vocabulary.length(entry) > 0
          && Vocabulary.offset(words.jsonSpans()[tokens[i]]) != Vocabulary.offset(entry)) {
        return true;
      }
    }
    return false;
  }

  private void arguments(StreamParser s, char[] out, int offset, int length, int read, char last) {
    int call = s.call;
    int at = begin(s, call, read, last);
    try {
      s.sink.arguments(call, out, offset, length, at);
    } catch (Throwable thrown) {
      s.breakDown();
      throw thrown;
    }
    end(s, call);
  }

  /** Prepares a callback. Returns the offset of the delta. */
  final int begin(StreamParser s, int call, int read, char last) {
    int at = s.consumed;
    s.consumed = at + read;
    s.last = last;
    s.call = (char) (call | StreamParser.IN_CALLBACK);
    flag.busy = true;
    assert flag.recordReader();
    return at;
  }

  /** The callback has returned. */
  final void end(StreamParser s, int call) {
    flag.busy = false;
    s.call = (char) call;
    if (s.fast != this) {
      s.endCancelled();
    }
  }
}
