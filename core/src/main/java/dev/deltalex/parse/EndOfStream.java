package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Prefix;
import dev.deltalex.grammar.TextKind;
import java.util.Arrays;

/** Settles what is still open when the stream ends. */
final class EndOfStream {
  /** In place of an index: the name of a parameter is cut. */
  static final int CUT_NAME = -2;

  /** Minimum number of chars with which a cut-off closer counts as a closer: {@code </p}. */
  static final int CLOSER_CHARS = 3;

  /** Minimum number of chars with which a cut-off opener of a parameter counts as one. */
  private static final int PARAMETER_CHARS = 2;

  private final Workspace work;
  private final Window w;

  EndOfStream(Workspace work) {
    this.work = work;
    this.w = work.interpreter;
  }

  /** Ends the stream for a reason other than CANCELLED. Returns the outcome to report. */
  FinishReason finish(ParserCore p, EndCause cause) {
    w.show(p, 0, 0, p.consumed);
    boolean stop = cause == EndCause.STOP;
    boolean cutName = settleHeld(stop);
    TextKind kind = p.grammar.state(p.state).kind();
    boolean cut = cutName || kind == TextKind.VALUE;
    if (p.grammar.state(p.state).op() == Op.JSON_CALLS) {
      finishJson(stop);
    } else if (kind == TextKind.VALUE || kind == TextKind.STRAY) {
      boolean all = p.options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
      if (stop && (!cut || all)) {
        recover(kind, p.consumed);
      } else {
        truncate(kind, p.consumed);
      }
    }
    boolean called = stop && p.hasSeen(StreamState.COMPLETE_CALL);
    return switch (cause) {
      case STOP -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case STOP_STRING -> FinishReason.STOP_STRING;
      case LENGTH -> FinishReason.LENGTH;
      case ERROR -> FinishReason.ERROR;
    };
  }

  private void finishJson(boolean stop) {
    ParserCore p = w.parser;
    char[] a = p.held;
    int end = p.heldLength;
    w.show(p, 0, end, p.consumed - end);
    work.interpreter.finish(a == null ? work.decoded : a, end, stop);
  }

  /** Closes what is open: the call is complete. */
  private void recover(TextKind kind, long end) {
    work.out.diagnostic(Diagnostic.RECOVERED, end);
    if (kind == TextKind.VALUE) {
      work.interpreter.closeValue(end);
    }
    work.interpreter.closeCall(true, end);
  }

  /** The call is incomplete: whether it is closed is an option. */
  private void truncate(TextKind kind, long end) {
    ParserCore p = w.parser;
    boolean close = p.options.truncation() == ParserOptions.Truncation.CLOSE;
    if (kind == TextKind.VALUE) {
      p.value.cut(work.out, work.arrays, p.limits, close, end);
    } else {
      work.interpreter.settleWhole(true);
    }
    if (close) {
      work.interpreter.closeCall(false, end);
    } else {
      work.interpreter.endCall(false, end);
    }
  }

  /** Decides what all held text is; returns whether a parameter's name was cut. */
  private boolean settleHeld(boolean stop) {
    ParserCore p = w.parser;
    boolean cutName = false;
    while (p.heldLength > 0 && (p.look >= 0 || !isJson(p) || p.json().heldFromQuote() > 0)) {
      int end = p.heldLength;
      char[] a = p.held;
      if (a == null) {
        throw new IllegalStateException("held text is missing");
      }
      long origin = p.consumed - end;
      p.heldLength = 0;
      w.show(p, 0, end, origin);
      State s = p.grammar.state(p.state);
      boolean quote = p.look < 0 && isJson(p);
      int at;
      if (quote) {
        p.holdStart = 0;
        at = work.interpreter.quoteAtEnd(s, a, end);
      } else {
        at = p.look >= 0 ? work.interpreter.atEnd(a, end, stop) : settleState(s, a);
      }
      if (at == CUT_NAME) {
        cutName = true;
        work.out.diagnostic(Diagnostic.VALUE_DROPPED, origin);
      } else if (at < end || quote || p.look >= 0) {
        work.interpreter.read(p, a, 0, at, end, origin);
        work.out.pin();
        p.hold(a, 0, end);
      }
      work.out.pin();
    }
    return cutName;
  }

  private static boolean isJson(ParserCore p) {
    return p.grammar.state(p.state).op() == Op.JSON_CALLS;
  }

  /** Applies the end-of-stream rule to text held in a state; returns the index to continue at. */
  private int settleState(State s, char[] a) {
    ParserCore p = w.parser;
    int end = w.end;
    p.holdStart = -1;
    if (s.op() == Op.ONE_NEWLINE || s.op() == Op.OPTIONAL) {
      p.state = s.next();
      return 0;
    }
    switch (s.kind()) {
      case CONTENT, REASONING -> {
        return settleText(s, a);
      }
      case VALUE -> {
        return settleValue(s, a);
      }
      case SECTION -> {
        if (s.op() == Op.DISPATCH && !isCutCloser(s, a, 0, end)) {
          work.out.diagnostic(Diagnostic.STRAY_TEXT, w.origin);
        }
      }
      case DISCARDED -> {
        // Reported when the block began.
      }
      case STRAY -> {
        if (beginsParameter(s, a, end) && !beginsOther(s, a, end)) {
          return CUT_NAME;
        }
      }
    }
    return end;
  }

