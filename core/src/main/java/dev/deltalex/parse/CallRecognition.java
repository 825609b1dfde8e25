package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.KeyTable;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Resume;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.value.JsonRepair;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decides what a JSON object is: a call, committed by its name and the first char of its arguments,
 * or text; and how it ends where a marker or the end of the stream cuts it.
 */
abstract sealed class CallRecognition extends Transitions permits MessageRecognition {
  /** Instead of an index: no marker begins there. */
  static final int NO_MARKER = -3;

  CallRecognition(Workspace work) {
    super(work);
  }

  /** The keys of the objects that the current state reads. */
  final KeyTable keys() {
    ParserCore p = parser;
    return Objects.requireNonNull(p.grammar.state(p.state).keys());
  }

  /** Opens the call, if options and limits let it be one. */
  boolean commit(char[] a) {
    ParserCore p = parser;
    JsonCall c = p.json();
    int hold = p.holdStart;
    int id = 0;
    if (c.idLength > 0) {
      int idFrom = hold + c.idFrom;
      id = copyId(work.nameChars, 0, WrappedText.decode(a, idFrom, idFrom + c.idLength, work));
    }
    int length = WrappedText.decode(a, hold + c.nameFrom, hold + c.nameTo, work);
    int tool = p.tools.indexOf(work.nameChars, 0, length);
    ParserOptions.UnknownTool unknown = p.options.unknownTool();
    if (tool < 0 && unknown == ParserOptions.UnknownTool.AS_CONTENT) {
      return false;
    }
    p.suppressed = tool < 0 && unknown == ParserOptions.UnknownTool.DROP;
    long at = c.objectOffset;
    if (!p.suppressed && p.calls >= p.limits.maxCalls()) {
      work.out.diagnostic(Diagnostic.CALL_LIMIT, at);
      return false;
    }
    c.committed = true;
    p.holdStart = -1;
    call(tool);
    work.out.flush();
    if (p.grammar.state(p.grammar.plain(p.text)).kind() == TextKind.REASONING) {
      interrupt(at);
    }
    if (!p.suppressed) {
      announce(work.nameChars, 0, length, id, at);
    }
    if (tool < 0) {
      reportUndeclared(at);
    }
    if (c.oddKeyAt != 0) {
      reportOddKey(at, c.oddKeyAt);
    }
    return true;
  }

  private void reportOddKey(long at, int distance) {
    if (distance > 0) {
      work.out.diagnostic(Diagnostic.DUPLICATE_PARAMETER, at + distance);
    } else {
      work.out.diagnostic(Diagnostic.UNKNOWN_KEY, at - distance);
    }
  }

  /** The call object closes at {@code a[i]}. */
  int close(char[] a, int i) {
    ParserCore p = parser;
    JsonCall c = p.json();
    long origin = this.origin;
    if (!c.committed) {
      boolean named =
          c.nameTo > 0 && c.arguments != JsonCallState.BUFFERED && (!c.bare || c.argumentsKey);
      if (!named || !commit(a)) {
        return notACall(a, i + 1);
      }
      noArguments(origin + i);
    }
    endCall(true, origin + i);
    afterCall();
    return i + 1;
  }

  void noArguments(long at) {
    ParserCore p = parser;
    if (!p.suppressed) {
      work.out.arguments(
          p.calls - 1, JsonCallState.NO_ARGUMENTS, 0, JsonCallState.NO_ARGUMENTS.length, at);
    }
  }

  /**
   * A char outside of strings with which a marker may begin. Returns where reading continues, or
   * {@link #NO_MARKER}.
   */
  int marker(State s, char[] a, int i, int limit) {
    ParserCore p = parser;
    JsonCall c = p.json();
    int end = this.end;
    int guards = guards(a, i) & (c.value.isInRawText() ? ~Guard.SPECIAL_TOKEN : -1);
    long match = Match.at(this, s.edges(), guards, a, i, limit);
    if (match == Match.PARTIAL && limit == end) {
      if (c.committed) {
        p.holdStart = i;
      }
      p.resumeAt = i;
      return HELD;
    }
    if (match < 0) {
      return match == Match.PARTIAL ? limit : NO_MARKER;
    }
    Edge e = s.edges()[(int) match];
    if (e.action() == Action.DELIMIT_STRING) {
      return delimitString(e, i, (int) (match >>> 32));
    }
    if (!c.committed) {
      boolean named =
          c.nameTo > 0
              && (c.arguments == JsonCallState.NONE || c.arguments == JsonCallState.EMPTY)
              && c.phase != JsonCallState.ARGUMENTS
              && (!c.bare || c.argumentsKey);
      if (e.resume() == Resume.AT_MARKER || !named || !commit(a)) {
        return notACall(a, i);
      }
    }
    return closeOver(e, i, (int) (match >>> 32));
  }

