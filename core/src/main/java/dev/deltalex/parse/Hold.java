package dev.deltalex.parse;

import dev.deltalex.grammar.Edge;
import dev.deltalex.grammar.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * Text that was received and has no meaning yet: whitespace before a possible marker, a beginning
 * of a marker, or a marker and what was read behind it. Between two deltas it lies in an array of
 * the pool; while a delta is read it is a part of the array at hand. At most {@link
 * dev.deltalex.Limits#maxHeldChars} chars, or {@link dev.deltalex.Limits#maxBufferedChars} for the
 * start of a JSON call.
 *
 * <p>While a lookahead is under way the held text is {@code [whitespace][marker][what was read
 * behind it]}, and the positions below say where the parts are.
 */
abstract sealed class Hold extends HotState permits StreamState {
  /** Instead of a place among tools or parameters: the name was not looked up yet. */
  static final int NOT_LOOKED_UP = -2;

  /** The step of the lookahead under way, or {@link Grammar#NO_LOOK}. */
  byte look;

  /** While a delta is read: index of the first held char in the array at hand, or -1. */
  int holdStart = -1;

  /** Index up to which held text was understood; between deltas relative to its start. */
  int resumeAt;

  // Positions of a lookahead, relative to the start of the held text.

  /** Length of the whitespace before the marker. */
  char prefixLength;

  /** End of the marker; for some openers of its header, which belongs to it. */
  char markerEnd;

  /** The literal that opens the call or parameter, where its event is reported. */
  char tagAt;

  /** Start of the literal or header that is read. */
  char nameAt;

  /** The name of the call or parameter. */
  char nameFrom;

  char nameTo;

  /** The model's id of the call, or the type of the parameter; empty if its header has none. */
  char idFrom;

  char idTo;

  /** Ordinal of the marker among the edges of the state. */
  byte edge;

  /** Place of the name among tools or parameters, -1 for none, or {@link #NOT_LOOKED_UP}. */
  int nameIndex = NOT_LOOKED_UP;

  /** The held text between two deltas; {@link #heldLength} chars from index 0. */
  char @Nullable [] held;

  /** Number of held chars that were emitted, because only the meaning of what follows is open. */
  char emittedAhead;

  Hold(Workspace work, Grammar grammar) {
    super(work, grammar);
  }

  /** Nothing is looked at. */
  final void clearPositions() {
    look = Grammar.NO_LOOK;
    prefixLength = 0;
    markerEnd = 0;
    edge = 0;
    tagAt = 0;
    nameAt = 0;
    nameFrom = 0;
    nameTo = 0;
    idFrom = 0;
    idTo = 0;
    nameIndex = NOT_LOOKED_UP;
  }

  /**
   * A lookahead begins behind a marker: the held text starts at index {@code from}, the marker at
   * {@code markerFrom}, and reading continues at {@code end}, which is returned.
   */
  final int lookBehind(Edge e, int from, int markerFrom, int end) {
    holdStart = from;
    prefixLength = (char) (markerFrom - from);
    markerEnd = (char) (end - from);
    nameAt = (char) (end - from);
    tagAt = (char) (markerFrom - from);
    nameFrom = 0;
    nameTo = 0;
    idFrom = 0;
    idTo = 0;
    edge = (byte) e.ordinal();
    look = (byte) e.look();
    return end;
  }

  /**
   * Keeps {@code a[holdStart, end)} for the next delta.
   *
   * @param start the first index of the array that belongs to the stream
   */
  void hold(char[] a, int start, int end) {
    int from = holdStart < 0 ? end : holdStart;
    if (from > start) {
      char last = a[from - 1];
      if (last == '"' || last == '`') {
        passesQuote(a, start, from);
      }
      before = last;
    }
    if (holdStart < 0) {
      return;
    }
    int n = end - from;
    resumeAt -= from;
    if (n == 1 && a[from] == '\n') {
      releaseHeld();
      held = NEWLINE;
    } else if (a != held || from != 0) {
      // Held text may grow char by char: what is in place already is not copied.
      System.arraycopy(a, from, heldRoom(n), 0, n);
    }
    heldLength = n;
    holdStart = -1;
  }

  /** The array of the held text, at least {@code chars} long. */
  char[] heldRoom(int chars) {
    char[] array = held;
    if (array == null || array == NEWLINE) {
      array = work.arrays.acquire(chars);
      array[0] = '\n';
    } else if (array.length < chars) {
      array = work.arrays.grow(array, array.length, chars);
    }
    held = array;
    return array;
  }

  /** Gives the array of the held text back to the pool. */
  void releaseHeld() {
    char[] array = held;
    if (array != null && array != NEWLINE) {
      work.arrays.release(array);
    }
    held = null;
  }

  /** Drops the held text. */
  final void dropHeld() {
    holdStart = -1;
    emittedAhead = 0;
    resumeAt = 0;
    heldLength = 0;
    releaseHeld();
  }
}
