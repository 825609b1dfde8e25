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
import org.jspecify.annotations.Nullable;

/**
 * The top layer of the interpreter: reads chars by the op of the current state, up to the end of
 * the array at hand or to a point where more must be seen.
 *
 * <p>Each op returns the index to go on from, or {@link #HELD}: then {@code holdStart} and {@code
 * resumeAt} say what is undecided and how far it is understood.
 */
final class GrammarInterpreter extends TextRecognition {
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
      return PlainCall.open(this, e, a, held, i, matchEnd);
    }
    // Text: the plain state takes the whitespace along, as one span.
    p.state = s.next();
    return hold;
  }

  /**
   * Whether content ends in a code fence where the whitespace {@code a[from, to)} is emitted only
   * if no marker follows it.
   */
  private boolean isSegmentFenced(State s, char[] a, int from, int to) {
    ParserCore p = parser;
    FenceGuard fence = p.fence;
    return fence != null && s.kind() == TextKind.CONTENT && fence.isInside(a, from, to);
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
