package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.PlainParameter;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.CharScanner;
import org.jspecify.annotations.Nullable;

/**
 * The top layer of the interpreter: reads chars by the op of the current state, up to the end of
 * the array at hand or to a point where more must be seen.
 *
 * <p>Each op returns the index to go on from, or {@link #HELD}: then {@code holdStart} and {@code
 * resumeAt} say what is undecided and how far it is understood.
 */
final class GrammarInterpreter extends Lookahead {
  /** Chars of a string that are escaped at once, where stops are looked for in the same pass. */
  private static final int PIECE = 1024;

  /** Chars of a string from which on that is done. */
  private static final int LONG_TEXT = 2 * PIECE;

  /** Chars of {@code </}. */
  private static final int CLOSER = 2;

  GrammarInterpreter(Workspace work) {
    super(work);
  }

  /**
   * Reads {@code a[pos, to)} of a parser's stream. With held text, the parser's {@code holdStart}
   * is its index.
   *
   * @param from the first index that belongs to the stream
   * @param offset the stream offset of index 0
   */
  void read(ParserCore p, char[] a, int from, int pos, int to, long offset) {
    // As show does, without a call for each delta.
    if (parser != p) {
      parser = p;
    }
    start = from;
    end = to;
    origin = offset;
    int at = pos;
    while (at != HELD) {
      if (p.look >= 0) {
        at = look(a, at);
        continue;
      }
      State s = p.grammar.state(p.state);
      if (at >= to && (s.op() != Op.JSON_CALLS || p.holdStart < 0)) {
        p.holdStart = -1;
        return;
      }
      at =
          switch (s.op()) {
            case TEXT -> text(s, a, at);
            case SEGMENT -> segment(s, a, at);
            case DISPATCH -> dispatch(s, a, at);
            case SKIP_WHITESPACE -> skipWhitespace(s, a, at);
            case ONE_NEWLINE -> oneNewline(s, a, at);
            case OPTIONAL -> optional(s, a, at);
            case JSON_CALLS -> p.json().run(this, s, a, at);
          };
    }
  }

