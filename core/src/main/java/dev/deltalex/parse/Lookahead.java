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
abstract sealed class Lookahead extends HeaderRecognition permits TextRecognition {
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
    int room = p.limits.maxHeldChars();
    int at = pos;
    do {
      int hold = p.holdStart;
      int limit = end - hold <= room ? end : hold + room;
      Look l = p.grammar.look(p.look);
      at =
          switch (l.op()) {
            case MARKER -> marker(l, a, at, limit);
            case HEADER -> header(l, a, at, limit);
            case CLOSER_TAIL -> closerTail(l, a, at, limit);
            case OPEN_KEY -> ownCloser(l, a, limit);
            case ASSIGNED -> assigned(l, a, limit);
            case MESSAGE -> message(l, a, at, limit);
          };
    } while (at >= 0 && p.look >= 0);
    return at;
  }

  /** Whitespace, then one of the lookahead's literals. */
  private int marker(Look l, char[] a, int pos, int limit) {
    ParserCore p = parser;
    int i = pos;
    while (i < limit && isWhitespace(a[i])) {
      i++;
    }
    long match =
        i >= limit ? Match.PARTIAL : Match.at(this, l.edges(), guards(l, a, i), a, i, limit);
    if (match < 0) {
      return match == Match.PARTIAL ? undecided(l, a, i, limit) : noMarker(l, a, i);
    }
    Edge found = l.edges()[(int) match];
    if (found.look() != Grammar.ACCEPT && !l.behindName()) {
      p.tagAt = (char) (i - p.holdStart);
    }
    return found(l, found, a, i, (int) (match >>> 32));
  }

  private int noMarker(Look l, char[] a, int i) {
    ParserCore p = parser;
    if (l.otherwise() < 0) {
      return unmatched(l, a, i);
    }
    p.look = (byte) l.otherwise();
    p.nameAt = (char) (i - p.holdStart);
    return i;
  }

  /** The text of a header up to one of the lookahead's literals. */
  private int header(Look l, char[] a, int pos, int limit) {
    char last = l.nameEnd();
    Edge found;
    int tag;
    int behind;
    if (last != 0) {
      tag = nameEnd(l, a, pos, limit);
      boolean assigned = tag >= 0 && tag < limit && a[tag] != last;
      if (assigned && l.edges().length == 1) {
        return unmatched(l, a, pos);
      }
      found = l.edges()[assigned ? 1 : 0];
      behind = tag + 1;
    } else {
      long match = headerEnd(l, a, pos, limit);
      tag = (int) match;
      found = l.edges()[(int) (match >>> 32) & ORDINAL];
      behind = tag + (int) (match >>> 32 + ORDINAL_BITS);
    }
    if (tag < 0) {
      return tag == ANOTHER_TAG ? reject(a) : unmatched(l, a, behind);
    }
    if (tag == limit || tag == behind) {
      return undecided(l, a, tag, limit);
    }
    return nameCounts(l.header(), last == 0, a, tag, found.closer())
        ? found(l, found, a, tag, behind)
        : unmatched(l, a, behind);
  }

  /** The rest of a closer that may be damaged, up to its last char. */
  private int closerTail(Look l, char[] a, int pos, int limit) {
    ParserCore p = parser;
    Edge found = l.edges()[0];
    char last = found.literal()[0];
    int from = p.holdStart + p.nameAt;
    int most = Math.max(DAMAGE, found.label() + 1);
    most = most > DAMAGE && from < limit && a[from] == Literal.LABEL_MARK ? most : DAMAGE;
    int i = pos;
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
    int behind = a[i] == last ? i + 1 : i;
    if (whole || l.otherwise() < 0) {
      return found(l, found, a, i, behind);
    }
    if (l.marksMarkerEnd()) {
      p.markerEnd = (char) (behind - p.holdStart);
    }
    p.look = (byte) l.otherwise();
    p.nameAt = (char) (behind - p.holdStart);
    return behind;
  }

  /** The name of the open parameter, then the end of its tag. */
  private int ownCloser(Look l, char[] a, int limit) {
    ParserCore p = parser;
    int from = p.holdStart + p.nameAt;
    Edge found = l.edges()[0];
    int tag = behindKey(found.literal()[0], a, from, limit);
    if (tag < 0) {
      return reject(a);
    }
    return tag < limit ? found(l, found, a, tag, tag + 1) : undecided(l, a, from, limit);
  }

  /** The header of a message, field by field. */
  private int message(Look l, char[] a, int pos, int limit) {
    ParserCore p = parser;
    long match = fieldOrEnd(l, a, pos, limit);
    int i = (int) match;
    if (match < 0) {
      return undecided(l, a, i, limit);
    }
    int ordinal = (int) (match >>> 32) & ORDINAL;
    if (ordinal == NO_FIELD) {
      return reject(a);
    }
    MessageTable fields = Objects.requireNonNull(l.header().messages());
    if (ordinal < fields.fields()) {
      int next = l.edges()[ordinal].look();
      p.look = next < 0 ? p.look : (byte) next;
      return i;
    }
    int tag = i - (int) (match >>> 32 + ORDINAL_BITS);
    int rule = rule(fields, a, p.holdStart + p.prefixLength, tag);
    return rule == MessageTable.NO_RULE
        ? headerIsText(a, i)
        : found(l, l.edges()[fields.fields() + rule], a, tag, i);
  }

  /**
   * The literal of {@code found} stands at {@code a[tag]}, and {@code end} is the index behind it:
   * the next look follows, or the marker counts.
   */
  private int found(Look l, Edge found, char[] a, int tag, int end) {
    ParserCore p = parser;
    char behind = (char) (end - p.holdStart);
    if (l.marksMarkerEnd()) {
      p.markerEnd = behind;
    }
    if (found.look() == Grammar.ACCEPT) {
      return accept(a, end, found, tag);
    }
    p.look = (byte) found.look();
    p.nameAt = behind;
    return end;
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