  /** The guards that hold for a marker at {@code a[i]} in a JSON value. */
  private int guards(char[] a, int i) {
    char previous = i > start ? a[i - 1] : parser.before;
    return previous == '\n' ? -1 : ~Guard.AFTER_NEWLINE;
  }

  private int delimitString(Edge e, int i, int matchEnd) {
    ParserCore p = parser;
    JsonRepair value = p.json().value;
    value.literal(origin + i);
    p.state = value.isInRawText() ? e.next() : p.grammar.state(p.state).next();
    return matchEnd;
  }

  /**
   * As {@link #marker}, behind an undecided quote: only a closer decides it, and only within the
   * chars that may be held: the quote ends its string, or what looked like a key is none. Reading
   * continues behind the quote then.
   */
  int markerBehindQuote(State s, char[] a, int i, int limit, int quote) {
    ParserCore p = parser;
    JsonCall c = p.json();
    int window = (int) Math.min(limit, (long) quote + p.limits.maxHeldChars());
    long match = Match.at(this, s.edges(), guards(a, i), a, i, window);
    if (match == Match.PARTIAL && !beginsCloser(s, a, i, window, 1)) {
      return NO_MARKER;
    }
    if (match == Match.PARTIAL && window == end) {
      if (c.committed) {
        p.holdStart = quote;
      }
      p.resumeAt = i;
      return HELD;
    }
    if (match == Match.PARTIAL && window == limit) {
      return limit;
    }
    boolean opens = match >= 0 && s.edges()[(int) match].resume() == Resume.AT_MARKER;
    if (match == Match.NONE || opens) {
      return NO_MARKER;
    }
    boolean ends = match == Match.PARTIAL || c.value.endsAtEnd();
    c.value.settleQuote(p.limits, ends, origin + quote);
    return quote + 1;
  }

  /**
   * The stream ends while a quote is undecided; {@code a[0, end)} is held. Returns the index behind
   * the quote, where reading continues.
   */
  int quoteAtEnd(State s, char[] a, int end) {
    ParserCore p = parser;
    JsonCall c = p.json();
    int i = p.resumeAt;
    int quote = i - c.heldFromQuote();
    boolean ends =
        c.value.endsAtEnd() && (i == end || beginsCloser(s, a, i, end, EndOfStream.CLOSER_CHARS));
    c.value.settleQuote(p.limits, ends, origin + quote);
    return quote + 1;
  }

  /** Whether {@code a[from, to)} is the beginning of a closer, of {@code least} chars or more. */
  private boolean beginsCloser(State s, char[] a, int from, int to, int least) {
    TokenMarkers tokens = parser.tokenMarkers;
    for (Edge e : s.edges()) {
      int length = Math.min(to - from, e.body());
      if (length >= least
          && e.resume() != Resume.AT_MARKER
          && Arrays.equals(a, from, from + length, e.literal(), 0, length)
          && (tokens == null || tokens.allows(e, origin + from))) {
        return true;
      }
    }
    return false;
  }

  /**
   * A special token inside a string of an open call begins at {@code a[i]}: a closer among them
   * ends the string and the call if what follows it may follow the call; else it is text.
   */
  int token(State s, char[] a, int i) {
    ParserCore p = parser;
    int end = this.end;
    long origin = this.origin;
    long match = Match.at(this, s.edges(), guards(a, i), a, i, end);
    Edge e = match < 0 ? null : s.edges()[(int) match];
    if (e != null && e.action() == Action.DELIMIT_STRING && p.json().value.isInRawText()) {
      return delimitString(e, i, (int) (match >>> 32));
    }
    if (e == null || e.look() == Grammar.NO_LOOK) {
      p.specialTokenIsText(origin + i);
      return i;
    }
    return p.lookBehind(e, i, i, (int) (match >>> 32));
  }

