package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.CharScanner;

/**
 * The interpreter of the frame: reads chars by the state's op, up to the end of the array at hand
 * or to a point where more must be seen.
 *
 * <p>Each op returns the index to go on from, or {@link #HELD}: then {@code holdStart} and {@code
 * resumeAt} say what is undecided and how far it is understood.
 */
final class GrammarInterpreter {
  /** Instead of an index: the array's end came first. */
  static final int HELD = -1;

  private GrammarInterpreter() {}

  /**
   * Reads {@code a[pos, end)}; {@code start} is the first index that belongs to the stream, and
   * {@code origin} the stream offset of {@code a[0]}. With held text, {@code holdStart} is its
   * index.
   */
  static void run(ParserCore p, char[] a, int start, int pos, int end, long origin) {
    int at = pos;
    while (at != HELD) {
      if (p.look >= 0) {
        at = Lookahead.run(p, a, start, at, end, origin);
        continue;
      }
      State s = p.grammar.state(p.state);
      if (at >= end && (s.op() != Op.JSON_CALLS || p.holdStart < 0)) {
        p.holdStart = -1;
        return;
      }
      at =
          switch (s.op()) {
            case TEXT -> text(p, s, a, start, at, end, origin);
            case SEGMENT -> segment(p, s, a, start, at, end, origin);
            case DISPATCH -> dispatch(p, s, a, start, at, end, origin);
            case SKIP_WHITESPACE -> skipWhitespace(p, s, a, at, end);
            case ONE_NEWLINE -> oneNewline(p, s, a, at, end, origin);
            case OPTIONAL -> optional(p, s, a, start, at, end, origin);
            case JSON_CALLS -> p.json().run(p, s, a, at, end, origin);
          };
    }
  }

  private static int text(
      ParserCore p, State s, char[] a, int start, int from, int end, long origin) {
    p.holdStart = -1;
    int guards = p.guards(s.kind());
    CharScanner scanner = p.work.scanner;
    // Of what is read again, the first chars may be out already.
    int out = from + p.emittedAhead;
    p.emittedAhead = 0;
    // Up to here a value has nothing to escape: short ones are looked through once, not twice.
    int clean = out;
    int i;
    if (s.kind() == TextKind.VALUE && out == from) {
      clean = scanner.findStopOrEscape(a, from, end, s.stops());
      i = stopFrom(scanner, s, a, clean, end);
    } else {
      i = scanner.findStop(a, from, end, s.stops());
    }
    while (true) {
      if (i == end) {
        isFenced(p, s, a, from, end, origin);
        return textToEnd(p, s, a, out, end, origin);
      }
      if (isFenced(p, s, a, from, i, origin)) {
        i = scanner.findStop(a, i + 1, end, s.stops());
        continue;
      }
      char previous = i > start ? a[i - 1] : p.before;
      int here = previous == '\n' ? guards | Guard.AFTER_NEWLINE : guards;
      long match = Match.at(p, s.branches(), here, a, i, end, origin);
      if (match == Match.NONE) {
        i = scanner.findStop(a, i + 1, end, s.stops());
        continue;
      }
      int hold = s.newlinePrefix() ? i - newlineBefore(a, from, i) : i;
      if (match == Match.PARTIAL) {
        boolean drops = Match.mayDrop(p, s.branches(), here, a, i, end, origin);
        int held = drops ? hold : i;
        boolean echo = p.state == p.grammar.role(Role.IN_QUOTE);
        emit(p, s.kind(), a, out, echo ? end : held, origin);
        p.emittedAhead = (char) (echo ? end - held : 0);
        p.holdStart = held;
        p.resumeAt = held;
        return HELD;
      }
      Branch b = s.branches()[(int) match];
      int matchEnd = (int) (match >>> 32);
      if (b.look() == Grammar.NO_LOOK) {
        if (b.action() == Action.CLOSE_QUOTE) {
          // The closer of a quoted call is text like the rest of it.
          emit(p, s.kind(), a, out, matchEnd, origin);
          p.state = b.next();
          return matchEnd;
        }
        int kept = b.prefix() == Prefix.KEEP ? i : hold;
        emit(p, s.kind(), a, out, kept, origin);
        return Transitions.perform(p, s, b, a, start, i, i, matchEnd, origin);
      }
      int held = b.prefix() == Prefix.KEEP ? i : hold;
      if (held <= clean && held > out) {
        p.value.clean(p.work.out, p.work.arrays, p.limits, a, out, held, origin + out);
      } else {
        emit(p, s.kind(), a, out, held, origin);
      }
      return Lookahead.start(p, b, held, i, matchEnd);
    }
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
   * are guarded.
   */
  private static boolean isFenced(ParserCore p, State s, char[] a, int from, int to, long origin) {
    FenceGuard fence = p.fence;
    if (fence == null || s.kind() != TextKind.CONTENT) {
      return false;
    }
    fence.follow(a, from, to, origin);
    return fence.isInside();
  }

  /** As above where the whitespace {@code a[from, to)} goes out only if no marker follows it. */
  private static boolean isSegmentFenced(ParserCore p, State s, char[] a, int from, int to) {
    FenceGuard fence = p.fence;
    return fence != null && s.kind() == TextKind.CONTENT && fence.isInside(a, from, to);
  }

  /** No marker up to the end: all is text but what a later char may still change. */
  private static int textToEnd(ParserCore p, State s, char[] a, int from, int end, long origin) {
    int cut = end;
    char last = a[end - 1];
    if (s.newlinePrefix() && (last == '\n' || last == '\r')) {
      cut = end - 1;
      if (last == '\n' && cut > from && a[cut - 1] == '\r') {
        cut--;
      }
    } else if (Character.isHighSurrogate(last) && s.kind() != TextKind.STRAY) {
      cut = end - 1;
    }
    emit(p, s.kind(), a, from, cut, origin);
    if (cut == end) {
      return end;
    }
    if (s.kind() == TextKind.VALUE && Character.isHighSurrogate(last)) {
      p.value.ahead(p.work.out, p.work.arrays, a, cut);
    }
    p.holdStart = cut;
    p.resumeAt = cut;
    return HELD;
  }

  private static int segment(
      ParserCore p, State s, char[] a, int start, int pos, int end, long origin) {
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
      return outgrown(p, s, a, hold, i, origin);
    }
    long match =
        isSegmentFenced(p, s, a, hold, i)
            ? Match.NONE
            : Match.at(p, s.branches(), p.guards(s.kind()), a, i, limit, origin);
    if (match == Match.PARTIAL) {
      int guards = p.guards(s.kind());
      boolean open =
          s.kind() == TextKind.CONTENT
              || Match.mayDrop(p, s.branches(), guards, a, i, limit, origin);
      if (limit < end && (open || i == hold)) {
        return outgrown(p, s, a, hold, i + 1, origin);
      }
      int held = open ? hold : i;
      emit(p, s.kind(), a, hold, held, origin);
      if (limit < end) {
        // Had the delta ended here, the whitespace would be out, and the marker held alone.
        return i;
      }
      p.holdStart = held;
      p.resumeAt = i;
      return HELD;
    }
    if (match >= 0) {
      Branch b = s.branches()[(int) match];
      int matchEnd = (int) (match >>> 32);
      if (b.look() == Grammar.NO_LOOK) {
        return Transitions.perform(p, s, b, a, start, hold, i, matchEnd, origin);
      }
      int held = b.prefix() == Prefix.KEEP ? i : hold;
      emit(p, s.kind(), a, hold, held, origin);
      return Lookahead.start(p, b, held, i, matchEnd);
    }
    // Text: the plain state takes the whitespace along, as one span.
    p.state = s.next();
    return hold;
  }

