package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.Surrogates;
import dev.deltalex.schema.ToolSet;

/** Does what a marker says once it counts. */
abstract sealed class Transitions extends ParameterTransitions permits CallRecognition {
  private static final char[] EMPTY_OBJECT_REST = {'}'};

  Transitions(Workspace work) {
    super(work);
  }

  /**
   * Does what the literal of {@code e} at {@code a[markerFrom]} says. The whitespace held before it
   * begins at {@code hold}; {@code end} is the index behind it. Returns the index at which reading
   * continues.
   */
  final int perform(State s, Edge e, char[] a, int hold, int markerFrom, int end) {
    ParserCore p = parser;
    if (isMentioned(s, e, a, markerFrom)) {
      p.sees(StreamState.MENTION);
      p.state = s.op() == Op.TEXT ? p.state : s.next();
      emit(s.kind(), a, hold, end);
      return end;
    }
    if (e.prefix() == Prefix.KEEP) {
      emit(s.kind(), a, hold, markerFrom);
    }
    return act(s, e, a, hold, markerFrom, end);
  }

  /** As {@link #perform}, once it is settled what becomes of the whitespace before the literal. */
  final int act(State s, Edge e, char[] a, int hold, int markerFrom, int end) {
    ParserCore p = parser;
    long at = origin + markerFrom;
    Diagnostic report = e.report();
    if (report != null) {
      work.out.diagnostic(report, at);
    }
    switch (e.action()) {
      case GO, QUOTE, DELIMIT_STRING -> p.state = e.next();
      case OPEN_BLOCK -> openBlock(s, e, at);
      case CLOSE_BLOCK -> closeBlock(s, e, at);
      case OPEN_CALL -> openTagged(s, e, a, hold, markerFrom, end);
      case OPEN_OBJECT, OPEN_BARE_OBJECT -> openObject(s, e, hold, markerFrom, end);
      case CLOSE_CALL -> closeTagged(e, at);
      case LEAVE -> {
        // Also enters a section, whose opener alone is committed.
        p.text = textOf(s);
        leave(e);
      }
      case OPEN_PARAMETER -> openParameter(e, a, hold, end);
      case CLOSE_VALUE -> {
        closeInnermost(s, at);
        p.state = e.next();
      }
      case OPEN_ARGUMENTS -> {
        return openArguments(s, e, a, hold, markerFrom, end);
      }
      case READ_ARGUMENTS, OPEN_ELEMENT, CLOSE_ELEMENT, NEXT_LINE, DISCARD ->
          actInside(s, e, a, hold, markerFrom, end);
    }
    return end;
  }

  private void closeTagged(Edge e, long at) {
    if (e.report() == null && parser.value.isInElement()) {
      work.out.diagnostic(Diagnostic.RECOVERED, at);
    }
    closeCall(true, at);
    leave(e);
  }

  /** The actions of markers inside of arguments, elements and lines: of a few formats each. */
  private void actInside(State s, Edge e, char[] a, int hold, int markerFrom, int end) {
    ParserCore p = parser;
    long at = origin + markerFrom;
    switch (e.action()) {
      case READ_ARGUMENTS -> {
        p.state = e.next();
        // The brace before was reported at the header's end: the rest is another span.
        work.out.flush();
        p.json().readArguments(p, at);
      }
      case OPEN_ELEMENT -> openElement(s, e, a, hold, end);
      case CLOSE_ELEMENT -> {
        closeElement(s, a, hold, at);
        p.state = e.next();
      }
      case NEXT_LINE -> {
        emit(s.kind(), a, markerFrom, end);
        p.state = e.next();
      }
      default -> p.state = e.next() >= 0 ? e.next() : p.state;
    }
  }

  /** The look decides what the marker does: only what is before it is the marker's. */
  final void settlePrefix(State s, Edge marker, char[] a, int hold, int markerFrom) {
    if (marker.prefix() == Prefix.KEEP) {
      emit(s.kind(), a, hold, markerFrom);
    }
    Diagnostic report = marker.report();
    if (report != null) {
      work.out.diagnostic(report, origin + markerFrom);
    }
  }

  /** Whether a marker would open a call, where there are as many calls as the limit allows. */
  final boolean isBeyondLimit(Edge e, char[] a, int hold) {
    ParserCore p = parser;
    return switch (e.action()) {
      case OPEN_CALL, OPEN_ARGUMENTS -> isNameReported(a, hold + p.nameFrom, hold + p.nameTo);
      default -> false;
    };
  }

  /** As {@link #isReported}, of the name in a header. */
  private boolean isNameReported(char[] a, int from, int to) {
    int decoded = decodedName(a, from, to);
    return decoded < 0 ? isReported(a, from, to) : isReported(work.nameChars, 0, decoded);
  }

  /** Whether a call of the tool {@code a[from, to)} is reported: it is declared, or not dropped. */
  final boolean isReported(char[] a, int from, int to) {
    ParserCore p = parser;
    return p.options.unknownTool() != ParserOptions.UnknownTool.DROP
        || p.tools.indexOf(a, from, to) >= 0;
  }

