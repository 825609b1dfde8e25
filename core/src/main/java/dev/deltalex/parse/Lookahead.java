package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.AtEnd;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.Look;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Header;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.TextKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a marker counts, by what follows it. Until then nothing is emitted and the state
 * stays; only the look under way and positions in the hold change. Afterwards what was looked at is
 * read again, once, by the state that the decision leads to, but for a last tag whose action is
 * performed at once.
 *
 * <p>All from the hold's start to the char looked at is held; it may not outgrow {@link
 * dev.deltalex.Limits#maxHeldChars}. Positions in the hold are relative to its start, because the
 * hold moves to the parser's own array when a delta ends.
 */
abstract sealed class Lookahead extends CallRecognition permits GrammarInterpreter {
  /** Chars of damage that a closer may carry. */
  private static final int DAMAGE = 16;

  /** Bits of an edge's ordinal, in what {@link #headerEnd} returns. */
  private static final int ORDINAL_BITS = 8;

  private static final int ORDINAL = (1 << ORDINAL_BITS) - 1;

  /** In the low half, an index below 0: it is no header. */
  private static final long NOT_A_HEADER = 0xFFFFFFFFL;

  Lookahead(Workspace work) {
    super(work);
  }

  /** Goes on with the look under way; see {@link GrammarInterpreter#read}. */
  final int look(char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    int hold = p.holdStart;
    int room = p.limits.maxHeldChars();
    int limit = end - hold <= room ? end : hold + room;
    int i = pos;
    while (true) {
      Look l = p.grammar.look(p.look);
      Edge found;
      int tag;
      switch (l.op()) {
        case MARKER -> {
          while (i < limit && isWhitespace(a[i])) {
            i++;
          }
          long match = i >= limit ? Match.PARTIAL : Match.at(this, l.edges(), -1, a, i, limit);
          if (match == Match.PARTIAL) {
            return undecided(a, i, limit);
          }
          if (match == Match.NONE) {
            if (l.otherwise() < 0) {
              return reject(a);
            }
            p.look = (byte) l.otherwise();
            p.nameAt = (char) (i - hold);
            continue;
          }
          found = l.edges()[(int) match];
          tag = i;
          p.tagAt = found.look() == Grammar.ACCEPT ? p.tagAt : (char) (i - hold);
          i = (int) (match >>> 32);
        }
        case HEADER -> {
          char last = l.nameEnd();
          if (last != 0) {
            tag = nameEnd(a, last, i, limit);
            found = l.edges()[0];
            i = tag + 1;
          } else {
            long match = headerEnd(l, a, i, limit);
            tag = (int) match;
            found = l.edges()[(int) (match >>> 32) & ORDINAL];
            i = tag + (int) (match >>> 32 + ORDINAL_BITS);
          }
          if (tag < 0) {
            return reject(a);
          }
          if (tag == limit || tag == i) {
            return undecided(a, tag, limit);
          }
          if (!nameCounts(l.header(), last == 0, a, tag)) {
            return reject(a);
          }
        }
        case CLOSER_TAIL -> {
          found = l.edges()[0];
          char last = found.literal()[0];
          int from = hold + p.nameAt;
          while (i < limit && a[i] != last && a[i] != '<' && i - from < DAMAGE) {
            i++;
          }
          if (i >= limit) {
            return undecided(a, i, limit);
          }
          if (a[i] != last && a[i] != '<') {
            return reject(a);
          }
          tag = i;
          i += a[i] == last ? 1 : 0;
        }
        default -> throw new IllegalStateException("look " + l.op());
      }
      if (l.marksMarkerEnd()) {
        p.markerEnd = (char) (i - hold);
      }
      int next = found.look();
      if (next == Grammar.ACCEPT) {
        return accept(a, i, found, tag);
      }
      p.look = (byte) next;
      p.nameAt = (char) (i - hold);
    }
  }

  private int undecided(char[] a, int i, int limit) {
    ParserCore p = parser;
    int end = this.end;
    long origin = this.origin;
    if (limit < end) {
      work.out.diagnostic(Diagnostic.HELD_LIMIT, origin + p.holdStart);
      return reject(a);
    }
    p.resumeAt = i;
    return HELD;
  }

  /**
   * Index of the char that ends a name, {@code limit} if it is not there yet, -1 if it is no name.
   */
  private int nameEnd(char[] a, char end, int pos, int limit) {
    ParserCore p = parser;
    int from = p.holdStart + p.nameAt;
    int room = p.limits.maxNameChars();
    int stop = limit - from <= room ? limit : from + room;
    char top = end > '>' ? end : '>';
    for (int i = pos; i < stop; i++) {
      char c = a[i];
      if (c > top) {
        continue; // Most of a name: one comparison.
      }
      if (c == end) {
        return i;
      }
      if (c == '<' || c == '>' || c == '\n' || c == '\r') {
        return -1;
      }
    }
    if (stop < limit) {
      return a[stop] == end ? stop : -1;
    }
    return limit;
  }

