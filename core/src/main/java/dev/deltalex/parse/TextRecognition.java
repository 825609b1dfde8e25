package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.value.SpanOutput;

/**
 * Reads text: emits it up to where a marker begins, or may begin. Text is content, reasoning, the
 * value of a parameter, or discarded.
 */
abstract sealed class TextRecognition extends Lookahead permits GrammarInterpreter {
  /** Chars of a string that are escaped at once, where stops are looked for in the same pass. */
  private static final int PIECE = SpanOutput.ESCAPED_AT_ONCE;

  /** Chars of a string from which on that is done. */
  private static final int LONG_TEXT = 2 * PIECE;

  /** Chars of {@code </}. */
  private static final int CLOSER = 2;

  TextRecognition(Workspace work) {
    super(work);
  }

  /** Reads text up to a marker or the end of the array; see {@link GrammarInterpreter}. */
  final int text(State s, char[] a, int from) {
    ParserCore p = parser;
    int start = this.start;
    int end = this.end;
    long origin = this.origin;
    p.holdStart = -1;
    TextKind kind = s.kind();
    Edge[] edges = s.edges();
    boolean guarded = p.fence != null;
    int guards = p.guards(kind);
    CharScanner scanner = work.scanner;
    // Of what is read again, the first chars may be out already.
    int out = from + p.emittedAhead;
    p.emittedAhead = 0;
    boolean value = kind == TextKind.VALUE;
    // Up to here a value has nothing to escape: short ones are looked through once, not twice.
    int clean = out;
    boolean nests = value && p.value.nests();
    int i;
    if (value && out == from) {
      clean = scanner.findStopOrEscape(a, from, end, s.stops());
      if (end - clean > LONG_TEXT && clean > out && p.value.isStringAhead()) {
        p.value.clean(work.out, work.arrays, p.limits, a, out, clean, origin + out);
        out = longText(s, a, clean);
        i = scanner.findStop(a, out, end, s.stops());
      } else {
        i = stopFrom(scanner, s, a, clean, end);
      }
    } else {
      i = scanner.findStop(a, from, end, s.stops());
    }
    while (true) {
      if (i == end) {
        int cut = cutAtEnd(s, a, out);
        isFenced(s, a, from, cut);
        return textToEnd(s, a, out, cut);
      }
      // A newline leads to the start of a line, where the fence matters.
      if (guarded && isFenced(s, a, from, i) && a[i] != '\n') {
        i = scanner.findStop(a, i + 1, end, s.stops());
        continue;
      }
      char previous = i > start ? a[i - 1] : p.before;
      // Inside a line of a value, what would count behind a newline is reported.
      boolean inLine = value && previous != '\n';
      int here = previous == '\n' || inLine ? guards | Guard.AFTER_NEWLINE : guards;
      if (value) {
        nests = nests && isWhitespace(a, out, i) && p.value.holds(p.limits, i - out);
        here |= (nests ? Guard.NESTS : 0) | (mayCloseKey(a, i) ? Guard.OPEN_KEY : 0);
      }
      long match = Match.at(this, edges, here, a, i, end);
      match = match < 0 || value ? match : unlessQuoted(s, match, a, i);
      if (match == Match.NONE) {
        nests = false;
        i++;
        if (value && end - i > LONG_TEXT && p.value.isStringAhead()) {
          emit(kind, a, out, i);
          i = longText(s, a, i);
          out = i;
        }
        i = scanner.findStop(a, i, end, s.stops());
        continue;
      }
      int hold = s.newlinePrefix() ? i - newlineBefore(a, from, i) : i;
      if (match == Match.PARTIAL) {
        return begun(s, a, out, hold, i, inLine ? here & ~Guard.AFTER_NEWLINE : here);
      }
      if (inLine && (edges[(int) match].guard() & Guard.AFTER_NEWLINE) != 0) {
        // The same literal may count elsewhere by what follows it.
        long other = Match.at(this, edges, here & ~Guard.AFTER_NEWLINE, a, i, end);
        if (other < 0) {
          return insideLine(a, out, i, (int) (match >>> 32));
        }
        match = other;
      }
      Edge e = edges[(int) match];
      int held = e.prefix() == Prefix.KEEP ? i : hold;
      if (e.look() == Grammar.NO_LOOK) {
        return marker(s, match, a, out, held, i);
      }
      if (held <= clean && held > out) {
        p.value.clean(work.out, work.arrays, p.limits, a, out, held, origin + out);
      } else {
        emit(kind, a, out, held);
      }
      return PlainCall.open(this, e, a, held, i, (int) (match >>> 32));
    }
  }