  /**
   * Held text is text, but for whitespace at a segment's start, a closer behind a quotation mark
   * that another one would have made text, and the beginning of a closer directly behind a call. An
   * opener of a call counts although it may also be the beginning of a longer literal. Returns the
   * index to continue at.
   */
  private int settleText(State s, char[] a) {
    ParserCore p = w.parser;
    int end = w.end;
    boolean segment = s.op() == Op.SEGMENT;
    int marker = segment ? p.resumeAt : 0;
    if (segment && (marker == end || isCutCloser(s, a, marker, end))) {
      return end;
    }
    int guards = p.guards(s.kind());
    long match = Match.at(w, s.edges(), guards, a, marker, end);
    Edge e = match < 0 ? null : s.edges()[(int) match];
    if (e != null && e.action() == Action.CLOSE_BLOCK) {
      work.interpreter.perform(s, e, a, 0, marker, end);
      return end;
    }
    long whole = match == Match.PARTIAL ? Match.whole(w, s.edges(), guards, a, marker, end) : -1;
    Edge opener = whole < 0 ? null : s.edges()[(int) whole];
    if (opener == null || !opener.isDecidedByLook()) {
      work.interpreter.emit(s.kind(), a, 0, end);
      return end;
    }
    int held = opener.prefix() == Prefix.KEEP ? marker : 0;
    work.interpreter.emit(s.kind(), a, 0, held);
    p.lookBehind(opener, held, marker, (int) (whole >>> 32));
    return (int) (whole >>> 32);
  }

  /** Whether a closer behind a call is cut: more than two of its chars are there. */
  private boolean isCutCloser(State s, char[] a, int from, int end) {
    TokenMarkers tokens = w.parser.tokenMarkers;
    for (Edge e : s.edges()) {
      if (e.closer()
          && begins(e, a, from, end, CLOSER_CHARS)
          && (tokens == null || tokens.allows(e, w.origin + from))) {
        return true;
      }
    }
    return false;
  }

  private int settleValue(State s, char[] a) {
    ParserCore p = w.parser;
    int end = w.end;
    long origin = w.origin;
    int newline = s.newlinePrefix() ? newlineAt(a, end) : 0;
    if (newline == end) {
      return end;
    }
    if (p.value.nests() && isCutElement(s, a, end)) {
      return CUT_NAME;
    }
    for (Edge e : s.edges()) {
      if (e.closer() && begins(e, a, newline, end, CLOSER_CHARS)) {
        work.interpreter.closeValue(origin + newline);
        p.state = e.next();
        return end;
      }
    }
    work.interpreter.emit(s.kind(), a, p.emittedAhead, end);
    return end;
  }

  /**
   * Whether held text begins the opener of an element, where one may open, and has not more in
   * common with a closer.
   */
  private static boolean isCutElement(State s, char[] a, int end) {
    int opener = 0;
    int closer = 0;
    for (Edge e : s.edges()) {
      int shared = Arrays.mismatch(a, 0, end, e.literal(), 0, e.body());
      int common = shared < 0 ? end : shared;
      if (e.action() == Action.OPEN_ELEMENT) {
        opener = Math.max(opener, common);
      } else if (e.closer()) {
        closer = Math.max(closer, common);
      }
    }
    return opener >= PARAMETER_CHARS && opener >= closer;
  }

  /** Length of the newline that held text begins with. */
  private static int newlineAt(char[] a, int end) {
    return a[0] == '\n' ? 1 : end > 1 && a[0] == '\r' && a[1] == '\n' ? 2 : 0;
  }

  private static boolean beginsParameter(State s, char[] a, int end) {
    for (Edge e : s.edges()) {
      boolean opens = e.look() != Grammar.NO_LOOK && e.opensParameter();
      if (opens && begins(e, a, 0, end, PARAMETER_CHARS)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all held text may begin a marker that opens no parameter: {@code <|}. */
  private static boolean beginsOther(State s, char[] a, int end) {
    for (Edge e : s.edges()) {
      boolean cut = end <= e.body() || HeaderRecognition.isBlank(a, e.body(), end);
      if (!e.opensParameter() && cut && begins(e, a, 0, end, 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code a[from, end)} is a beginning, of {@code least} chars or more, of the marker. */
  private static boolean begins(Edge e, char[] a, int from, int end, int least) {
    int n = Math.min(end - from, e.body());
    return n >= least && Arrays.equals(a, from, from + n, e.literal(), 0, n);
  }
}
