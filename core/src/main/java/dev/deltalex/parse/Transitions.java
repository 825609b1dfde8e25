package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.Surrogates;
import dev.deltalex.value.SpanOutput;

/** Does what a marker says once it counts. */
final class Transitions {
  private static final char[] EMPTY_OBJECT_REST = {'}'};

  private Transitions() {}

  /**
   * Performs the action of {@code b}: the marker stands at {@code unit}, the whitespace held before
   * it begins at {@code hold}, reading goes on at {@code end}, which is returned.
   */
  static int perform(
      ParserCore p,
      State s,
      Branch b,
      char[] a,
      int start,
      int hold,
      int unit,
      int end,
      long origin) {
    long at = origin + unit;
    if (isMentioned(p, s, b, a, start, unit)) {
      p.thinkMentioned = true;
      p.state = p.grammar.role(Role.START_CONTENT);
      p.state = p.grammar.state(p.state).next();
      GrammarInterpreter.emit(p, s.kind(), a, hold, end, origin);
      return end;
    }
    if (b.prefix() == Prefix.KEEP) {
      GrammarInterpreter.emit(p, s.kind(), a, hold, unit, origin);
    }
    switch (b.action()) {
      case NONE, OPEN_QUOTE, CLOSE_QUOTE -> p.state = b.next();
      case OPEN_REASONING -> {
        p.state = role(p, p.firstReasoningSeen ? Role.IN_REASONING : Role.FIRST_REASONING);
        p.firstReasoningSeen = true;
      }
      case CLOSE_REASONING -> {
        p.reasoningEnd = at;
        afterReasoning(p);
      }
      case ORPHAN_REASONING_CLOSER -> {
        p.work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
        afterReasoning(p);
      }
      case OPEN_CALL -> openCall(p, s, a, hold, end, origin, false);
      case OPEN_WRAPPED_CALL -> openCall(p, s, a, hold, end, origin, true);
      case OPEN_NEXT_IN_WRAPPER -> openCall(p, s, a, hold, end, origin, true);
      case NEXT_CALL, NEXT_WRAPPED_CALL -> {
        p.work.out.diagnostic(Diagnostic.RECOVERED, at);
        closeCall(p, true, at);
        boolean wrapped = p.wrapperOpen || b.action() != Action.NEXT_CALL;
        openCall(p, s, a, hold, end, origin, wrapped);
      }
      case CLOSE_CALL -> {
        closeCall(p, true, at);
        afterCall(p);
      }
      case CLOSE_CALL_AND_WRAPPER -> {
        p.work.out.diagnostic(Diagnostic.RECOVERED, at);
        closeCall(p, true, at);
        p.wrapperOpen = false;
        afterCall(p);
      }
      case CLOSE_WRAPPER -> {
        JsonCall json = p.json;
        if (json != null && json.inArray() && !json.marked) {
          // An array without a wrapper goes on.
          p.work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
        } else {
          p.wrapperOpen = false;
          afterCall(p);
        }
      }
      case ORPHAN_CALL_CLOSER -> p.work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
      case STRAY_CLOSER -> {
        p.work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
        p.state = b.next();
      }
      case OPEN_PARAMETER -> openParameter(p, a, hold, origin, end);
      case CLOSE_VALUE -> {
        closeValue(p, at);
        p.state = b.next();
      }
      case CLOSE_VALUE_UNCLOSED -> {
        p.work.out.diagnostic(Diagnostic.RECOVERED, at);
        closeValue(p, at);
        p.state = b.next();
      }
      case OPEN_JSON, OPEN_BARE_JSON, OPEN_JSON_ARRAY, OPEN_NEXT_JSON ->
          openJson(p, s, b, a, hold, unit, end, origin);
      case OPEN_BARE_ARGUMENTS -> {
        if (p.calls >= p.limits.maxCalls()) {
          p.work.out.diagnostic(Diagnostic.CALL_LIMIT, at);
          p.state = s.next();
          GrammarInterpreter.emit(p, s.kind(), a, hold, end, origin);
          return end;
        }
        p.inReasoning = false;
        p.json().beginArguments(p, at);
        return unit;
      }
      case CLOSE_ARRAY -> {
        p.wrapperOpen = p.json().leaveArray();
        afterCall(p);
      }
      case EXTRA_BRACE -> p.work.out.diagnostic(Diagnostic.EXTRA_BRACE, at);
    }
    return end;
  }

