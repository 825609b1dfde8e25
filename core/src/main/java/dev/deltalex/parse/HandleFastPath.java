package dev.deltalex.parse;

import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.SpanOutput;

/**
 * Reads the most frequent deltas: they continue an open text, contain nothing that could be a
 * marker, and no text is held. They are passed from the handle to the sink in one step without
 * access to the pooled parser, so that with thousands of streams only handles and sinks need to be
 * in the CPU cache.
 *
 * <p>One per workspace and state of a grammar, shared by the streams that are in that state. The
 * fields of a stream that the fast path needs are in its {@link StreamParser}.
 */
final class HandleFastPath {
  /** Raw text of a string argument, which is escaped. */
  private static final int STRING = 0;

  /** Text of a JSON string, which is JSON already. */
  private static final int JSON_STRING = 1;

  private static final int CONTENT = 2;
  private static final int REASONING = 3;

  private final int kind;

  /** Whether strings have the escapes of Python. */
  private final boolean python;

  private final BusyFlag flag;
  private final CharScanner scanner;
  private final char[] escaped;
  private final StopSet stops;
  private final boolean newlinePrefix;
  private final long tokenStops;

  /** Buffer for the chars of a delta that is not an array, followed by {@link #SLACK}. */
  final char[] decoded;

  /** Chars after a copied delta, so that a scanner can load whole vectors. */
  private static final int SLACK = 64;

  /** The fast path of a state whose text is emitted: of op TEXT and not STRAY, or of JSON calls. */
  HandleFastPath(Workspace work, State s) {
    kind =
        switch (s.kind()) {
          case VALUE -> STRING;
          case STRAY, SECTION, DISCARDED -> JSON_STRING;
          case CONTENT -> CONTENT;
          case REASONING -> REASONING;
        };
    flag = work.flag;
    scanner = work.scanner;
    escaped = work.escaped;
    // The edges of JSON lie between its tokens: inside a string nothing but its end matters.
    boolean isJson = s.op() == Op.JSON_CALLS;
    python = s.keys() != null && s.keys().isPython();
    stops = isJson ? StopSet.NONE : s.stops();
    newlinePrefix = s.newlinePrefix();
    tokenStops = isJson ? 0 : s.tokenStops();
    decoded = work.decoded;
  }

  /** Whether a delta of so many chars may be copied to {@link #decoded} and read from there. */
  boolean copies(int length) {
    return length <= decoded.length - SLACK && !flag.busy;
  }

  /**
   * Reads a delta if it only continues the open text. Returns whether it did; if not, nothing has
   * changed.
   */
  boolean take(StreamParser s, char[] a, int from, int to) {
    if (to - from - 1 >>> SpanOutput.ESCAPED_SHIFT != 0 || flag.busy) {
      return false;
    }
    return kind > JSON_STRING ? text(s, a, from, to) : string(s, a, from, to);
  }

  private boolean string(StreamParser s, char[] a, int from, int to) {
    char last = a[to - 1];
    if (!scanner.isPlain(a, from, to, stops)) {
      return kind == STRING ? escaped(s, a, from, to) : json(s, a, from, to);
    }
    if (Character.isHighSurrogate(last)) {
      return false;
    }
    arguments(s, a, from, to - from, to - from, last);
    return true;
  }

  private boolean escaped(StreamParser s, char[] a, int from, int to) {
    char last = a[to - 1];
    if (last == '\n' || last == '\r' || Character.isHighSurrogate(last)) {
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
  boolean take(StreamParser s, int[] tokens, int from, int to) {
    Vocabulary words = s.core.vocabulary;
    if (kind > JSON_STRING || words == null || flag.busy) {
      return false;
    }
    return to - from == 1 ? token(s, tokens[from], words) : burst(s, tokens, from, to, words);
  }

  private boolean token(StreamParser s, int token, Vocabulary words) {
    long entry = words.entry(token);
    int read = Vocabulary.length(entry);
    if (read == 0 || Vocabulary.endsWithNewline(entry) || !Vocabulary.passes(entry, tokenStops)) {
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
        || Vocabulary.endsWithNewline(last)
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

  private boolean text(StreamParser s, char[] a, int from, int to) {
    char last = a[to - 1];
    if (Character.isHighSurrogate(last)
        || newlinePrefix && (last == '\n' || last == '\r')
        || scanner.findStop(a, from, to, stops) < to) {
      return false;
    }
    if (HotState.isQuote(last)) {
      s.core.quoteOpens = HotState.opensQuote(to - from > 1 ? a[to - 2] : s.last);
    }
    int call = s.call;
    int at = begin(s, call, to - from, last);
    try {
      if (kind == REASONING) {
        s.sink.reasoning(a, from, to - from, at);
      } else {
        s.sink.content(a, from, to - from, at);
      }
    } catch (Throwable thrown) {
      s.breakDown();
      throw thrown;
    }
    end(s, call);
    return true;
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
  private int begin(StreamParser s, int call, int read, char last) {
    int at = s.consumed;
    s.consumed = at + read;
    s.last = last;
    s.call = (char) (call | StreamParser.IN_CALLBACK);
    flag.busy = true;
    assert flag.recordReader();
    return at;
  }

  /** The callback has returned. */
  private void end(StreamParser s, int call) {
    flag.busy = false;
    s.call = (char) call;
    if (s.fast != this) {
      s.endCancelled();
    }
  }
}