  /** More is held than the limit allows: {@code a[hold, to)} is text. */
  private static int outgrown(ParserCore p, State s, char[] a, int hold, int to, long origin) {
    p.work.out.diagnostic(Diagnostic.HELD_LIMIT, origin + hold);
    p.state = s.next();
    emit(p, s.kind(), a, hold, to, origin);
    return to;
  }

  private static int dispatch(
      ParserCore p, State s, char[] a, int start, int pos, int end, long origin) {
    p.holdStart = -1;
    int i = pos;
    while (i < end && isWhitespace(a[i])) {
      i++;
    }
    if (i == end) {
      return end;
    }
    long match = Match.at(p, s.branches(), p.guards(s.kind()), a, i, end, origin);
    if (match == Match.PARTIAL) {
      p.holdStart = i;
      p.resumeAt = i;
      return HELD;
    }
    if (match >= 0) {
      Branch b = s.branches()[(int) match];
      int matchEnd = (int) (match >>> 32);
      if (b.look() != Grammar.NO_LOOK) {
        return Lookahead.start(p, b, i, i, matchEnd);
      }
      return Transitions.perform(p, s, b, a, start, i, i, matchEnd, origin);
    }
    p.work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + i);
    p.state = s.next();
    return i;
  }

  private static int skipWhitespace(ParserCore p, State s, char[] a, int pos, int end) {
    int i = pos;
    while (i < end && isWhitespace(a[i])) {
      i++;
    }
    if (i < end) {
      p.state = s.next();
    }
    return i;
  }

  private static int oneNewline(ParserCore p, State s, char[] a, int pos, int end, long origin) {
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

  private static int optional(
      ParserCore p, State s, char[] a, int start, int pos, int end, long origin) {
    p.holdStart = -1;
    long match = Match.at(p, s.branches(), p.guards(s.kind()), a, pos, end, origin);
    if (match == Match.PARTIAL) {
      p.holdStart = pos;
      p.resumeAt = pos;
      return HELD;
    }
    p.state = s.next();
    if (match == Match.NONE) {
      return pos;
    }
    Branch b = s.branches()[(int) match];
    return Transitions.perform(p, s, b, a, start, pos, pos, (int) (match >>> 32), origin);
  }

  /** Passes on text of a kind. */
  static void emit(ParserCore p, TextKind kind, char[] a, int from, int to, long origin) {
    if (from >= to) {
      return;
    }
    switch (kind) {
      case CONTENT -> {
        // Text of the prompt has offsets below 0.
        p.contentSeen |= origin + to > 0;
        if (p.fence != null) {
          p.fence.follow(a, from, to, origin);
        }
        p.work.out.content(a, from, to, origin + from);
      }
      case REASONING -> p.work.out.reasoning(a, from, to, origin + from);
      case VALUE -> p.value.text(p.work.out, p.work.arrays, p.limits, a, from, to, origin + from);
      case STRAY -> {
        // Announced by a diagnostic when it began.
      }
    }
  }

  /** Length of the newline that ends at {@code i}, not reaching below {@code from}. */
  static int newlineBefore(char[] a, int from, int i) {
    if (i == from || a[i - 1] != '\n') {
      return 0;
    }
    return i - 1 > from && a[i - 2] == '\r' ? 2 : 1;
  }

  static boolean isWhitespace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