  /**
   * The end of a header: in the low half the index of the literal there, or -1 if it is no header;
   * in the high half the literal's ordinal and length. A length of 0: the end is not there yet, and
   * reading continues at the index.
   */
  private long headerEnd(Look l, char[] a, int pos, int limit) {
    ParserCore p = parser;
    Header header = l.header();
    int start = pos;
    if (header.first() && start == p.holdStart + p.nameAt) {
      while (start < limit && isWhitespace(a[start])) {
        start++;
      }
      p.nameAt = (char) (start - p.holdStart);
    }
    int from = p.holdStart + p.nameAt;
    int room = p.limits.maxNameChars();
    int stop = limit - from <= room ? limit : from + room;
    if (start == from && start < limit && isAnotherTag(header, a[start])) {
      return NOT_A_HEADER;
    }
    for (int i = start; i < limit; i++) {
      int kind = header.kindOf(a[i]);
      if (kind == Header.END) {
        long match = Match.at(this, l.edges(), -1, a, i, limit);
        if (match >= 0) {
          long length = (match >>> 32) - i;
          return length << 32 + ORDINAL_BITS | (match & ORDINAL) << 32 | i;
        }
        return match == Match.PARTIAL ? i : NOT_A_HEADER;
      }
      if (kind == Header.NEVER || i >= stop) {
        return NOT_A_HEADER;
      }
    }
    return limit;
  }

  /** Whether the char after a tag's name belongs to the name: `<invoker` is not `<invoke`. */
  private static boolean isAnotherTag(Header header, char c) {
    return header.holds() == Header.Holds.ATTRIBUTES
        && !isWhitespace(c)
        && header.kindOf(c) != Header.END;
  }

  /**
   * Understands the text of a header up to {@code a[end]}. Returns whether it counts.
   *
   * @param rich whether it is more than a plain name
   */
  private boolean nameCounts(Header header, boolean rich, char[] a, int end) {
    ParserCore p = parser;
    int hold = p.holdStart;
    int from = hold + p.nameAt;
    int to = end;
    if (rich) {
      HeaderText.read(p, header, a, hold, end);
      from = hold + p.nameFrom;
      to = hold + p.nameTo;
    } else {
      while (from < to && isTrimmed(a[from])) {
        from++;
      }
      while (from < to && isTrimmed(a[to - 1])) {
        to--;
      }
      p.nameFrom = (char) (from - hold);
      p.nameTo = (char) (to - hold);
    }
    p.nameIndex = StreamState.NOT_LOOKED_UP;
    return switch (header.check()) {
      case ANY -> true;
      case NOT_EMPTY, PARAMETER -> from < to;
      case CALLABLE -> from < to && isCallable(a, from, to);
      case DECLARED -> isDeclared(a, from, to);
      case NEW_PARAMETER -> from < to && isNewParameter(a, from, to);
    };
  }

  /** Whether the options let a call of that name be one. */
  private boolean isCallable(char[] a, int from, int to) {
    ParserCore p = parser;
    return p.options.unknownTool() != ParserOptions.UnknownTool.AS_CONTENT
        || isDeclared(a, from, to);
  }

  private boolean isDeclared(char[] a, int from, int to) {
    ParserCore p = parser;
    p.nameIndex = p.tools.indexOf(a, from, to);
    return p.nameIndex >= 0;
  }

  private boolean isNewParameter(char[] a, int from, int to) {
    ParserCore p = parser;
    int tool = p.tool;
    int parameter = tool < 0 ? -1 : p.tools.parameterIndex(tool, a, from, to);
    p.nameIndex = parameter;
    if (parameter < 0 && tool >= 0 && p.tools.parameterCount(tool) > 0) {
      return false;
    }
    SeenParameters given = p.given;
    return given == null || !given.contains(parameter, a, from, to);
  }

  static boolean isTrimmed(char c) {
    return isWhitespace(c) || c == '"' || c == '\'';
  }

