package dev.deltalex.parse;

import dev.deltalex.grammar.TextKind;

/**
 * The chars at hand: where they lie in a stream, and whose they are. The array itself is the
 * caller's delta or what the parser holds; it is passed along as a parameter, because storing a
 * reference to it would cost more than a short delta (a write barrier) and keep it reachable.
 *
 * <p>The base of the interpreter. From here up its classes are layers, each of which calls those
 * below it: {@link QuotedMarkers}, {@link Transitions}, {@link CallRecognition}, {@link
 * MessageRecognition}, {@link HeaderRecognition}, {@link Lookahead}, {@link TextRecognition},
 * {@link GrammarInterpreter}. They are one object per workspace, so that a field is one load away.
 */
abstract sealed class Window permits QuotedMarkers {
  /** Instead of an index: the array's end came first. */
  static final int HELD = -1;

  final Workspace work;

  /** The parser that reads, or the last that did. */
  @SuppressWarnings("NullAway.Init") // nothing is read before a parser shows its chars
  ParserCore parser;

  /** First index of the array that belongs to the stream. */
  int start;

  /** Index behind the last char. */
  int end;

  /** Stream offset of index 0. */
  long origin;

  Window(Workspace work) {
    this.work = work;
  }

  /** Shows the chars {@code [from, to)} of an array. */
  final void show(ParserCore of, int from, int to, long offset) {
    // A reference that is stored again costs a write barrier.
    if (parser != of) {
      parser = of;
    }
    start = from;
    end = to;
    origin = offset;
  }

  /** Passes on text of a kind. */
  void emit(TextKind kind, char[] a, int from, int to) {
    ParserCore p = parser;
    long origin = this.origin;
    if (from >= to) {
      return;
    }
    switch (kind) {
      case CONTENT -> {
        // Text of the prompt has offsets below 0.
        if (origin + to > 0) {
          p.sees(StreamState.CONTENT);
        }
        if (p.fence != null) {
          p.fence.follow(a, from, to, origin);
        }
        work.out.content(a, from, to, origin + from);
      }
      case REASONING -> work.out.reasoning(a, from, to, origin + from);
      case VALUE -> p.value.text(work.out, work.arrays, p.limits, a, from, to, origin + from);
      case STRAY, SECTION, DISCARDED -> {
        // Announced by a diagnostic when it began.
      }
    }
  }

  /** Length of the newline that ends at {@code i}, not reaching below {@code from}. */
  static int newlineBefore(char[] a, int from, int i) {
    if (i == from || a[i - 1] != '\n') {
      return 0;
    }
    return i - 1 > from && a[i - 2] == '\r' ? 2 : 1;
  }

  static boolean isWhitespace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
