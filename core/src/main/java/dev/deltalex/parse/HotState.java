package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.grammar.Grammar;

/**
 * The fields that every delta reads, in a class of their own: a superclass's fields come first in
 * the object, so that a delta of a stream that was not touched for a while misses one cache line or
 * two.
 */
abstract sealed class HotState permits StreamState {
  /** No text is open that can be passed on as it comes. */
  static final int NO_RUN = 0;

  /** The answer is open. */
  static final int CONTENT_RUN = 1;

  /** Reasoning is open. */
  static final int REASONING_RUN = 2;

  /** A string argument is open, its opening quote being out. */
  static final int STRING_RUN = 3;

  /** As {@link #STRING_RUN}, and a newline is held: {@link #NEWLINE}. */
  static final int STRING_BEHIND_NEWLINE = 4;

  /** The sink of a run is at work; if it throws, it leaves this behind. */
  static final int SINK = 5;

  /** A held newline is this array, whosever it is; it is only read. */
  static final char[] NEWLINE = {'\n'};

  /** Chars taken in so far; while a delta is read, the offset of its first char. */
  long consumed;

  /** Which text is open between deltas, with nothing held. */
  int run;

  int state;

  /** Calls opened so far. */
  int calls;

  /** Chars held back. */
  int heldLength;

  /** The char in front of the array at hand (0 at the start of the stream). */
  char before;

  DeltaSink sink;
  Grammar grammar;
  final Workspace work;

  HotState(Workspace work, Grammar grammar, DeltaSink sink) {
    this.work = work;
    this.grammar = grammar;
    this.sink = sink;
  }
}