  /** A marker closes the call over whatever is open. */
  int closeOver(Edge e, int i, int matchEnd) {
    ParserCore p = parser;
    JsonCall c = p.json();
    long origin = this.origin;
    long at = origin + i;
    work.out.diagnostic(Diagnostic.RECOVERED, at);
    if (c.isInArguments()) {
      work.out.parametersOf(p.tools, p.tool);
      c.value.finish(at);
    } else if (c.arguments != JsonCallState.STREAMING) {
      noArguments(at);
    }
    endCall(true, at);
    if (p.grammar.isAround(p.grammar.level(e, p.level), p.level)) {
      leave(e);
    } else {
      // The closer of a pair that is not open, as forced output may have it.
      afterCall();
    }
    return e.resume() == Resume.AT_MARKER ? i : matchEnd;
  }

  /** What was held up to {@code a[deciding]} is text. Returns where reading continues. */
  int notACall(char[] a, int deciding) {
    ParserCore p = parser;
    // A span does not end within a surrogate pair: its first half is read again.
    boolean inPair = deciding < end && Character.isSurrogatePair(a[deciding - 1], a[deciding]);
    int i = inPair ? deciding - 1 : deciding;
    JsonCall c = p.json();
    p.state = c.textState;
    State around = p.grammar.state(p.state);
    TextKind text = around.kind();
    int hold = p.holdStart;
    if (around.op() == Op.DISPATCH) {
      // In a section that discards what is neither a call nor a closer.
      work.out.diagnostic(Diagnostic.STRAY_TEXT, origin + hold + p.prefixLength);
      p.state = around.next();
    }
    p.holdStart = -1;
    p.level = 0;
    c.release();
    emit(text, a, hold, i);
    return i;
  }

  /** The stream ends inside; {@code a[0, end)} is held, unless the call is open. */
  void finish(char[] a, int end, boolean stop) {
    ParserCore p = parser;
    JsonCall c = p.json();
    long at = p.consumed;
    c.value.finishText(p.limits);
    if (c.committed) {
      work.out.parametersOf(p.tools, p.tool);
      if (end > 0 && c.value.readsBareScalars()) {
        finishHeld(a, end, at - end);
      }
      finishCommitted(stop, at);
      return;
    }
    p.holdStart = 0;
    boolean between =
        c.phase <= JsonCallState.NEXT || c.phase == JsonCallState.SKIPPED && !c.value.isInside();
    long origin = at - end;
    if (c.bare) {
      notACall(a, end);
    } else if (stop && c.nameTo > 0 && !c.argumentsKey && between) {
      if (commit(a)) {
        work.out.diagnostic(Diagnostic.RECOVERED, at);
        noArguments(at);
        endCall(true, at);
      } else {
        notACall(a, end);
      }
    } else {
      work.out.diagnostic(Diagnostic.TRUNCATED_OPENER, origin + p.prefixLength);
      p.holdStart = -1;
    }
  }

  /**
   * The stream ends in the beginning of a literal; {@code a[0, end)} is held. In raw text or a bare
   * scalar it is text if it is short, else it ends the string or scalar.
   */
  private void finishHeld(char[] a, int end, long offset) {
    ParserCore p = parser;
    JsonRepair value = p.json().value;
    if (end >= EndOfStream.CLOSER_CHARS) {
      value.endScalar(offset);
      return;
    }
    for (int i = 0; i < end && value.isInScalar(); i++) {
      value.refuseEdge(p.limits, a, i, offset);
    }
  }

  void finishCommitted(boolean stop, long at) {
    ParserCore p = parser;
    JsonCall c = p.json();
    boolean all = p.options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    boolean inArguments = c.isInArguments();
    if (stop && (all || !inArguments || !c.value.isCut())) {
      work.out.diagnostic(Diagnostic.RECOVERED, at);
      if (inArguments) {
        c.value.finish(at);
      }
      endCall(true, at);
      return;
    }
    if (inArguments && c.value.isWaiting()) {
      work.out.diagnostic(Diagnostic.VALUE_DROPPED, at);
    }
    if (inArguments) {
      if (p.options.truncation() == ParserOptions.Truncation.CLOSE) {
        c.value.closeCut(at);
      } else {
        c.value.leave(at);
      }
    }
    endCall(false, at);
  }
}