  private int text(State s, char[] a, int from) {
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
      return PlainCall.open(this, s, e, a, held, i, (int) (match >>> 32));
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
      int stop = to == i ? to : p.value.toStop(work.out, a, i, to, s.stops(), newlines, origin + i);
      if (stop < to) {
        return newlines ? stop - newlineBefore(a, i, stop) : stop;
      }
      if (to == i) {
        break;
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

  /** As above where the whitespace {@code a[from, to)} goes out only if no marker follows it. */
  private boolean isSegmentFenced(State s, char[] a, int from, int to) {
    ParserCore p = parser;
    FenceGuard fence = p.fence;
    return fence != null && s.kind() == TextKind.CONTENT && fence.isInside(a, from, to);
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

  private int segment(State s, char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    int hold = p.holdStart >= 0 ? p.holdStart : pos;
    int limit = (int) Math.min(end, (long) hold + p.limits.maxHeldChars());
    int i = pos;
    while (i < limit && isWhitespace(a[i])) {
      i++;
    }
    p.holdStart = -1;
    if (i == limit) {
      if (limit == end) {
        p.holdStart = hold;
        p.resumeAt = i;
        return HELD;
      }
      return outgrown(s, a, hold, i);
    }
    char previous = i > start ? a[i - 1] : p.before;
    int guards = p.guards(s.kind()) | (previous == '\n' ? Guard.AFTER_NEWLINE : 0);
    long match =
        isSegmentFenced(s, a, hold, i)
            ? Match.NONE
            : unlessQuoted(s, Match.at(this, s.edges(), guards, a, i, limit), a, i);
    if (match == Match.PARTIAL) {
      boolean open =
          s.kind() == TextKind.CONTENT || Match.mayDrop(this, s.edges(), guards, a, i, limit);
      if (limit < end && (open || i == hold)) {
        return outgrown(s, a, hold, i + 1);
      }
      int held = open ? hold : i;
      emit(s.kind(), a, hold, held);
      if (limit < end) {
        // Had the delta ended here, the whitespace would be out, and the marker held alone.
        return i;
      }
      p.holdStart = held;
      p.resumeAt = i;
      return HELD;
    }
    if (match >= 0) {
      Edge e = s.edges()[(int) match];
      int matchEnd = (int) (match >>> 32);
      if (e.look() == Grammar.NO_LOOK) {
        return perform(s, e, a, hold, i, matchEnd);
      }
      int held = e.prefix() == Prefix.KEEP ? i : hold;
      emit(s.kind(), a, hold, held);
      return PlainCall.open(this, s, e, a, held, i, matchEnd);
    }
    // Text: the plain state takes the whitespace along, as one span.
    p.state = s.next();
    return hold;
  }

  /** More is held than the limit allows: {@code a[hold, to)} is text. */
  private int outgrown(State s, char[] a, int hold, int to) {
    ParserCore p = parser;
    long origin = this.origin;
    work.out.diagnostic(Diagnostic.HELD_LIMIT, origin + hold);
    p.state = a[to - 1] == '\n' ? atLine(s.next()) : s.next();
    emit(s.kind(), a, hold, to);
    return to;
  }

  /** The state behind a newline of the text of a state. */
  private int atLine(int state) {
    for (Edge e : parser.grammar.state(state).edges()) {
      if (e.action() == Action.NEXT_LINE) {
        return e.next();
      }
    }
    return state;
  }

  private int dispatch(State s, char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    long origin = this.origin;
    p.holdStart = -1;
    int i = pos;
    while (i < end && isWhitespace(a[i])) {
      i++;
    }
    if (i == end) {
      return end;
    }
    PlainParameter plain = p.grammar.plainParameter(p.state);
    if (plain != null && end - i > plain.shortest()) {
      int next = PlainCall.parameters(this, plain, a, i);
      if (next > i) {
        return next;
      }
    }
    long match = Match.at(this, s.edges(), p.guards(s.kind()), a, i, end);
    if (match == Match.PARTIAL) {
      p.holdStart = i;
      p.resumeAt = i;
      return HELD;
    }
    if (match >= 0) {
      Edge e = s.edges()[(int) match];
      int matchEnd = (int) (match >>> 32);
      if (e.look() != Grammar.NO_LOOK) {
        return p.lookBehind(e, i, i, matchEnd);
      }
      return perform(s, e, a, i, i, e.resume() == Resume.AT_MARKER ? i : matchEnd);
    }
    work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + i);
    p.state = s.next();
    return i;
  }

  private int skipWhitespace(State s, char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    int i = pos;
    while (i < end && isWhitespace(a[i])) {
      i++;
    }
    if (i < end) {
      p.state = s.next();
      if (s.kind() == TextKind.VALUE) {
        p.value.startsAt(origin + i);
      }
    }
    return i;
  }

  private int oneNewline(State s, char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    long origin = this.origin;
    p.holdStart = -1;
    if (a[pos] == '\r' && pos + 1 == end) {
      p.holdStart = pos;
      p.resumeAt = pos;
      return HELD;
    }
    p.state = s.next();
    int next = pos;
    if (a[pos] == '\n') {
      next = pos + 1;
    } else if (a[pos] == '\r' && a[pos + 1] == '\n') {
      next = pos + 2;
    }
    if (s.kind() == TextKind.VALUE) {
      p.value.startsAt(origin + next);
    }
    return next;
  }

  private int optional(State s, char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    p.holdStart = -1;
    int guards = p.guards(s.kind()) | (p.before == '\n' ? Guard.AFTER_NEWLINE : 0);
    boolean fenced = isSegmentFenced(s, a, pos, pos);
    long match = fenced ? Match.NONE : Match.at(this, s.edges(), guards, a, pos, end);
    if (match == Match.PARTIAL) {
      p.holdStart = pos;
      p.resumeAt = pos;
      return HELD;
    }
    Edge e = match >= 0 ? s.edges()[(int) match] : fenced ? null : header(s, guards);
    if (e != null && e.look() != Grammar.NO_LOOK) {
      return p.lookBehind(e, pos, pos, match >= 0 ? (int) (match >>> 32) : pos);
    }
    p.state = s.next();
    if (e == null) {
      return pos;
    }
    int behind = (int) (match >>> 32);
    if (s.kind() == TextKind.VALUE) {
      p.value.startsAt(origin + behind);
    }
    return perform(s, e, a, pos, pos, behind);
  }

  /** The edge of a header that may begin here with any char, not only with a letter, or null. */
  private @Nullable Edge header(State s, int guards) {
    Edge[] edges = s.edges();
    Edge last = edges.length == 0 ? null : edges[edges.length - 1];
    if (last == null || last.literal().length > 0 || (last.guard() & ~guards) != 0) {
      return null;
    }
    int look = last.look();
    boolean identifier =
        look != Grammar.NO_LOOK && parser.grammar.look(look).header().isIdentifier();
    return identifier ? null : last;
  }
}
