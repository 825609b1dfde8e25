package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.value.SpanOutput;

/**
 * Reads deltas that continue an open text and that {@link HandleFastPath} does not read: long ones,
 * bursts of tokens, strings with a newline at their ends. They are passed to the sink in one step,
 * without the interpreter.
 */
final class TextFastPath {
  /** Chars of a newline inside a JSON string. */
  static final int NEWLINE_ESCAPE = 2;

  private static final int REPORTED_CONTENT = Region.CONTENT.ordinal();
  private static final int REPORTED_REASONING = Region.REASONING.ordinal();

  private TextFastPath() {}

  /** The mode between two deltas. */
  static int of(ParserCore p) {
    State s = p.grammar.state(p.state);
    if (s.op() == Op.JSON_CALLS) {
      return p.heldLength == 0 && p.utf8State == 0 && p.json != null && p.json.isStringOpen(p)
          ? HotState.OPEN_JSON_STRING
          : HotState.OPEN;
    }
    if (s.op() != Op.TEXT || p.look >= 0 || p.fence != null || p.utf8State != 0) {
      return HotState.OPEN;
    }
    if (p.heldLength > 0) {
      boolean newline = p.held == HotState.NEWLINE && p.emittedAhead == 0 && s.newlinePrefix();
      return newline && s.kind() == TextKind.VALUE && p.value.isStringOpen()
          ? HotState.OPEN_STRING_NEWLINE
          : HotState.OPEN;
    }
    return switch (s.kind()) {
      case CONTENT ->
          p.hasSeen(StreamState.CONTENT) && p.reportedRegion == REPORTED_CONTENT
              ? HotState.OPEN_CONTENT
              : HotState.OPEN;
      case REASONING ->
          p.reportedRegion == REPORTED_REASONING ? HotState.OPEN_REASONING : HotState.OPEN;
      case VALUE -> p.value.isStringOpen() ? HotState.OPEN_STRING : HotState.OPEN;
      case STRAY, SECTION, DISCARDED -> HotState.OPEN;
    };
  }

  /**
   * Reads a delta that only continues the open text; a string may have a newline at its ends.
   * Returns whether it did.
   *
   * @param mode of the parser before it became busy
   * @param passes whether a text other than a string is known to contain no marker
   */
  static boolean take(ParserCore p, int mode, char[] a, int from, int to, boolean passes) {
    if (from == to) {
      return true;
    }
    return switch (mode) {
      case HotState.OPEN_STRING, HotState.OPEN_STRING_NEWLINE ->
          to - from <= SpanOutput.ESCAPED_AT_ONCE && betweenNewlines(p, a, from, to);
      case HotState.OPEN_CONTENT, HotState.OPEN_REASONING -> text(p, mode, a, from, to, passes);
      default -> false;
    };
  }

  /** Emits the held newline; holds one at the end, because it may belong to a closer. */
  private static boolean betweenNewlines(ParserCore p, char[] a, int from, int to) {
    char last = a[to - 1];
    if (last == '\r' || Character.isHighSurrogate(last)) {
      return false;
    }
    int held = p.heldLength;
    boolean holds = last == '\n' && p.grammar.state(p.state).newlinePrefix();
    int end = holds ? to - 1 : to;
    char before = last;
    if (holds) {
      before = end > from ? a[end - 1] : held != 0 ? '\n' : p.before;
      if (before == '\r') {
        return false;
      }
    }
    Workspace w = p.work;
    char[] out = w.escaped;
    out[0] = '\\';
    out[1] = 'n';
    int start = held * NEWLINE_ESCAPE;
    long answer =
        w.scanner.escapeToStop(a, from, end, p.grammar.state(p.state).stops(), out, start);
    if (CharScanner.source(answer) != end) {
      return false;
    }
    int length = CharScanner.target(answer);
    if (length == start) {
      System.arraycopy(a, from, out, start, end - from);
      length += end - from;
    }
    hand(p, out, length, to - from, before, holds);
    return true;
  }

  /**
   * Emits more of an open string, after the held newline if there is one.
   *
   * @param out JSON text from index 0 on, that of the held newline included
   * @param length number of its chars, 0 or more
   * @param read number of source chars, including a newline that is held now
   * @param before the last of them before that newline
   */
  static void hand(ParserCore p, char[] out, int length, int read, char before, boolean holds) {
    long at = p.consumed - p.heldLength;
    p.consumed += read;
    p.before = before;
    p.heldLength = holds ? 1 : 0;
    p.held = holds ? HotState.NEWLINE : null;
    p.resumeAt = 0;
    if (length > 0) {
      p.sink.arguments(p.calls - 1, out, 0, length, at);
    }
  }

  private static boolean text(ParserCore p, int mode, char[] a, int from, int to, boolean passes) {
    char last = a[to - 1];
    if (Character.isHighSurrogate(last)
        || (last == '\n' || last == '\r') && p.grammar.state(p.state).newlinePrefix()
        || !passes && p.work.scanner.findStop(a, from, to, p.grammar.state(p.state).stops()) < to) {
      return false;
    }
    long at = p.consumed;
    p.consumed = at + (to - from);
    if (HotState.isQuote(last)) {
      p.passesQuote(a, from, to);
    }
    p.before = last;
    DeltaSink sink = p.sink;
    if (mode == HotState.OPEN_CONTENT) {
      sink.content(a, from, to - from, at);
    } else {
      sink.reasoning(a, from, to - from, at);
    }
    return true;
  }
}
