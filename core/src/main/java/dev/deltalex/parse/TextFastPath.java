package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Region;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.grammar.Op;
import dev.deltalex.grammar.TextKind;
import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.StopSet;
import dev.deltalex.value.SpanOutput;
import dev.deltalex.value.TextValue;

/**
 * Reads deltas that continue an open text and that {@link HandleFastPath} does not read: long ones,
 * bursts of tokens, strings with a newline at their ends. They are passed to the sink in one step,
 * without the interpreter.
 */
final class TextFastPath {
  /** Chars of a newline inside a JSON string. */
  static final int NEWLINE_ESCAPE = 2;

  /** Instead of an index: a whole marker was found. */
  private static final int MARKER = -1;

  /**
   * Maximum number of chars in which the beginnings of markers are looked at, and of whitespace
   * that is held here: not more than the smallest limit of held chars.
   */
  private static final int SHORT = 64;

  private static final int REPORTED_CONTENT = Region.CONTENT.ordinal();
  private static final int REPORTED_REASONING = Region.REASONING.ordinal();

  private TextFastPath() {}

  /** The mode between two deltas. */
  static int of(ParserCore p) {
    State s = p.grammar.state(p.state);
    if (s.op() == Op.JSON_CALLS) {
      JsonCall call = p.heldLength == 0 && p.utf8State == 0 ? p.json : null;
      return call == null ? HotState.OPEN : call.mode(p);
    }
    if (s.op() != Op.TEXT || p.look >= 0 || p.fence != null || p.utf8State != 0) {
      return HotState.OPEN;
    }
    return p.heldLength > 0 ? ofHeld(p, s) : ofText(p, s);
  }

  private static int ofHeld(ParserCore p, State s) {
    if (p.emittedAhead != 0) {
      return HotState.OPEN;
    }
    if (s.kind() == TextKind.VALUE) {
      boolean newline = p.held == HotState.NEWLINE && s.newlinePrefix();
      return newline && p.value.isStringOpen() ? HotState.OPEN_STRING_NEWLINE : HotState.OPEN;
    }
    // Text of the prompt has offsets below 0.
    return p.resumeAt == 0
            && p.heldLength <= SHORT
            && p.consumed >= p.heldLength
            && p.tokenMarkers == null
            && holdsOnlyMarkers(s)
            && ofText(p, s) != HotState.OPEN
        ? HotState.OPEN_TEXT_HELD
        : HotState.OPEN;
  }

  /** Whether what is held at the end of text of the state is the beginning of a marker alone. */
  static boolean holdsOnlyMarkers(State s) {
    return !s.newlinePrefix() && !s.quoted();
  }

  private static int ofText(ParserCore p, State s) {
    return switch (s.kind()) {
      case CONTENT ->
          p.hasSeen(StreamState.CONTENT) && p.reportedRegion == REPORTED_CONTENT
              ? HotState.OPEN_CONTENT
              : HotState.OPEN;
      case REASONING ->
          p.reportedRegion == REPORTED_REASONING ? HotState.OPEN_REASONING : HotState.OPEN;
      case VALUE -> {
        if (p.value.isStringOpen()) {
          yield HotState.OPEN_STRING;
        }
        yield p.value.isTrimmedStringOpen() ? HotState.OPEN_TRIMMED_STRING : HotState.OPEN;
      }
      case STRAY, SECTION, DISCARDED -> HotState.OPEN;
    };
  }

