package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.AtEnd;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.Look;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.LookOp;
import dev.deltalex.grammar.MessageTable;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.syntax.Literal;
import java.util.Objects;
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
abstract sealed class Lookahead extends HeaderRecognition permits GrammarInterpreter {
  /** Chars of damage that a closer may carry. */
  private static final int DAMAGE = 16;

  Lookahead(Workspace work) {
    super(work);
  }

  /** Goes on with the look under way; see {@link GrammarInterpreter#read}. */
  final int look(char[] a, int pos) {
    ParserCore p = parser;
    // What another stream's header said is not of this one.
    wireType = WireType.UNSAID;
    int end = this.end;
    int hold = p.holdStart;
    int room = p.limits.maxHeldChars();
    int limit = end - hold <= room ? end : hold + room;
    int i = pos;
    while (true) {
      Look l = p.grammar.look(p.look);
      Edge found;
      int next;
      int tag;
      switch (l.op()) {
        case MARKER -> {
          while (i < limit && isWhitespace(a[i])) {
            i++;
          }
          long match =
              i >= limit ? Match.PARTIAL : Match.at(this, l.edges(), guards(l, a, i), a, i, limit);
          if (match == Match.PARTIAL) {
            return undecided(l, a, i, limit);
          }
          if (match == Match.NONE) {
            if (l.otherwise() < 0) {
              return unmatched(l, a, i);
            }
            p.look = (byte) l.otherwise();
            p.nameAt = (char) (i - hold);
            continue;
          }
          found = l.edges()[(int) match];
          next = found.look();
          tag = i;
          p.tagAt = next == Grammar.ACCEPT || l.behindName() ? p.tagAt : (char) (i - hold);
          i = (int) (match >>> 32);
        }
        case HEADER -> {
          char last = l.nameEnd();
          if (last != 0) {
            tag = nameEnd(l, a, i, limit);
            boolean assigned = tag >= 0 && tag < limit && a[tag] != last;
            if (assigned && l.edges().length == 1) {
              return unmatched(l, a, i);
            }
            found = l.edges()[assigned ? 1 : 0];
            i = tag + 1;
          } else {
            long match = headerEnd(l, a, i, limit);
            tag = (int) match;
            found = l.edges()[(int) (match >>> 32) & ORDINAL];
            i = tag + (int) (match >>> 32 + ORDINAL_BITS);
          }
          if (tag < 0) {
            return tag == ANOTHER_TAG ? reject(a) : unmatched(l, a, i);
          }
          if (tag == limit || tag == i) {
            return undecided(l, a, tag, limit);
          }
          if (!nameCounts(l.header(), last == 0, a, tag, found.closer())) {
            return unmatched(l, a, i);
          }
          next = found.look();
        }
        case CLOSER_TAIL -> {
          found = l.edges()[0];
          char last = found.literal()[0];
          int from = hold + p.nameAt;
          int most = Math.max(DAMAGE, found.label() + 1);
          most = most > DAMAGE && from < limit && a[from] == Literal.LABEL_MARK ? most : DAMAGE;
          while (i < limit && a[i] != last && a[i] != '<' && i - from < most) {
            i++;
          }
          if (i >= limit) {
            return undecided(l, a, i, limit);
          }
          boolean labelled = Match.isLabel(found.label(), a, from, i);
          if (a[i] != last && a[i] != '<' || i - from > DAMAGE && !labelled) {
            return reject(a);
          }
          boolean blank = l.otherwise() < 0 || labelled || isBlank(a, from, i);
          boolean whole = a[i] == last && blank;
          next = whole || l.otherwise() < 0 ? found.look() : l.otherwise();
          tag = i;
          i += a[i] == last ? 1 : 0;
        }
        case OPEN_KEY -> {
          found = l.edges()[0];
          next = found.look();
          tag = behindKey(found.literal()[0], a, hold + p.nameAt, limit);
          if (tag < 0) {
            return reject(a);
          }
          if (tag >= limit) {
            return undecided(l, a, hold + p.nameAt, limit);
          }
          i = tag + 1;
        }
        case ASSIGNED -> {
          return assigned(l, a, limit);
        }
        case MESSAGE -> {
          long match = fieldOrEnd(l, a, i, limit);
          i = (int) match;
          if (match < 0) {
            return undecided(l, a, i, limit);
          }
          int ordinal = (int) (match >>> 32) & ORDINAL;
          if (ordinal == NO_FIELD) {
            return reject(a);
          }
          MessageTable fields = Objects.requireNonNull(l.header().messages());
          if (ordinal < fields.fields()) {
            next = l.edges()[ordinal].look();
            p.look = next < 0 ? p.look : (byte) next;
            continue;
          }
          tag = i - (int) (match >>> 32 + ORDINAL_BITS);
          int rule = rule(fields, a, hold + p.prefixLength, tag);
          if (rule == MessageTable.NO_RULE) {
            return headerIsText(a, i);
          }
          found = l.edges()[fields.fields() + rule];
          next = found.look();
        }
        default -> throw new IllegalStateException("look " + l.op());
      }
      if (l.marksMarkerEnd()) {
        p.markerEnd = (char) (i - hold);
      }
      if (next == Grammar.ACCEPT) {
        return accept(a, i, found, tag);
      }
      p.look = (byte) next;
      p.nameAt = (char) (i - hold);
    }
  }

