package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;

/**
 * Decides what a JSON object is: a call, proven by its name and its arguments' first char, or text;
 * and what becomes of it where a marker or the end of the stream cuts it.
 */
final class CallRecognition {
  private CallRecognition() {}

  /** Opens the call, if options and limits let it be one. */
  static boolean commit(JsonCall c, ParserCore p, char[] a) {
    int hold = p.holdStart;
    int length = WrappedText.decode(a, hold + c.nameFrom, hold + c.nameTo, p.work);
    int tool = p.tools.indexOf(p.work.nameChars, 0, length);
    ParserOptions.UnknownTool unknown = p.options.unknownTool();
    if (tool < 0 && unknown == ParserOptions.UnknownTool.AS_CONTENT) {
      return false;
    }
    p.suppressed = tool < 0 && unknown == ParserOptions.UnknownTool.DROP;
    long at = c.objectOffset;
    if (!p.suppressed && p.calls >= p.limits.maxCalls()) {
      p.work.out.diagnostic(Diagnostic.CALL_LIMIT, at);
      return false;
    }
    c.committed = true;
    p.holdStart = -1;
    p.tool = tool;
    // An array without a wrapper is closed by its bracket, as a wrapper by its marker.
    p.wrapperOpen = c.marked || c.inArray;
    p.work.out.flush();
    if (p.inReasoning
        && p.options.callsInReasoning() == ParserOptions.CallsInReasoning.ENDS_REASONING) {
      p.inReasoning = false;
      p.reasoningEnd = at;
    }
    if (!p.suppressed) {
      Transitions.announce(p, p.work.nameChars, 0, length, at);
    }
    if (c.repeatedAt > 0) {
      p.work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, at + c.repeatedAt);
    }
    return true;
  }

  /** The call object closes at {@code a[i]}. */
  static int close(JsonCall c, ParserCore p, char[] a, int i, long origin) {
    if (!c.committed) {
      boolean named =
          c.nameTo > 0 && c.arguments != JsonCallState.BUFFERED && (!c.bare || c.argumentsKey);
      if (!named || !commit(c, p, a)) {
        return notACall(c, p, a, i + 1, origin);
      }
      noArguments(p, origin + i);
    }
    Transitions.endCall(p, true, origin + i);
    Transitions.afterCall(p);
    return i + 1;
  }

  static void noArguments(ParserCore p, long at) {
    if (!p.suppressed) {
      p.work.out.arguments(
          p.calls - 1, JsonCallState.NO_ARGUMENTS, 0, JsonCallState.NO_ARGUMENTS.length, at);
    }
  }

  /** A {@code <} outside of strings. */
  static int marker(
      JsonCall c, ParserCore p, State s, char[] a, int i, int limit, int end, long origin) {
    long match = Match.at(p, s.branches(), -1, a, i, limit, origin);
    if (match == Match.PARTIAL && limit == end) {
      if (c.committed) {
        p.holdStart = i;
      }
      p.resumeAt = i;
      return GrammarInterpreter.HELD;
    }
    if (match < 0) {
      if (match == Match.PARTIAL) {
        return limit;
      }
      if (c.phase == JsonCallState.ARGUMENTS || c.phase == JsonCallState.SKIPPED) {
        c.value.stray();
      }
      return i + 1;
    }
    Branch b = s.branches()[(int) match];
    if (!c.committed) {
      boolean named =
          c.nameTo > 0
              && (c.arguments == JsonCallState.NONE || c.arguments == JsonCallState.EMPTY)
              && c.phase != JsonCallState.ARGUMENTS
              && (!c.bare || c.argumentsKey);
      if (b.next() >= 0 || !named || !commit(c, p, a)) {
        return notACall(c, p, a, i, origin);
      }
    }
    return closeOver(c, p, b, i, (int) (match >>> 32), origin);
  }

  /**
   * A special token inside a string of an open call begins at {@code a[i]}: a closer among them
   * ends the string and the call if what follows it may follow the call; else it is text.
   */
  static int token(ParserCore p, State s, char[] a, int i, int end, long origin) {
    long match = Match.at(p, s.branches(), -1, a, i, end, origin);
    Branch b = match < 0 ? null : s.branches()[(int) match];
    if (b == null || b.look() == Grammar.NO_LOOK) {
      p.specialTokenIsText(origin + i);
      return i;
    }
    return Lookahead.start(p, b, i, i, (int) (match >>> 32));
  }

  /** A marker closes the call over whatever is open. */
  static int closeOver(JsonCall c, ParserCore p, Branch b, int i, int matchEnd, long origin) {
    long at = origin + i;
    p.work.out.diagnostic(Diagnostic.RECOVERED, at);
    if (c.isInArguments()) {
      c.value.finish(at);
    } else if (c.arguments != JsonCallState.STREAMING) {
      noArguments(p, at);
    }
    Transitions.endCall(p, true, at);
    p.wrapperOpen = false;
    c.inArray = false;
    Transitions.afterCall(p);
    return b.next() >= 0 ? i : matchEnd;
  }

  /** What was held up to {@code a[i]} is text. */
  static int notACall(JsonCall c, ParserCore p, char[] a, int i, long origin) {
    TextKind text = p.inReasoning ? TextKind.REASONING : TextKind.CONTENT;
    int start = p.grammar.role(Role.START_CONTENT);
    int reasoning = p.inReasoning ? p.grammar.role(Role.IN_REASONING) : -1;
    p.state = reasoning >= 0 ? reasoning : p.grammar.state(start).next();
    int hold = p.holdStart;
    p.holdStart = -1;
    p.wrapperOpen = false;
    c.release();
    GrammarInterpreter.emit(p, text, a, hold, i, origin);
    return i;
  }

  /** The stream ends inside; {@code a[0, end)} is held, unless the call is open. */
  static void finish(JsonCall c, ParserCore p, char[] a, int end, boolean stop) {
    long at = p.consumed;
    if (c.committed) {
      finishProven(c, p, stop, at);
      return;
    }
    p.holdStart = 0;
    boolean between =
        c.phase <= JsonCallState.NEXT || c.phase == JsonCallState.SKIPPED && !c.value.isInside();
    long origin = at - end;
    if (c.bare) {
      notACall(c, p, a, end, origin);
    } else if (stop && c.nameTo > 0 && !c.argumentsKey && between) {
      if (commit(c, p, a)) {
        p.work.out.diagnostic(Diagnostic.RECOVERED, at);
        noArguments(p, at);
        Transitions.endCall(p, true, at);
      } else {
        notACall(c, p, a, end, origin);
      }
    } else {
      p.work.out.diagnostic(Diagnostic.TRUNCATED_OPENER, origin + p.prefixLength);
      p.holdStart = -1;
    }
  }

  static void finishProven(JsonCall c, ParserCore p, boolean stop, long at) {
    boolean all = p.options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    boolean inArguments = c.isInArguments();
    if (stop) {
      p.work.out.diagnostic(Diagnostic.RECOVERED, at);
      boolean cut = inArguments && c.value.finish(at);
      Transitions.endCall(p, !cut || all, at);
      return;
    }
    if (inArguments && c.value.isWaiting()) {
      p.work.out.diagnostic(Diagnostic.VALUE_DROPPED, at);
    }
    if (inArguments) {
      if (p.options.truncation() == ParserOptions.Truncation.CLOSE) {
        c.value.closeCut(at);
      } else {
        c.value.leave(at);
      }
    }
    Transitions.endCall(p, false, at);
  }
}