  /**
   * Emits the text of an open string from {@code a[from]} on, escaped, in pieces of up to {@link
   * #PIECE} chars, to a stop or to the last piece. Returns the index up to which it did.
   */
  private int longText(State s, char[] a, int from) {
    ParserCore p = parser;
    int end = this.end;
    boolean newlines = s.newlinePrefix();
    int i = from;
    while (end - i > LONG_TEXT) {
      int to = i + PIECE;
      // What belongs to the chars behind it is read with them.
      while (to > i && needsNext(s, a[to - 1])) {
        to--;
      }
      if (to == i) {
        return i;
      }
      int stop = p.value.toStop(work.out, a, i, to, s.stops(), newlines, origin + i);
      if (stop < to) {
        return newlines ? stop - newlineBefore(a, i, stop) : stop;
      }
      i = to;
    }
    return i;
  }

  private static boolean needsNext(State s, char c) {
    return c == '\n' || c == '\r' || Character.isHighSurrogate(c) || s.stops().contains(c);
  }

  /** Whether {@code a[at]} may begin a closer that repeats the name of the open parameter. */
  private boolean mayCloseKey(char[] a, int at) {
    int end = this.end;
    return end - at <= CLOSER || a[at + 1] == '/' && openKey(a, at + CLOSER, end) >= 0;
  }

  /**
   * The array ends inside what may become a marker at {@code a[at]}; {@code guards} are those that
   * count. Text from {@code a[out]} on goes out up to what must be held.
   */
  private int begun(State s, char[] a, int out, int hold, int at, int guards) {
    ParserCore p = parser;
    int end = this.end;
    int begun = Match.begun(this, s.edges(), guards, a, at, end);
    int held = (begun & Match.DROPS) != 0 ? hold : at;
    boolean echo =
        s.quoted() || begun == 0 && work.scanner.findStop(a, at + 1, end, s.stops()) == end;
    int text = echo ? end : held;
    emit(s.kind(), a, out, text);
    // The held chars are read again with the next delta; those that the sink has are not repeated.
    p.emittedAhead = (char) (Math.max(out, text) - held);
    p.holdStart = held;
    p.resumeAt = held;
    return HELD;
  }

  /** A marker that counts only at the start of a line stands inside one: it is text. */
  private int insideLine(char[] a, int out, int at, int end) {
    emit(TextKind.VALUE, a, out, end);
    work.out.diagnostic(Diagnostic.MARKER_IN_VALUE, origin + at);
    return end;
  }

  /** The marker at {@code a[at]} counts by itself; the text before it ends at {@code a[held]}. */
  private int marker(State s, long match, char[] a, int out, int held, int at) {
    Edge e = s.edges()[(int) match];
    int end = (int) (match >>> 32);
    if (s.quoted()) {
      // The closer of a quoted call is text like the rest of it.
      emit(s.kind(), a, out, end);
      parser.state = e.next();
      return end;
    }
    emit(s.kind(), a, out, held);
    return perform(s, e, a, at, at, e.resume() == Resume.AT_MARKER ? at : end);
  }

  private static boolean isWhitespace(char[] a, int from, int to) {
    int i = from;
    while (i < to && isWhitespace(a[i])) {
      i++;
    }
    return i == to;
  }

  /** The first stop from {@code at} on, which is a stop, a char to escape or the end. */
  private static int stopFrom(CharScanner scanner, State s, char[] a, int at, int end) {
    if (at == end || s.stops().isCandidate(a, at, end)) {
      return at;
    }
    // Before most closers stands a newline.
    int next = at + 1;
    return next < end && s.stops().isCandidate(a, next, end)
        ? next
        : scanner.findStop(a, next, end, s.stops());
  }

  /**
   * Whether content up to {@code a[to]}, where a marker may begin, ends in a code fence, and fences
   * are guarded. A newline that the marker may take along is no line's end of the content yet.
   */
  private boolean isFenced(State s, char[] a, int from, int to) {
    ParserCore p = parser;
    long origin = this.origin;
    FenceGuard fence = p.fence;
    if (fence == null || s.kind() != TextKind.CONTENT) {
      return false;
    }
    int sure = s.newlinePrefix() ? to - newlineBefore(a, from, to) : to;
    fence.follow(a, from, sure, origin);
    return fence.isInside(a, sure, to);
  }

  /** The index from which on a later char may change the text {@code a[from, end)}, or its end. */
  private int cutAtEnd(State s, char[] a, int from) {
    int end = this.end;
    char last = a[end - 1];
    if (s.newlinePrefix() && (last == '\n' || last == '\r')) {
      boolean two = last == '\n' && end - 1 > from && a[end - 2] == '\r';
      return two ? end - 2 : end - 1;
    }
    return Character.isHighSurrogate(last) && !s.kind().isDiscarded() ? end - 1 : end;
  }

  /** No marker up to the end: all up to {@code a[cut]} is text, and the rest is held. */
  private int textToEnd(State s, char[] a, int from, int cut) {
    ParserCore p = parser;
    int end = this.end;
    emit(s.kind(), a, from, cut);
    if (cut == end) {
      return end;
    }
    if (s.kind() == TextKind.VALUE && Character.isHighSurrogate(a[end - 1])) {
      p.value.ahead(work.out, work.arrays, a, cut);
    }
    p.holdStart = cut;
    p.resumeAt = cut;
    return HELD;
  }
}