  /** Only behind the first opener of reasoning is a newline structure. */
  private void openBlock(State s, Edge e, long at) {
    ParserCore p = parser;
    State first = p.grammar.state(e.next());
    endText(s, at);
    p.state = e.next();
    if (first.kind() == TextKind.REASONING) {
      boolean again = p.hasSeen(StreamState.REASONING);
      p.state = again && first.op() == Op.ONE_NEWLINE ? first.next() : e.next();
      p.sees(StreamState.REASONING);
    }
  }

  /** The message in which {@code s} reads ends at the next one's header. */
  final void endText(State s, long at) {
    if (s.kind() == TextKind.REASONING) {
      parser.reasoningEnd = at;
    }
  }

  private void closeBlock(State s, Edge e, long at) {
    ParserCore p = parser;
    if (s.kind() == TextKind.REASONING || s.kind() == TextKind.SECTION) {
      p.reasoningEnd = at;
    }
    p.state = p.hasSeen(StreamState.CONTENT) ? p.grammar.state(e.next()).next() : e.next();
  }

  /** The text that a call interrupts which opens in {@code s}. */
  private byte textOf(State s) {
    boolean text = s.kind() == TextKind.REASONING || s.kind() == TextKind.CONTENT;
    return text ? s.text() : parser.text;
  }

  /** Behind a call or what is around it, at the level that an edge leads to. */
  final void leave(Edge e) {
    ParserCore p = parser;
    p.level = (byte) p.grammar.level(e, p.level);
    afterCall();
  }

  final void afterCall() {
    ParserCore p = parser;
    int state = p.grammar.behind(p.text, p.level);
    // A grammar has what its own actions lead to; a forged snapshot may ask for more.
    p.state = state >= 0 ? state : p.grammar.behind(0, 0);
  }

  /** A call opens in reasoning: whether reasoning resumes after it is an option. */
  final void interrupt(long at) {
    ParserCore p = parser;
    if (p.options.callsInReasoning() == ParserOptions.CallsInReasoning.ENDS_REASONING) {
      p.text = 0;
      p.reasoningEnd = at;
    }
  }

  /** A JSON object begins whose brace is at {@code end - 1}; all from {@code hold} on is held. */
  private void openObject(State s, Edge e, int hold, int markerFrom, int end) {
    ParserCore p = parser;
    if (s.kind() == TextKind.STRAY) {
      closeCall(true, origin + markerFrom);
    }
    p.text = textOf(s);
    // What is not a call is text of the place where it begins.
    boolean stray = s.kind() == TextKind.STRAY;
    boolean here = s.op() == Op.TEXT || s.op() == Op.DISPATCH;
    int level = p.grammar.level(e, p.level);
    int text = stray ? textBehind(level) : here ? p.state : s.next();
    p.level = (byte) level;
    p.holdStart = hold;
    p.prefixLength = (char) (markerFrom - hold);
    p.state = e.next();
    JsonCall call = p.json();
    call.begin(e.action() == Action.OPEN_BARE_OBJECT, end - 1 - hold, origin + end - 1);
    call.textState = (short) text;
  }

  /** The state of what is no call, behind a call in a level: a section goes on, others do not. */
  private int textBehind(int level) {
    ParserCore p = parser;
    int behind = p.grammar.behind(p.text, level);
    boolean section = behind >= 0 && p.grammar.state(behind).kind() == TextKind.SECTION;
    return section ? behind : p.grammar.plain(p.text);
  }

  private void openTagged(State s, Edge e, char[] a, int hold, int markerFrom, int end) {
    ParserCore p = parser;
    openCall(s, e, a, hold, markerFrom);
    p.ownValue().newCall(work.arrays);
    int length = e.literal().length;
    if (!p.suppressed) {
      boolean line = length > 0 && e.literal()[length - 1] == '\n';
      int brace = line ? end - length - 1 : end - 1;
      work.out.argument(p.calls - 1, '{', origin + brace);
    }
    State body = p.grammar.state(e.next());
    KeyTable keys = body.keys();
    if (body.kind() == TextKind.VALUE && keys != null) {
      openRaw(keys.first(), end);
    }
  }

  /** Another call begins, of this tool or of none, -1: it has no parameters yet. */
  final void call(int tool) {
    ParserCore p = parser;
    p.tool = tool;
    if (p.given != null) {
      p.given.clear();
    }
  }

  private void openCall(State s, Edge e, char[] a, int hold, int markerFrom) {
    ParserCore p = parser;
    int decoded = decodedName(a, hold + p.nameFrom, hold + p.nameTo);
    char[] name = decoded < 0 ? a : work.nameChars;
    int from = decoded < 0 ? hold + p.nameFrom : 0;
    int to = decoded < 0 ? hold + p.nameTo : decoded;
    long at = origin + hold + p.tagAt;
    leaveText(s, e, markerFrom, at);
    p.level = (byte) p.grammar.level(e, p.level);
    boolean known = p.nameIndex != StreamState.NOT_LOOKED_UP;
    call(known ? p.nameIndex : p.tools.indexOf(name, from, to));
    p.suppressed = p.tool < 0 && p.options.unknownTool() == ParserOptions.UnknownTool.DROP;
    p.state = e.next();
    if (p.suppressed) {
      // The chars before and after a call that is not emitted are not one span of the source.
      work.out.flush();
    } else {
      int id = p.idFrom == p.idTo ? 0 : copyId(a, hold + p.idFrom, hold + p.idTo);
      announce(name, from, to, id, at);
    }
    if (p.tool < 0) {
      reportUndeclared(at);
    }
  }