  /**
   * Whether a reasoning marker in content is only talked about: an opener behind a quotation mark
   * or backtick, or a closer after such an opener.
   */
  private static boolean isMentioned(
      ParserCore p, State s, Branch b, char[] a, int start, int unit) {
    if (s.kind() != TextKind.CONTENT) {
      return false;
    }
    return switch (b.action()) {
      case OPEN_REASONING -> {
        char previous = unit > start ? a[unit - 1] : p.before;
        yield previous == '"' || previous == '\'' || previous == '`';
      }
      case ORPHAN_REASONING_CLOSER -> p.thinkMentioned;
      default -> false;
    };
  }

  private static int role(ParserCore p, Role role) {
    return p.grammar.role(role);
  }

  private static void afterReasoning(ParserCore p) {
    p.state = role(p, p.contentSeen ? Role.BETWEEN_CONTENT : Role.AFTER_REASONING);
  }

  /**
   * A JSON object begins whose brace stands directly before {@code end}; all from hold on stays
   * held.
   */
  private static void openJson(
      ParserCore p, State s, Branch b, char[] a, int hold, int unit, int end, long origin) {
    p.inReasoning = s.kind() == TextKind.REASONING;
    p.holdStart = hold;
    p.prefixLength = (char) (unit - hold);
    boolean array = false;
    switch (b.action()) {
      case OPEN_JSON -> {
        for (int i = hold + p.markerEnd; i < end; i++) {
          array |= a[i] == '[';
        }
      }
      case OPEN_NEXT_JSON -> array = p.json().inArray();
      case OPEN_JSON_ARRAY -> array = true;
      default -> {
        // Bare: no array.
      }
    }
    if (b.action() != Action.OPEN_NEXT_JSON) {
      p.json().wrap(b.action() == Action.OPEN_JSON);
    }
    boolean bare = b.action() == Action.OPEN_BARE_JSON;
    p.json().begin(p, bare, array, end - 1 - hold, origin + end - 1);
  }

  static void afterCall(ParserCore p) {
    JsonCall json = p.json;
    boolean array = p.wrapperOpen && json != null && json.inArray();
    Role behind = array ? Role.IN_ARRAY : p.wrapperOpen ? Role.IN_WRAPPER : Role.BEHIND_CALL;
    if (p.inReasoning) {
      behind =
          array
              ? Role.REASONING_IN_ARRAY
              : p.wrapperOpen ? Role.REASONING_IN_WRAPPER : Role.REASONING_BEHIND_CALL;
    }
    int state = role(p, behind);
    // A grammar has what its own actions lead to; a forged snapshot may ask for more.
    p.state = state >= 0 ? state : role(p, Role.BEHIND_CALL);
  }

  private static void openCall(
      ParserCore p, State s, char[] a, int hold, int end, long origin, boolean wrapped) {
    int from = hold + p.nameFrom;
    int to = hold + p.nameTo;
    long at = origin + hold + p.tagAt;
    if (s.kind() == TextKind.REASONING || s.kind() == TextKind.CONTENT) {
      p.inReasoning = s.kind() == TextKind.REASONING;
      if (p.inReasoning
          && p.options.callsInReasoning() == ParserOptions.CallsInReasoning.ENDS_REASONING) {
        p.inReasoning = false;
        p.reasoningEnd = at;
      }
    }
    p.wrapperOpen = wrapped;
    if (p.json != null) {
      // An array of calls written as JSON ends where another kind of call opens.
      p.json.leaveArray();
    }
    p.tool = p.nameIndex == StreamState.NOT_LOOKED_UP ? p.tools.indexOf(a, from, to) : p.nameIndex;
    p.suppressed = p.tool < 0 && p.options.unknownTool() == ParserOptions.UnknownTool.DROP;
    if (p.json != null) {
      // An array of constrained output is left for good.
      p.json.inArray = false;
    }
    p.ownValue().newCall();
    if (p.given != null) {
      p.given.clear();
    }
    p.state = role(p, Role.IN_CALL);
    if (p.suppressed) {
      // What stands on both sides of a call nobody sees is not one span of the source.
      p.work.out.flush();
      return;
    }
    announce(p, a, from, to, at);
    p.work.out.argument(p.calls - 1, '{', origin + end - 1);
  }