  /** What is behind {@code <parameter=NAME=} decides where the value begins. */
  private int assigned(Look l, char[] a, int limit) {
    ParserCore p = parser;
    int hold = p.holdStart;
    int from = hold + p.nameAt;
    int i = Match.behindBlanks(a, from, limit);
    if (i >= limit) {
      return undecided(l, a, from, limit);
    }
    if (i == from && (a[i] == '\n' || a[i] == '\r')) {
      return reject(a);
    }
    Edge end = l.edges()[0];
    work.out.diagnostic(Diagnostic.RECOVERED, origin + hold + p.tagAt);
    return accept(a, a[i] == end.literal()[0] ? i + 1 : from, end, from);
  }

  /**
   * The header of a message up to {@code a[end]} is content, and so is what follows up to the next
   * header.
   */
  private int headerIsText(char[] a, int end) {
    ParserCore p = parser;
    int hold = p.holdStart;
    endText(p.grammar.state(p.state), origin + hold + p.prefixLength);
    p.look = Grammar.NO_LOOK;
    p.holdStart = -1;
    p.state = p.grammar.plain(0);
    emit(TextKind.CONTENT, a, hold, end);
    return end;
  }

  /** What follows the marker is none of what the lookahead asks for. */
  private int unmatched(Look l, char[] a, int i) {
    if (l.otherwise() == Grammar.TEXT) {
      return headerIsText(a, parser.holdStart + parser.nameAt);
    }
    return l.otherwise() == Grammar.COUNTS ? accept(a, i, null, i) : reject(a);
  }

  private int undecided(Look l, char[] a, int i, int limit) {
    ParserCore p = parser;
    int end = this.end;
    long origin = this.origin;
    if (l.otherwise() == Grammar.COUNTS && (limit < end || !mayBeAnotherTag(l, i))) {
      return unmatched(l, a, i);
    }
    if (limit < end) {
      work.out.diagnostic(Diagnostic.HELD_LIMIT, origin + p.holdStart);
      return l.otherwise() == Grammar.TEXT ? unmatched(l, a, i) : reject(a);
    }
    p.resumeAt = i;
    return HELD;
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
      boolean again = marker.resume() != Resume.AT_MARKER && decider.resume() == Resume.AT_MARKER;
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
    if (s.op() == Op.OPTIONAL) {
      p.state = s.next();
      return hold;
    }
    if (s.kind().isDiscarded()) {
      if (s.edges()[p.edge].opensParameter()) {
        work.out.diagnostic(Diagnostic.NAMELESS_PARAMETER, origin + markerFrom);
      } else if (s.op() == Op.DISPATCH) {
        work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + markerFrom);
      }
      p.state = s.op() == Op.DISPATCH ? s.next() : p.state;
      return markerFrom + 1;
    }
    if (s.op() == Op.SEGMENT || s.op() == Op.OPTIONAL) {
      p.state = s.next();
    }
    if (s.kind() == TextKind.VALUE && s.edges()[p.edge].endsValues()) {
      work.out.diagnostic(Diagnostic.MARKER_IN_VALUE, origin + markerFrom);
    }
    emit(s.kind(), a, hold, markerFrom + 1);
    return markerFrom + 1;
  }

  /**
   * The edge on which a call opens without arguments, behind a name that no literal ends or behind
   * the line's end there; or null.
   */
  private static @Nullable Edge callWithoutBody(Look l) {
    for (Edge e : l.edges()) {
      boolean behindLine = e.guard() == Guard.DECLARED;
      if ((e.closer() || behindLine) && e.action() == Action.OPEN_CALL) {
        return e;
      }
    }
    return null;
  }

  /** Whether the look under way reads the name in the closer of an element. */
  private boolean namesElement() {
    ParserCore p = parser;
    Edge e = p.grammar.state(p.state).edges()[p.edge];
    return e.action() == Action.CLOSE_ELEMENT && e.look() == p.look;
  }

  /**
   * The stream ends while {@code a[0, end)} is held and undecided: the rule of the look under way
   * applies. Returns the index to go on from.
   */
  int atEnd(char[] a, int end, boolean stop) {
    ParserCore p = parser;
    long origin = this.origin;
    Look l = p.grammar.look(p.look);
    AtEnd rule = l.atEnd();
    p.holdStart = 0;
    boolean open = l.header().isOpen() && p.nameAt < end && p.resumeAt == end;
    if (open && !nameCounts(l.header(), true, a, end, false)) {
      return reject(a);
    }
    if ((open || l.behindName() && p.resumeAt == end) && rule != AtEnd.ACCEPT) {
      boolean declared = open ? p.nameIndex >= 0 : isNameDeclared(a, p.nameFrom, p.nameTo);
      Edge call = stop && declared ? callWithoutBody(l) : null;
      if (call != null) {
        return accept(a, end, call, end);
      }
    }
    if (namesElement()) {
      boolean cut = p.nameAt < end && p.value.elements().beginsName(a, p.nameAt, end);
      rule = cut ? AtEnd.ACCEPT : AtEnd.REJECT;
      p.nameFrom = 0;
      p.nameTo = 0;
    }
    return switch (rule) {
      case REJECT -> {
        State s = p.grammar.state(p.state);
        if (s.kind().isDiscarded()) {
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
        if (l.op() == LookOp.ASSIGNED) {
          work.out.diagnostic(Diagnostic.RECOVERED, origin + p.tagAt);
          yield accept(a, p.nameAt, null, p.nameAt);
        }
        yield accept(a, end, null, end);
      }
      case TRUNCATED_OPENER -> {
        State s = p.grammar.state(p.state);
        Edge e = s.edges()[p.edge];
        if (e.prefix() == Prefix.KEEP) {
          emit(s.kind(), a, 0, p.prefixLength);
        }
        // Of an opener that is all of the generation prompt, nothing was cut.
        if (origin + end > 0) {
          work.out.diagnostic(Diagnostic.TRUNCATED_OPENER, origin + p.prefixLength);
        }
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
