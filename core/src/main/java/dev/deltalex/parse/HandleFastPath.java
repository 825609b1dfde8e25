package dev.deltalex.parse;

import dev.deltalex.grammar.Grammar;
import dev.deltalex.grammar.Grammar.State;
import dev.deltalex.grammar.Guard;
import dev.deltalex.value.SpanOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads the most frequent deltas: they continue an open text, contain nothing that could be a
 * marker, and no text is held. They are passed from the handle to the sink in one step without
 * access to the pooled parser, so that with thousands of streams only handles and sinks need to be
 * in the CPU cache.
 *
 * <p>One per workspace and state of a grammar, shared by the streams that are in that state. The
 * fields of a stream that the fast path needs are in its {@link StreamParser}.
 */
final class HandleFastPath extends StringFastPath {
  /**
   * A char that may begin a marker and is held in front of the next delta, or 0 if nothing is held.
   * Not a field of the stream: a stream with a held char has another fast path, {@link #other}.
   */
  private final char held;

  /**
   * The fast path behind a char that is held, and of that one, this one; null if no char is held
   * here.
   */
  private final @Nullable HandleFastPath other;

  /** Buffer for the chars of a delta that is not an array, followed by {@link #SLACK}. */
  final char[] decoded;

  /** Chars after a copied delta, so that a scanner can load whole vectors. */
  private static final int SLACK = 64;

  /**
   * The fast path of a state whose text is emitted: of op TEXT and not STRAY, or of JSON calls.
   *
   * @param trims whether whitespace at the end of its strings is no part of them
   */
  HandleFastPath(Workspace work, Grammar grammar, int state, boolean trims) {
    super(work, grammar, state, trims);
    decoded = work.decoded;
    held = 0;
    boolean markers = kind >= CONTENT && TextFastPath.holdsOnlyMarkers(grammar.state(state));
    other = markers && stops.only() != 0 ? new HandleFastPath(work, grammar, state, this) : null;
  }

  private HandleFastPath(Workspace work, Grammar grammar, int state, HandleFastPath nothingHeld) {
    super(work, grammar, state, false);
    decoded = work.decoded;
    held = stops.only();
    other = nothingHeld;
  }

  /** The parser takes over: it holds the char that this path has held, or nothing. */
  void settle(ParserCore p) {
    if (kind == TRIMMED) {
      p.value.holdLast(p.work.arrays, p.before);
    } else if (held != 0) {
      p.heldRoom(1)[0] = held;
      p.heldLength = 1;
      p.resumeAt = 0;
      p.mode = HotState.OPEN_TEXT_HELD;
    } else if (p.mode == HotState.OPEN_TEXT_HELD) {
      p.heldLength = 0;
      p.releaseHeld();
      p.mode = kind == REASONING ? HotState.OPEN_REASONING : HotState.OPEN_CONTENT;
    }
  }

  /** Chars that are held between two deltas that this path reads. */
  int heldChars() {
    return held != 0 ? 1 : 0;
  }

  /** Whether a delta of so many chars may be copied to {@link #decoded} and read from there. */
  boolean copies(int length) {
    return length <= decoded.length - SLACK && !flag.busy;
  }

  /**
   * Reads a delta if it only continues the open text. Returns whether it did; if not, nothing has
   * changed.
   */
  boolean take(StreamParser s, char[] a, int from, int to) {
    if (flag.busy) {
      return false;
    }
    if (kind <= JSON_STRING) {
      return string(s, a, from, to);
    }
    if (to - from - 1 >>> SpanOutput.ESCAPED_SHIFT != 0) {
      return false;
    }
    if (kind == TRIMMED) {
      return trimmed(s, a, from, to);
    }
    return held == 0 ? text(s, a, from, to) : behindHeld(s, a, from, to);
  }

  private boolean text(StreamParser s, char[] a, int from, int to) {
    char last = a[to - 1];
    if (Character.isHighSurrogate(last) || newlinePrefix && (last == '\n' || last == '\r')) {
      return false;
    }
    int stop = scanner.findStop(a, from, to, stops);
    if (stop < to) {
      return stop == to - 1 && hold(s, a, from, to);
    }
    emit(s, a, from, to, s.consumed, to - from);
    return true;
  }

  /** Emits text up to its last char, which is held if a marker may begin with it. */
  private boolean hold(StreamParser s, char[] a, int from, int to) {
    HandleFastPath next = other;
    if (next == null || !isBeginning(s, a, to - 1, to - 1 > from ? a[to - 2] : s.last)) {
      return false;
    }
    s.fast = next;
    if (to - from == 1) {
      s.consumed++;
    } else {
      next.emit(s, a, from, to - 1, s.consumed, to - from);
    }
    return true;
  }

  /** Emits the held char and what follows it, up to one that is held anew. */
  private boolean behindHeld(StreamParser s, char[] a, int from, int to) {
    HandleFastPath nothingHeld = other;
    if (nothingHeld == null
        || Character.isHighSurrogate(a[to - 1])
        || stops.accepts(held, a[from])) {
      return false;
    }
    int stop = scanner.findStop(a, from, to, stops);
    boolean again = stop == to - 1;
    if (stop < to && !(again && isBeginning(s, a, stop, stop > from ? a[stop - 1] : held))) {
      return false;
    }
    char[] out = escaped;
    out[0] = held;
    System.arraycopy(a, from, out, 1, stop - from);
    if (again) {
      emit(s, out, 0, 1 + stop - from, s.consumed - 1, to - from);
    } else {
      s.fast = nothingHeld;
      nothingHeld.emit(s, out, 0, 1 + stop - from, s.consumed - 1, to - from);
    }
    return true;
  }

  /** Whether the stop char {@code a[at]}, the last one of a delta, may begin a marker. */
  private boolean isBeginning(StreamParser s, char[] a, int at, char previous) {
    ParserCore p = s.core;
    State state = p.grammar.state(p.state);
    int guards = p.guards(state.kind()) | (previous == '\n' ? Guard.AFTER_NEWLINE : 0);
    return p.tokenMarkers == null
        && Match.at(state.edges(), guards, a, at, at + 1) == Match.PARTIAL;
  }

  /**
   * Emits {@code a[from, to)}, in front of the held char if there is one. This is already the fast
   * path of the stream.
   *
   * @param at offset of the text
   * @param read chars of the delta
   */
  private void emit(StreamParser s, char[] a, int from, int to, int at, int read) {
    char last = a[to - 1];
    if (HotState.isQuote(last)) {
      s.core.quoteOpens = HotState.opensQuote(to - from > 1 ? a[to - 2] : s.last);
    }
    int call = s.call;
    begin(s, call, read, last);
    try {
      if (kind == REASONING) {
        s.sink.reasoning(a, from, to - from, at);
      } else {
        s.sink.content(a, from, to - from, at);
      }
    } catch (Throwable thrown) {
      s.breakDown();
      throw thrown;
    }
    end(s, call);
  }
}
