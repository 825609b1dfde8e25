package dev.deltalex.parse;

import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.StopSet;
import dev.deltalex.text.Vocabulary;
import dev.deltalex.value.SpanOutput;
import org.jspecify.annotations.Nullable;

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
  /** Raw text of a string argument, in tags or between literals: it is escaped. */
  private static final int STRING = 0;

  /** Text of a JSON string, which is JSON already. */
  private static final int JSON_STRING = 1;

  private static final int CONTENT = 2;
  private static final int REASONING = 3;

  private final int kind;

  /**
   * A char that may begin a marker and is held in front of the next delta, or 0 if nothing is held.
   * Not a field of the stream: a stream with a held char has another fast path, {@link #other}.
   */
  private final char held;

  /**
   * The fast path behind a char that is held, and of that one, this one; null if no char is held
   * here.
   */
  private final @Nullable HandleFastPath other;

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
  HandleFastPath(Workspace work, Grammar grammar, int state) {
    this(work, grammar, state, null);
  }

  private HandleFastPath(
      Workspace work, Grammar grammar, int state, @Nullable HandleFastPath nothingHeld) {
    State s = grammar.state(state);
    boolean isJson = s.op() == Op.JSON_CALLS && !JsonCallState.isRawText(grammar, state);
    kind =
        switch (s.kind()) {
          case VALUE -> STRING;
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
    newlinePrefix = s.newlinePrefix();
    tokenStops = isJson ? 0 : s.tokenStops();
    decoded = work.decoded;
    held = nothingHeld == null ? 0 : stops.only();
    if (nothingHeld != null) {
      other = nothingHeld;
    } else {
      boolean holds = kind >= CONTENT && TextFastPath.holdsOnlyMarkers(s) && stops.only() != 0;
      other = holds ? new HandleFastPath(work, grammar, state, this) : null;
    }
  }

  /** The parser takes over: it holds the char that this path has held, or nothing. */
  void settle(ParserCore p) {
    if (held != 0) {
      p.heldRoom(1)[0] = held;
      p.heldLength = 1;
      p.resumeAt = 0;
      p.mode = HotState.OPEN_TEXT_HELD;
    } else if (p.mode == HotState.OPEN_TEXT_HELD) {
      p.heldLength = 0;
      p.releaseHeld();
      p.mode = kind == REASONING ? HotState.OPEN_REASONING : HotState.OPEN_CONTENT;
    }
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
    if (kind <= JSON_STRING) {
      return string(s, a, from, to);
    }
    return held == 0 ? text(s, a, from, to) : behindHeld(s, a, from, to);
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
    if (read == 0 || holdsNewline(entry) || !Vocabulary.passes(entry, tokenStops)) {
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

  /** Whether a token ends with a newline that may belong to a closer. */
  private boolean holdsNewline(long entry) {
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
        || holdsNewline(last)
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
    if (Character.isHighSurrogate(last) || newlinePrefix && (last == '\n' || last == '\r')) {
      return false;
    }
    int stop = scanner.findStop(a, from, to, stops);
    if (stop < to) {
      return stop == to - 1 && hold(s, a, from, to);
    }
    emit(s, a, from, to, s.consumed, to - from);
    return true;
  }

  /** Emits text up to its last char, which is held if a marker may begin with it. */
  private boolean hold(StreamParser s, char[] a, int from, int to) {
    HandleFastPath next = other;
    if (next == null || !isBeginning(s, a, to - 1, to - 1 > from ? a[to - 2] : s.last)) {
      return false;
    }
    s.fast = next;
    if (to - from == 1) {
      s.consumed++;
    } else {
      next.emit(s, a, from, to - 1, s.consumed, to - from);
    }
    return true;
  }

  /** Emits the held char and what follows it, up to one that is held anew. */
  private boolean behindHeld(StreamParser s, char[] a, int from, int to) {
    HandleFastPath nothingHeld = other;
    if (nothingHeld == null
        || Character.isHighSurrogate(a[to - 1])
        || stops.accepts(held, a[from])) {
      return false;
    }
    int stop = scanner.findStop(a, from, to, stops);
    boolean again = stop == to - 1;
    if (stop < to && !(again && isBeginning(s, a, stop, stop > from ? a[stop - 1] : held))) {
      return false;
    }
    char[] out = escaped;
    out[0] = held;
    System.arraycopy(a, from, out, 1, stop - from);
    if (again) {
      emit(s, out, 0, 1 + stop - from, s.consumed - 1, to - from);
    } else {
      s.fast = nothingHeld;
      nothingHeld.emit(s, out, 0, 1 + stop - from, s.consumed - 1, to - from);
    }
    return true;
  }

  /** Whether the stop char {@code a[at]}, the last one of a delta, may begin a marker. */
  private boolean isBeginning(StreamParser s, char[] a, int at, char previous) {
    ParserCore p = s.core;
    State state = p.grammar.state(p.state);
    int guards = p.guards(state.kind()) | (previous == '\n' ? Guard.AFTER_NEWLINE : 0);
    return p.tokenMarkers == null
        && Match.at(state.edges(), guards, a, at, at + 1) == Match.PARTIAL;
  }

  /**
   * Emits {@code a[from, to)}, in front of the held char if there is one. This is already the fast
   * path of the stream.
   *
   * @param at offset of the text
   * @param read chars of the delta
   */
  private void emit(StreamParser s, char[] a, int from, int to, int at, int read) {
    char last = a[to - 1];
    if (HotState.isQuote(last)) {
      s.core.quoteOpens = HotState.opensQuote(to - from > 1 ? a[to - 2] : s.last);
    }
    int call = s.call;
    begin(s, call, read, last);
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
