package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;

/**
 * An answer without markers in one delta: a search for the char that could begin one, and a call.
 */
public final class ContentFloor {
  private DeltaSink sink;
  private long consumed;

  /** A stream. */
  public ContentFloor(DeltaSink sink) {
    this.sink = sink;
  }

  /** Begins the next stream. */
  public void reset(DeltaSink newSink) {
    sink = newSink;
    consumed = 0;
  }

  /** Takes a delta; false if something in it could be a marker. */
  public boolean feed(char[] a, int from, int to) {
    if (Kernels.findAngle(a, from, to) != to) {
      return false;
    }
    long at = consumed;
    consumed = at + (to - from);
    sink.content(a, from, to - from, at);
    return true;
  }
}
