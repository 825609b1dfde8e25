package dev.deltalex.parse;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.grammar.Action;
import dev.deltalex.grammar.Branch;
import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.Role;
import dev.deltalex.grammar.TextKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Settles what is still open when the stream ends. */
final class EndOfStream {
  /** Instead of an index: the end cut the name of a parameter. */
  static final int CUT_NAME = -2;

  /** Chars of a cut-off closer that make it one. */
  private static final int CLOSER_CHARS = 2;

  private EndOfStream() {}

  /** Ends the stream for a reason other than CANCELLED. Returns the outcome to report. */
  static FinishReason finish(ParserCore p, EndCause cause) {
    boolean stop = cause == EndCause.STOP;
    boolean cutName = settleHeld(p);
    TextKind kind = p.grammar.state(p.state).kind();
    long end = p.consumed;
    boolean all = p.options.recoverAtStop() == ParserOptions.RecoverAtStop.ALL;
    if (p.state == p.grammar.role(Role.IN_JSON)) {
      finishJson(p, stop);
    } else if (kind == TextKind.VALUE && stop) {
      p.work.out.diagnostic(Diagnostic.RECOVERED, end);
      Transitions.closeValue(p, end);
      Transitions.closeCall(p, all, end);
    } else if (kind == TextKind.STRAY && stop) {
      p.work.out.diagnostic(Diagnostic.RECOVERED, end);
      Transitions.closeCall(p, !cutName || all, end);
    } else if (kind == TextKind.VALUE || kind == TextKind.STRAY) {
      truncate(p, kind, end);
    }
    boolean called = stop && p.completeCall;
    return switch (cause) {
      case STOP -> called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case STOP_STRING -> FinishReason.STOP_STRING;
      case LENGTH -> FinishReason.LENGTH;
      case ERROR -> FinishReason.ERROR;
    };
  }

  private static void finishJson(ParserCore p, boolean stop) {
    char[] a = p.held;
    CallRecognition.finish(p.json(), p, a == null ? p.work.decoded : a, p.heldLength, stop);
  }

  private static void truncate(ParserCore p, TextKind kind, long end) {
    boolean close = p.options.truncation() == ParserOptions.Truncation.CLOSE;
    if (kind == TextKind.VALUE) {
      p.value.cut(p.work.out, p.work.arrays, p.limits, close, end);
    }
    if (close) {
      Transitions.closeCall(p, false, end);
    } else {
      Transitions.endCall(p, false, end);
    }
  }

  /** Decides on everything held; returns whether a parameter's name was cut. */
  private static boolean settleHeld(ParserCore p) {
    boolean cutName = false;
    while (p.heldLength > 0 && (p.look >= 0 || p.state != p.grammar.role(Role.IN_JSON))) {
      int end = p.heldLength;
      char[] a = p.held;
      if (a == null) {
        throw new IllegalStateException("held text is gone");
      }
      long origin = p.consumed - end;
      p.heldLength = 0;
      int at =
          p.look >= 0
              ? Lookahead.atEnd(p, a, end, origin)
              : settleState(p, p.grammar.state(p.state), a, end, origin);
      if (at == CUT_NAME) {
        cutName = true;
        p.work.out.diagnostic(Diagnostic.VALUE_DROPPED, origin);
      } else if (at < end) {
        GrammarInterpreter.run(p, a, 0, at, end, origin);
        p.work.out.pin();
        p.hold(a, 0, end);
      }
      p.work.out.pin();
    }
    return cutName;
  }

  /** What the end means to text held in a state; returns where to go on. */
  private static int settleState(ParserCore p, State s, char[] a, int end, long origin) {
    p.holdStart = -1;
    if (s.op() == Op.ONE_NEWLINE || s.op() == Op.OPTIONAL) {
      p.state = s.next();
      return 0;
    }
    switch (s.kind()) {
      case CONTENT -> {
        // Whitespace alone touches the end; with a marker's beginning behind it, it is text.
        if (s.op() == Op.TEXT || p.resumeAt < end) {
          GrammarInterpreter.emit(p, s.kind(), a, 0, end, origin);
        }
      }
      case REASONING -> GrammarInterpreter.emit(p, s.kind(), a, 0, end, origin);
      case VALUE -> settleValue(p, s, a, end, origin);
      case STRAY -> {
        Branch name = openingParameter(s);
        if (name != null && begins(name, a, 0, end)) {
          return CUT_NAME;
        }
      }
    }
    return end;
  }

  private static void settleValue(ParserCore p, State s, char[] a, int end, long origin) {
    int newline = s.newlinePrefix() ? newlineAt(a, end) : 0;
    if (newline == end) {
      return;
    }
    for (Branch b : s.branches()) {
      if (b.closer() && begins(b, a, newline, end)) {
        Transitions.closeValue(p, origin + newline);
        p.state = p.grammar.role(Role.IN_CALL);
        return;
      }
    }
    GrammarInterpreter.emit(p, s.kind(), a, p.emittedAhead, end, origin);
  }

  /** Length of the newline that held text begins with. */
  private static int newlineAt(char[] a, int end) {
    return a[0] == '\n' ? 1 : end > 1 && a[0] == '\r' && a[1] == '\n' ? 2 : 0;
  }

  private static @Nullable Branch openingParameter(State s) {
    for (Branch b : s.branches()) {
      if (b.look() != Grammar.NO_LOOK && b.action() == Action.OPEN_PARAMETER) {
        return b;
      }
    }
    return null;
  }

  /** Whether {@code a[from, end)} is a beginning, of two chars or more, of the marker. */
  private static boolean begins(Branch b, char[] a, int from, int end) {
    int n = Math.min(end - from, b.body());
    return n >= CLOSER_CHARS && Arrays.equals(a, from, from + n, b.literal(), 0, n);
  }
}
