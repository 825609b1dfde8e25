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
abstract sealed class Transitions extends Window permits CallRecognition {
  private static final char[] EMPTY_OBJECT_REST = {'}'};

  Transitions(Workspace work) {
    super(work);
  }

  /**
   * Performs the action of {@code b}: the marker stands at {@code unit}, the whitespace held before
   * it begins at {@code hold}, reading goes on at {@code end}, which is returned.
   */
  int perform(State s, Branch b, char[] a, int hold, int unit, int end) {
    ParserCore p = parser;
    long origin = this.origin;
    long at = origin + unit;
    if (isMentioned(s, b, a, unit)) {
      p.thinkMentioned = true;
      p.state = p.grammar.role(Role.START_CONTENT);
      p.state = p.grammar.state(p.state).next();
      emit(s.kind(), a, hold, end);
      return end;
    }
    if (b.prefix() == Prefix.KEEP) {
      emit(s.kind(), a, hold, unit);
    }
    switch (b.action()) {
      case NONE, OPEN_QUOTE, CLOSE_QUOTE -> p.state = b.next();
      case OPEN_REASONING -> {
        p.state = role(p.firstReasoningSeen ? Role.IN_REASONING : Role.FIRST_REASONING);
        p.firstReasoningSeen = true;
      }
      case CLOSE_REASONING -> {
        p.reasoningEnd = at;
        afterReasoning();
      }
      case ORPHAN_REASONING_CLOSER -> {
        work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
        afterReasoning();
      }
      case OPEN_CALL -> openCall(s, a, hold, end, false);
      case OPEN_WRAPPED_CALL -> openCall(s, a, hold, end, true);
      case OPEN_NEXT_IN_WRAPPER -> openCall(s, a, hold, end, true);
      case NEXT_CALL, NEXT_WRAPPED_CALL -> {
        work.out.diagnostic(Diagnostic.RECOVERED, at);
        closeCall(true, at);
        boolean wrapped = p.wrapperOpen || b.action() != Action.NEXT_CALL;
        openCall(s, a, hold, end, wrapped);
      }
      case CLOSE_CALL -> {
        closeCall(true, at);
        afterCall();
      }
      case CLOSE_CALL_AND_WRAPPER -> {
        work.out.diagnostic(Diagnostic.RECOVERED, at);
        closeCall(true, at);
        p.wrapperOpen = false;
        afterCall();
      }
      case CLOSE_WRAPPER -> {
        JsonCall json = p.json;
        if (json != null && json.inArray() && !json.marked) {
          // An array without a wrapper goes on.
          work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
        } else {
          p.wrapperOpen = false;
          afterCall();
        }
      }
      case ORPHAN_CALL_CLOSER -> work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
      case STRAY_CLOSER -> {
        work.out.diagnostic(Diagnostic.ORPHAN_CLOSER, at);
        p.state = b.next();
      }
      case OPEN_PARAMETER -> openParameter(a, hold, end);
      case CLOSE_VALUE -> {
        closeValue(at);
        p.state = b.next();
      }
      case CLOSE_VALUE_UNCLOSED -> {
        work.out.diagnostic(Diagnostic.RECOVERED, at);
        closeValue(at);
        p.state = b.next();
      }
      case OPEN_JSON, OPEN_BARE_JSON, OPEN_JSON_ARRAY, OPEN_NEXT_JSON ->
          openJson(s, b, a, hold, unit, end);
      case OPEN_BARE_ARGUMENTS -> {
        if (p.calls >= p.limits.maxCalls()) {
          work.out.diagnostic(Diagnostic.CALL_LIMIT, at);
          p.state = s.next();
          emit(s.kind(), a, hold, end);
          return end;
        }
        p.inReasoning = false;
        p.json().beginArguments(work.interpreter, at);
        return unit;
      }
      case CLOSE_ARRAY -> {
        p.wrapperOpen = p.json().leaveArray();
        afterCall();
      }
      case EXTRA_BRACE -> work.out.diagnostic(Diagnostic.EXTRA_BRACE, at);
    }
    return end;
  }