  /** A call opens in {@code s} at an offset: the text that it interrupts, or the call before. */
  private void leaveText(State s, Edge e, int markerFrom, long at) {
    ParserCore p = parser;
    if (s.kind() == TextKind.STRAY) {
      closeCall(true, origin + markerFrom);
    } else if ((e.guard() & Guard.MESSAGE) != 0) {
      endText(s, at);
      p.text = 0;
    } else {
      p.text = textOf(s);
      if (p.grammar.state(p.grammar.plain(p.text)).kind() == TextKind.REASONING) {
        interrupt(at);
      }
    }
  }

  /** The open call is of no tool: reports it if the request declares tools. */
  final void reportUndeclared(long at) {
    if (parser.tools != ToolSet.ANY) {
      work.out.diagnostic(Diagnostic.UNDECLARED_TOOL, at);
    }
  }

  /**
   * A call opens whose arguments are the JSON object at {@code a[end]}: the call of the header, or
   * of the tool that the options name if there is no header.
   */
  private int openArguments(State s, Edge e, char[] a, int hold, int markerFrom, int end) {
    ParserCore p = parser;
    if ((e.guard() & Guard.NAMED) != 0) {
      long at = origin + markerFrom;
      if (p.calls >= p.limits.maxCalls()) {
        work.out.diagnostic(Diagnostic.CALL_LIMIT, at);
        p.state = s.next();
        emit(s.kind(), a, hold, end);
        return end;
      }
      p.text = 0;
      p.level = e.level();
      p.suppressed = false;
      String named = p.options.namedTool();
      call(p.tools.indexOf(named));
      char[] name = work.nameChars;
      int length = Math.min(named.length(), name.length);
      named.getChars(0, length, name, 0);
      work.out.flush();
      announce(name, 0, length, 0, at);
      p.state = e.next();
      p.json().beginArguments(p, at);
      return markerFrom;
    }
    work.out.flush();
    openCall(s, e, a, hold, markerFrom);
    boolean python = JsonCallState.keysOf(p).isPython();
    // The parenthesis belongs to the header.
    p.json().beginArguments(p, origin + end - (python ? 1 : 0));
    return end;
  }

  /**
   * Reports the call whose name is {@code a[from, to)}.
   *
   * @param id the length of the model's id in the workspace, or 0: one is made
   */
  final void announce(char[] a, int from, int to, int id, long at) {
    ParserCore p = parser;
    Workspace w = p.work;
    int length = id;
    if (length == 0) {
      length =
          p.options.callIds() == ParserOptions.CallIds.ALNUM9
              ? CallIds.nine(p.idState, w.idChars)
              : CallIds.unique(p.idState, w.idChars);
    }
    p.idState = CallIds.next(p.idState);
    int index = p.calls++;
    w.out.callOpened(index, p.tool, w.id.of(w.idChars, 0, length), name(w, a, from, to), at);
  }

  /** Copies the model's id to the workspace if the options ask for it; returns its length. */
  final int copyId(char[] a, int from, int to) {
    int length = to - from;
    boolean isNative = parser.options.callIds() == ParserOptions.CallIds.NATIVE;
    if (!isNative || length > work.idChars.length) {
      return 0;
    }
    int decoded =
        parser.grammar.decodesNames() ? work.entities.decode(a, from, to, work.idChars) : -1;
    if (decoded < 0) {
      Surrogates.copyWhole(a, from, to, work.idChars, 0);
      return length;
    }
    Surrogates.copyWhole(work.idChars, 0, decoded, work.idChars, 0);
    return decoded;
  }

  /** The name {@code a[from, to)} as it is reported: with U+FFFD for lone surrogates. */
  private CharSequence name(Workspace w, char[] a, int from, int to) {
    if (!Surrogates.hasLone(a, from, to)) {
      return w.name.of(a, from, to);
    }
    Surrogates.copyWhole(a, from, to, w.nameChars, 0);
    return w.name.of(w.nameChars, 0, to - from);
  }

  /** Closes the open call; the caller has said why if it lacks a closer. */
  void closeCall(boolean complete, long at) {
    ParserCore p = parser;
    p.value.leaveAll(work.out, at);
    if (!p.suppressed) {
      settleWhole(true);
      work.out.arguments(p.calls - 1, EMPTY_OBJECT_REST, 0, 1, at);
      endCall(complete, at);
    }
  }

  /** Reports the end of the open call as it stands. */
  void endCall(boolean complete, long at) {
    ParserCore p = parser;
    if (!p.suppressed) {
      if (complete) {
        p.sees(StreamState.COMPLETE_CALL);
      }
      work.out.callClosed(p.calls - 1, complete, at);
    }
  }
}