  /**
   * Reads a delta of chars that continues the open text: a string may have a newline at its ends,
   * other text the beginning of a marker. Returns whether it did; if not, nothing has changed.
   *
   * @param mode of the parser before it became busy
   */
  static boolean take(ParserCore p, int mode, char[] a, int from, int to) {
    return take(p, mode, a, from, to, false)
        || mode <= HotState.OPEN_REASONING
            && mode >= HotState.OPEN_TEXT_HELD
            && to - from <= SHORT
            && upToMarker(p, a, from, to);
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
      case HotState.OPEN_TRIMMED_STRING -> betweenBlanks(p, a, from, to);
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

  /** Emits held whitespace and what follows it up to whitespace at the end, which is held. */
  private static boolean betweenBlanks(ParserCore p, char[] a, int from, int to) {
    TextValue value = p.value;
    int held = value.heldBlanks();
    int end = to;
    while (end > from && Window.isWhitespace(a[end - 1])) {
      end--;
    }
    boolean blank = end == from;
    if (held + (to - from) > SpanOutput.ESCAPED_AT_ONCE
        || (blank ? held : 0) + (to - end) > SHORT
        || !blank && Character.isHighSurrogate(a[end - 1])) {
      return false;
    }
    Workspace w = p.work;
    char[] out = w.escaped;
    int length = 0;
    if (!blank) {
      int start = value.escapeBlanks(w.scanner, out);
      StopSet stops = p.grammar.state(p.state).stops();
      long answer = w.scanner.escapeToStop(a, from, end, stops, out, start);
      if (CharScanner.source(answer) != end) {
        return false;
      }
      length = CharScanner.target(answer);
      if (length == start) {
        System.arraycopy(a, from, out, start, end - from);
        length += end - from;
      }
    }
    value.holdBlanks(w.arrays, a, end, to, !blank);
    long at = p.consumed - held;
    p.consumed += to - from;
    p.before = a[to - 1];
    if (!blank) {
      p.sink.arguments(p.calls - 1, out, 0, length, at);
    }
    return true;
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

  /**
   * Emits held text and what follows it up to the beginning of a marker, which is held; whatever is
   * no marker is text. Returns whether it did: not if there is a whole marker.
   */
  private static boolean upToMarker(ParserCore p, char[] a, int from, int to) {
    State s = p.grammar.state(p.state);
    if (p.tokenMarkers != null || !holdsOnlyMarkers(s)) {
      return false;
    }
    char[] held = p.held;
    if (held == null) {
      return upToMarker(p, s, a, from, to, to - from);
    }
    char[] joined = p.work.escaped;
    int length = p.heldLength;
    System.arraycopy(held, 0, joined, 0, length);
    System.arraycopy(a, from, joined, length, to - from);
    return upToMarker(p, s, joined, 0, length + to - from, to - from);
  }

  /** As above, where {@code a[from, to)} is held text and the delta, of {@code read} chars. */
  private static boolean upToMarker(ParserCore p, State s, char[] a, int from, int to, int read) {
    int end = markerIn(p, s, a, from, to);
    if (end == MARKER || end == to && Character.isHighSurrogate(a[to - 1])) {
      return false;
    }
    long at = p.consumed + read - (to - from);
    p.consumed += read;
    p.heldLength = 0;
    p.holdStart = end < to ? end : -1;
    p.resumeAt = end;
    p.hold(a, from, to);
    if (p.heldLength == 0) {
      p.resumeAt = 0;
      p.releaseHeld();
    }
    if (end > from) {
      if (s.kind() == TextKind.CONTENT) {
        p.sink.content(a, from, end - from, at);
      } else {
        p.sink.reasoning(a, from, end - from, at);
      }
    }
    return true;
  }

  /** Where a marker may begin that the text ends in; else {@code to}, or {@link #MARKER}. */
  private static int markerIn(ParserCore p, State s, char[] a, int from, int to) {
    CharScanner scanner = p.work.scanner;
    StopSet stops = s.stops();
    int guards = p.guards(s.kind());
    int i = scanner.findStop(a, from, to, stops);
    while (i < to) {
      char previous = i > from ? a[i - 1] : p.before;
      int here = previous == '\n' ? guards | Guard.AFTER_NEWLINE : guards;
      long match = Match.at(s.edges(), here, a, i, to);
      if (match != Match.NONE) {
        return match == Match.PARTIAL ? i : MARKER;
      }
      i = scanner.findStop(a, i + 1, to, stops);
    }
    return to;
  }
}