  /**
   * Whether a reasoning marker in content is only talked about: an opener behind a quotation mark
   * or backtick, or a closer after such an opener.
   */
  private boolean isMentioned(State s, Branch b, char[] a, int unit) {
    ParserCore p = parser;
    int start = this.start;
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

  private int role(Role role) {
    ParserCore p = parser;
    return p.grammar.role(role);
  }

  private void afterReasoning() {
    ParserCore p = parser;
    p.state = role(p.contentSeen ? Role.BETWEEN_CONTENT : Role.AFTER_REASONING);
  }

  /**
   * A JSON object begins whose brace stands directly before {@code end}; all from hold on stays
   * held.
   */
  private void openJson(State s, Branch b, char[] a, int hold, int unit, int end) {
    ParserCore p = parser;
    long origin = this.origin;
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

  void afterCall() {
    ParserCore p = parser;
    JsonCall json = p.json;
    boolean array = p.wrapperOpen && json != null && json.inArray();
    Role behind = array ? Role.IN_ARRAY : p.wrapperOpen ? Role.IN_WRAPPER : Role.BEHIND_CALL;
    if (p.inReasoning) {
      behind =
          array
              ? Role.REASONING_IN_ARRAY
              : p.wrapperOpen ? Role.REASONING_IN_WRAPPER : Role.REASONING_BEHIND_CALL;
    }
    int state = role(behind);
    // A grammar has what its own actions lead to; a forged snapshot may ask for more.
    p.state = state >= 0 ? state : role(Role.BEHIND_CALL);
  }

  private void openCall(State s, char[] a, int hold, int end, boolean wrapped) {
    ParserCore p = parser;
    long origin = this.origin;
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
    p.state = role(Role.IN_CALL);
    if (p.suppressed) {
      // What stands on both sides of a call nobody sees is not one span of the source.
      work.out.flush();
      return;
    }
    announce(a, from, to, at);
    work.out.argument(p.calls - 1, '{', origin + end - 1);
  }

  /** Reports the call whose name is {@code a[from, to)}, with an id of its own. */
  void announce(char[] a, int from, int to, long at) {
    ParserCore p = parser;
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
  private CharSequence name(Workspace w, char[] a, int from, int to) {
    if (w.scanner.findEscape(a, from, to) == to) {
      return w.name.of(a, from, to);
    }
    Surrogates.copyWhole(a, from, to, w.nameChars, 0);
    return w.name.of(w.nameChars, 0, to - from);
  }

  /** Closes the open call; the caller has said why if it lacks a closer. */
  void closeCall(boolean complete, long at) {
    ParserCore p = parser;
    if (!p.suppressed) {
      work.out.arguments(p.calls - 1, EMPTY_OBJECT_REST, 0, 1, at);
      endCall(complete, at);
    }
  }

  /** Reports the end of the open call as it stands. */
  void endCall(boolean complete, long at) {
    ParserCore p = parser;
    if (!p.suppressed) {
      p.completeCall |= complete;
      work.out.callClosed(p.calls - 1, complete, at);
    }
  }

  void openParameter(char[] a, int hold, int end) {
    ParserCore p = parser;
    long origin = this.origin;
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
      given = new SeenParameters(work.arrays);
      p.given = given;
    }
    int outcome = given.add(parameter, a, from, to);
    if (outcome == SeenParameters.FULL) {
      work.out.diagnostic(Diagnostic.NAME_LIMIT, at);
    }
    boolean repeated =
        outcome == SeenParameters.KNOWN
            && p.options.duplicateParameter() == ParserOptions.DuplicateParameter.KEEP_FIRST;
    if (repeated) {
      work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, at);
    }
    p.state = role(Role.AT_VALUE);
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
      key = given.key(work.scanner, a, from, to);
      keyLength = given.keyLength();
    }
    boolean stream = p.options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    p.ownValue().open(types, p.calls - 1, key, keyLength, at, origin + end, stream);
  }

  void closeValue(long at) {
    ParserCore p = parser;
    boolean pythonLiterals = p.options.pythonLiterals() == ParserOptions.PythonLiterals.ON;
    SpanOutput out = work.out;
    p.value.close(out, work.arrays, p.limits, pythonLiterals, at);
  }
}