  /**
   * The marker counts; {@code end} is behind everything that was looked at, whose last literal is
   * {@code last} at {@code tag}; null: the end of the stream.
   */
  private int accept(char[] a, int end, @Nullable Edge last, int tag) {
    ParserCore p = parser;
    State s = p.grammar.state(p.state);
    Edge marker = s.edges()[p.edge];
    Edge decider = last != null && marker.isDecidedByLook() ? last : null;
    if (p.calls >= p.limits.maxCalls() && isBeyondLimit(s, decider == null ? marker : decider, a)) {
      return reject(a);
    }
    int hold = p.holdStart;
    int markerFrom = hold + p.prefixLength;
    int markerEnd = hold + p.markerEnd;
    p.look = Grammar.NO_LOOK;
    p.holdStart = -1;
    if (s.op() == Op.JSON_CALLS) {
      return closeOver(marker, markerFrom, markerEnd);
    }
    int next = resume(marker, markerFrom, markerEnd, end);
    if (decider != null) {
      settlePrefix(s, marker, a, hold, markerFrom);
      boolean again = marker.resume() == Resume.AFTER_LOOK && decider.resume() == Resume.AT_MARKER;
      return act(s, decider, a, hold, markerFrom, again ? tag : next);
    }
    int behind = perform(s, marker, a, hold, markerFrom, next);
    // The tag that was looked at acts at once, as it would if it were read again.
    return last == null || last.action() == Action.GO || isNameless(last)
        ? behind
        : act(p.grammar.state(p.state), last, a, hold, tag, end);
  }

  /** Where reading continues after the marker {@code e}. */
  private static int resume(Edge e, int markerFrom, int markerEnd, int end) {
    return switch (e.resume()) {
      case AFTER_LOOK -> end;
      case AFTER_MARKER -> markerEnd;
      case AT_MARKER -> markerFrom;
    };
  }

  /** Whether {@code e} opens a call where the limit has been reached; reports it. */
  private boolean isBeyondLimit(State s, Edge e, char[] a) {
    ParserCore p = parser;
    int hold = p.holdStart;
    if (!isBeyondLimit(e, a, hold)) {
      return false;
    }
    if (s.kind() != TextKind.STRAY) {
      work.out.diagnostic(Diagnostic.CALL_LIMIT, origin + hold + p.tagAt);
    }
    return true;
  }

  /** Whether a parameter lacks its name: it is read again, by the state that reports it. */
  private boolean isNameless(Edge last) {
    ParserCore p = parser;
    return last.action() == Action.OPEN_PARAMETER && p.nameFrom == p.nameTo;
  }

  /** The marker does not count: its first char is text, the rest is read again. */
  int reject(char[] a) {
    ParserCore p = parser;
    long origin = this.origin;
    State s = p.grammar.state(p.state);
    int hold = p.holdStart;
    int markerFrom = hold + p.prefixLength;
    p.look = Grammar.NO_LOOK;
    p.holdStart = -1;
    if (s.op() == Op.JSON_CALLS) {
      p.specialTokenIsText(origin + markerFrom);
      return markerFrom;
    }
    if (s.kind() == TextKind.STRAY) {
      if (s.edges()[p.edge].action() == Action.OPEN_PARAMETER) {
        work.out.diagnostic(Diagnostic.NAMELESS_PARAMETER, origin + markerFrom);
      } else if (s.op() == Op.DISPATCH) {
        work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + markerFrom);
      }
      p.state = s.op() == Op.DISPATCH ? s.next() : p.state;
      return markerFrom + 1;
    }
    if (s.op() == Op.SEGMENT) {
      p.state = s.next();
    }
    emit(s.kind(), a, hold, markerFrom + 1);
    return markerFrom + 1;
  }

  /**
   * The stream ends while {@code a[0, end)} is held and undecided: the rule of the look under way
   * applies. Returns the index to go on from.
   */
  int atEnd(char[] a, int end) {
    ParserCore p = parser;
    long origin = this.origin;
    Look l = p.grammar.look(p.look);
    AtEnd rule = l.atEnd();
    p.holdStart = 0;
    return switch (rule) {
      case REJECT -> {
        State s = p.grammar.state(p.state);
        if (s.kind() == TextKind.STRAY) {
          if (s.op() == Op.DISPATCH) {
            work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + p.prefixLength);
          }
          p.look = Grammar.NO_LOOK;
          yield end;
        }
        yield reject(a);
      }
      case ACCEPT -> {
        if (l.marksMarkerEnd()) {
          p.markerEnd = (char) end;
        }
        yield accept(a, end, null, end);
      }
      case TRUNCATED_OPENER -> {
        State s = p.grammar.state(p.state);
        Edge e = s.edges()[p.edge];
        if (e.prefix() == Prefix.KEEP) {
          emit(s.kind(), a, 0, p.prefixLength);
        }
        work.out.diagnostic(Diagnostic.TRUNCATED_OPENER, origin + p.prefixLength);
        p.look = Grammar.NO_LOOK;
        yield end;
      }
      case CUT_NAME -> {
        p.look = Grammar.NO_LOOK;
        yield EndOfStream.CUT_NAME;
      }
    };
  }
}
