package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.grammar.Grammar;

/**
 * The fields that every delta reads, in a class of their own: a superclass's fields come first in
 * the object, so that a delta of a stream that was not touched for a while misses one cache line or
 * two.
 */
abstract sealed class HotState permits Hold {
  // ---- modes: what the parser may be asked for now, and what its fast path may assume

  /** Waits in its pool; no handle is valid. */
  static final int CLOSED = 0;

  /** The sink threw: reset and close are legal. */
  static final int BROKEN = 1;

  /** The stream has ended: reset and close are legal. */
  static final int ENDED = 2;

  /** The stream was cancelled: input is ignored, reset and close are legal. */
  static final int CANCELLED = 3;

  /** Input is being read, a callback may be running: cancel is legal. */
  static final int BUSY = 4;

  /** As {@link #BUSY}, and cancel was called: nothing more of this delta is reported. */
  static final int CANCELLING = 5;

  /** The last event is being reported. */
  static final int LAST = 6;

  /** From here on the stream takes input. */
  static final int OPEN = 7;

  /** As {@link #OPEN_STRING}, and a newline is held: {@link #NEWLINE}. */
  static final int OPEN_STRING_NEWLINE = 8;

  /**
   * As {@link #OPEN_CONTENT} or {@link #OPEN_REASONING}, and what is held may be the beginning of a
   * marker, from its first char on. From the next mode on nothing is held.
   */
  static final int OPEN_TEXT_HELD = 9;

  /** As {@link #OPEN}; content that is passed on as it is comes next, and nothing is held. */
  static final int OPEN_CONTENT = 10;

  /** As {@link #OPEN_CONTENT}, for reasoning. */
  static final int OPEN_REASONING = 11;

  /**
   * As {@link #OPEN_CONTENT}, for a string argument in tags or between literals whose opening quote
   * was emitted.
   */
  static final int OPEN_STRING = 12;

  /** A string of the arguments of a JSON call is open, and nothing waits. */
  static final int OPEN_JSON_STRING = 13;

  /**
   * As {@link #OPEN_STRING}, for a string whose whitespace at the end is no part of it. Some may be
   * held, not in the parser's array but by its value.
   */
  static final int OPEN_TRIMMED_STRING = 14;

  /** A held newline is this array, whosever it is; it is only read. */
  static final char[] NEWLINE = {'\n'};

  /** Chars taken in so far; while a delta is read, the offset of its first char. */
  long consumed;

  /** One of the above: the check of every call and the choice of the fast path in one field. */
  int mode = CLOSED;

  int state;

  /** Calls opened so far. */
  int calls;

  /** Chars held back. */
  int heldLength;

  /** The char in front of the array at hand; a newline at the start of the stream. */
  char before;

  /**
   * Whether {@link #before}, if it is a quotation mark, is at the start of the stream or behind
   * whitespace or an opening bracket; of no meaning behind another char.
   */
  boolean quoteOpens;

  DeltaSink sink;
  Grammar grammar;
  final Workspace work;

  HotState(Workspace work, Grammar grammar) {
    this.work = work;
    this.grammar = grammar;
    this.sink = Workspace.DISCARDING;
  }

  /** {@code a[from, to)}, which ends with a quotation mark, is in front of the next array. */
  final void passesQuote(char[] a, int from, int to) {
    quoteOpens = opensQuote(to - 1 > from ? a[to - 2] : before);
  }

  /** Whether markers of reasoning may be quoted between two of this char. */
  static boolean isQuote(char c) {
    return c == '`' || c == '"';
  }

  /** Whether a quotation mark behind this char begins a quotation. */
  static boolean opensQuote(char c) {
    return switch (c) {
      case ' ', '\t', '\n', '\r', '(', '[', '{' -> true;
      default -> false;
    };
  }
}
