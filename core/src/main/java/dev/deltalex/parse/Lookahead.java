package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.AtEnd;
import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.Look;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.NameCheck;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;

/**
 * Decides whether a marker counts, by what follows it. Until then nothing is emitted and the state
 * stays; only the look under way and positions in the hold change. Afterwards what was looked at is
 * read again, once, by the state that the decision leads to, but for a last tag whose action is
 * done at once ({@link Look#then}).
 *
 * <p>All from the hold's start to the char looked at is held; it may not outgrow {@link
 * dev.deltalex.Limits#maxHeldChars}. Positions in the hold are relative to its start, because the
 * hold moves to the parser's own array when a delta ends.
 */
abstract sealed class Lookahead extends CallRecognition permits GrammarInterpreter {
  /** Chars of damage that a closer may carry. */
  private static final int DAMAGE = 16;

  Lookahead(Workspace work) {
    super(work);
  }

  /** Goes on with the look under way; see {@link GrammarInterpreter#read}. */
  final int look(char[] a, int pos) {
    ParserCore p = parser;
    int end = this.end;
    int hold = p.holdStart;
    int limit = (int) Math.min(end, (long) hold + p.limits.maxHeldChars());
    int i = pos;
    while (true) {
      Look l = p.grammar.look(p.look);
      Action then = l.then();
      int tag = i;
      int next;
      switch (l.op()) {
        case MARKER -> {
          while (i < limit && isWhitespace(a[i])) {
            i++;
          }
          long match = i >= limit ? Match.PARTIAL : Match.at(this, l.branches(), -1, a, i, limit);
          if (match == Match.PARTIAL) {
            return undecided(a, i, limit);
          }
          if (match == Match.NONE) {
            return reject(a);
          }
          Branch found = l.branches()[(int) match];
          next = found.look();
          then = found.action();
          tag = i;
          p.tagAt = (char) (next == Grammar.ACCEPT ? p.tagAt : i - hold);
          i = (int) (match >>> 32);
        }
        case NAME -> {
          int found = nameEnd(a, hold + p.nameAt, i, limit);
          if (found < 0) {
            return reject(a);
          }
          if (found == limit) {
            return undecided(a, found, limit);
          }
          if (!nameCounts(l.check(), a, hold, found)) {
            return reject(a);
          }
          i = found + 1;
          next = l.next();
        }
        case CLOSER_TAIL -> {
          int from = hold + p.nameAt;
          while (i < limit && a[i] != '>' && a[i] != '<' && i - from < DAMAGE) {
            i++;
          }
          if (i >= limit) {
            return undecided(a, i, limit);
          }
          if (a[i] != '>' && a[i] != '<') {
            return reject(a);
          }
          i += a[i] == '>' ? 1 : 0;
          next = l.next();
        }
        default -> throw new IllegalStateException("look " + l.op());
      }
      if (l.marksUnit()) {
        p.markerEnd = (char) (i - hold);
      }
      if (next == Grammar.ACCEPT) {
        return accept(a, i, then, tag);
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

  /** Index of the {@code >} behind a name, {@code limit} if it is not there yet, -1 if no name. */
  private int nameEnd(char[] a, int from, int pos, int limit) {
    ParserCore p = parser;
    int stop = (int) Math.min(limit, from + (long) p.limits.maxNameChars());
    for (int i = pos; i < stop; i++) {
      char c = a[i];
      if (c > '>') {
        continue; // Most of a name: one comparison.
      }
      if (c == '>') {
        return i;
      }
      if (c == '<' || c == '\n' || c == '\r') {
        return -1;
      }
    }
    if (stop < limit) {
      return a[stop] == '>' ? stop : -1;
    }
    return limit;
  }

  private boolean nameCounts(NameCheck check, char[] a, int hold, int end) {
    ParserCore p = parser;
    int from = hold + p.nameAt;
    int to = end;
    while (from < to && isTrimmed(a[from])) {
      from++;
    }
    while (from < to && isTrimmed(a[to - 1])) {
      to--;
    }
    p.nameFrom = (char) (from - hold);
    p.nameTo = (char) (to - hold);
    p.nameIndex = StreamState.NOT_LOOKED_UP;
    return switch (check) {
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

  /** Whether a marker that opens a call would open one too many. */
  private boolean isBeyondLimit(Branch b, char[] a, int hold) {
    ParserCore p = parser;
    return switch (b.action()) {
      case OPEN_CALL, OPEN_WRAPPED_CALL, OPEN_NEXT_IN_WRAPPER, NEXT_CALL, NEXT_WRAPPED_CALL ->
          p.calls >= p.limits.maxCalls()
              && (p.options.unknownTool() != ParserOptions.UnknownTool.DROP
                  || p.tools.indexOf(a, hold + p.nameFrom, hold + p.nameTo) >= 0);
      default -> false;
    };
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

  private static boolean isTrimmed(char c) {
    return isWhitespace(c) || c == '"' || c == '\'';
  }

  /** The marker counts; {@code end} is behind everything that was looked at. */
  private int accept(char[] a, int end, Action then, int tag) {
    ParserCore p = parser;
    long origin = this.origin;
    State s = p.grammar.state(p.state);
    Branch b = s.branches()[p.branch];
    int hold = p.holdStart;
    if (isBeyondLimit(b, a, hold)) {
      if (s.kind() != TextKind.STRAY) {
        work.out.diagnostic(Diagnostic.CALL_LIMIT, origin + hold + p.tagAt);
      }
      return reject(a);
    }
    int unit = hold + p.prefixLength;
    int markerEnd = hold + p.markerEnd;
    p.look = Grammar.NO_LOOK;
    p.holdStart = -1;
    if (s.op() == Op.JSON_CALLS) {
      return closeOver(b, unit, markerEnd);
    }
    int next =
        switch (b.resume()) {
          case AFTER_LOOK -> end;
          case AFTER_UNIT -> markerEnd;
          case AT_UNIT -> unit;
        };
    int behind = perform(s, b, a, hold, unit, next);
    return then == Action.NONE ? behind : goOn(a, hold, end, then, tag, behind);
  }

  /** The tag that was looked at does at once what it would do if it were read again. */
  private int goOn(char[] a, int hold, int end, Action then, int tag, int behind) {
    ParserCore p = parser;
    long origin = this.origin;
    if (then == Action.CLOSE_CALL) {
      closeCall(true, origin + tag);
      afterCall();
      return end;
    }
    if (then == Action.OPEN_PARAMETER && p.nameFrom < p.nameTo) {
      openParameter(a, hold, end);
      return end;
    }
    return behind;
  }

  /** The marker does not count: its first char is text, the rest is read again. */
  int reject(char[] a) {
    ParserCore p = parser;
    long origin = this.origin;
    State s = p.grammar.state(p.state);
    int hold = p.holdStart;
    int unit = hold + p.prefixLength;
    p.look = Grammar.NO_LOOK;
    p.holdStart = -1;
    if (s.op() == Op.JSON_CALLS) {
      p.specialTokenIsText(origin + unit);
      return unit;
    }
    if (s.kind() == TextKind.STRAY) {
      if (s.branches()[p.branch].action() == Action.OPEN_PARAMETER) {
        work.out.diagnostic(Diagnostic.NAMELESS_PARAMETER, origin + unit);
      } else if (s.op() == Op.DISPATCH) {
        work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + unit);
      }
      p.state = p.grammar.role(Role.IN_STRAY);
      return unit + 1;
    }
    if (s.op() == Op.SEGMENT) {
      p.state = s.next();
    }
    emit(s.kind(), a, hold, unit + 1);
    return unit + 1;
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
        if (l.marksUnit()) {
          p.markerEnd = (char) end;
        }
        yield accept(a, end, Action.NONE, end);
      }
      case TRUNCATED_OPENER -> {
        State s = p.grammar.state(p.state);
        Branch b = s.branches()[p.branch];
        if (b.prefix() == Prefix.KEEP) {
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
