package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;

/**
 * The least that a delta inside a string of JSON arguments needs: its escapes are those of the
 * output already, so it goes to the sink as it is once each backslash has been stepped over.
 */
public final class JsonStringFloor {
  private DeltaSink sink;
  private long consumed;
  private boolean open = true;

  /** Whether the delta before ended with the backslash of an escape. */
  private boolean halfEscape;

  private final int call;

  /** A stream that is inside a string of its first call. */
  public JsonStringFloor(DeltaSink sink) {
    this.sink = sink;
    call = 0;
  }

  /** Begins the next stream. */
  public void reset(DeltaSink newSink, long offset) {
    sink = newSink;
    consumed = offset;
    open = true;
    halfEscape = false;
  }

  /** Whether no delta had what ends the string: from then on nothing is taken. */
  public boolean isOpen() {
    return open;
  }

  /** Takes a delta; false if the string ends in it. */
  public boolean feed(char[] a, int from, int to) {
    if (!open) {
      return false;
    }
    if ((halfEscape || !Kernels.isPlainJson(a, from, to)) && !stepsOver(a, from, to)) {
      return false;
    }
    long at = consumed;
    consumed = at + (to - from);
    sink.arguments(call, a, from, to - from, at);
    return true;
  }

  /** Steps over the escapes; false if the string ends. */
  private boolean stepsOver(char[] a, int from, int to) {
    int i = Kernels.findJsonEnd(a, halfEscape ? from + 1 : from, to);
    while (i < to) {
      if (a[i] != '\\') {
        open = false;
        return false;
      }
      i = i + 1 == to ? to + 1 : Kernels.findJsonEnd(a, i + 2, to);
    }
    halfEscape = i > to;
    return true;
  }
}
