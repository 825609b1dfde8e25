package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;

/**
 * The least that a delta inside a string argument of a format with tags needs: one look at its
 * chars, escapes if there are any, the stream's state, and the call of the sink.
 */
public class StringFloor {
  /** Scratch for a delta with escapes, shared by all streams of the thread. */
  private static final char[] OUT = new char[1 << 16];

  private DeltaSink sink;
  private long consumed;
  private char last;
  private boolean open = true;
  private final int call;

  /** A stream that is inside a string of its first call. */
  public StringFloor(DeltaSink sink) {
    this.sink = sink;
    call = 0;
  }

  /** Begins the next stream. */
  public final void reset(DeltaSink newSink, long offset) {
    sink = newSink;
    consumed = offset;
    open = true;
  }

  /** The last char that was taken, which a parser compares with a closer's framing newline. */
  public final char last() {
    return last;
  }

  /** Whether no delta had what ends the string: from then on nothing is taken. */
  public final boolean isOpen() {
    return open;
  }

  /** Takes a delta; false if it has what only a parser can judge. */
  public final boolean feed(char[] a, int from, int to) {
    if (!open) {
      return false;
    }
    if (Kernels.isPlain(a, from, to)) {
      long at = consumed;
      consumed = at + (to - from);
      last = a[to - 1];
      sink.arguments(call, a, from, to - from, at);
      return true;
    }
    return escaped(a, from, to);
  }

  private boolean escaped(char[] a, int from, int to) {
    int length = Kernels.escape(a, from, to, OUT, 0);
    if (length < 0) {
      open = false;
      return false;
    }
    long at = consumed;
    consumed = at + (to - from);
    last = a[to - 1];
    sink.arguments(call, OUT, 0, length, at);
    return true;
  }
}