  /** Reports the call whose name is {@code a[from, to)}, with an id of its own. */
  static void announce(ParserCore p, char[] a, int from, int to, long at) {
    Workspace w = p.work;
    int length =
        p.options.callIds() == ParserOptions.CallIds.ALNUM9
            ? CallIds.nine(p.idState, w.idChars)
            : CallIds.unique(p.idState, w.idChars);
    p.idState = CallIds.next(p.idState);
    int index = p.calls++;
    w.out.callOpened(index, p.tool, w.id.of(w.idChars, 0, length), name(w, a, from, to), at);
  }

  /** The name {@code a[from, to)} as it is told: with U+FFFD for lone surrogates. */
  private static CharSequence name(Workspace w, char[] a, int from, int to) {
    if (w.scanner.findEscape(a, from, to) == to) {
      return w.name.of(a, from, to);
    }
    Surrogates.copyWhole(a, from, to, w.nameChars, 0);
    return w.name.of(w.nameChars, 0, to - from);
  }

  /** Closes the open call; the caller has said why if it lacks a closer. */
  static void closeCall(ParserCore p, boolean complete, long at) {
    if (!p.suppressed) {
      p.work.out.arguments(p.calls - 1, EMPTY_OBJECT_REST, 0, 1, at);
      endCall(p, complete, at);
    }
  }

  /** Reports the end of the open call as it stands. */
  static void endCall(ParserCore p, boolean complete, long at) {
    if (!p.suppressed) {
      p.completeCall |= complete;
      p.work.out.callClosed(p.calls - 1, complete, at);
    }
  }

  static void openParameter(ParserCore p, char[] a, int hold, long origin, int end) {
    int from = hold + p.nameFrom;
    int to = hold + p.nameTo;
    long at = origin + hold + p.tagAt;
    int tool = p.tool;
    int parameter = p.nameIndex;
    if (parameter == StreamState.NOT_LOOKED_UP) {
      parameter = tool < 0 ? -1 : p.tools.parameterIndex(tool, a, from, to);
    }
    SeenParameters given = p.given;
    if (given == null) {
      given = new SeenParameters(p.work.arrays);
      p.given = given;
    }
    int outcome = given.add(parameter, a, from, to);
    if (outcome == SeenParameters.FULL) {
      p.work.out.diagnostic(Diagnostic.NAME_LIMIT, at);
    }
    boolean repeated =
        outcome == SeenParameters.KNOWN
            && p.options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST;
    if (repeated) {
      p.work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, at);
    }
    p.state = role(p, Role.AT_VALUE);
    if (repeated || p.suppressed) {
      p.ownValue().discard();
      return;
    }
    int types = p.tools.parameterTypes(tool, parameter);
    char[] key;
    int keyLength;
    if (parameter >= 0) {
      key = p.tools.keyJson(tool, parameter);
      keyLength = key.length;
    } else {
      key = given.key(p.work.scanner, a, from, to);
      keyLength = given.keyLength();
    }
    boolean stream = p.options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    p.ownValue().open(types, p.calls - 1, key, keyLength, at, origin + end, stream);
  }

  static void closeValue(ParserCore p, long at) {
    boolean pythonLiterals = p.options.pythonLiterals() == ParserOptions.PythonLiterals.ON;
    SpanOutput out = p.work.out;
    p.value.close(out, p.work.arrays, p.limits, pythonLiterals, at);
  }
}
