package dev.deltalex.mux;

import org.jspecify.annotations.Nullable;

/** Streams that wait for a slot, first come first served. A list through the streams themselves. */
final class WaitingLine {
  private @Nullable StreamHandle first;
  private @Nullable StreamHandle last;

  boolean isEmpty() {
    return first == null;
  }

  void add(StreamHandle stream) {
    if (last == null) {
      first = stream;
    } else {
      last.nextWaiting = stream;
    }
    last = stream;
  }

  /** The stream that has waited longest, which may be over already; null if none waits. */
  @Nullable StreamHandle next() {
    StreamHandle stream = first;
    if (stream != null) {
      first = stream.nextWaiting;
      stream.nextWaiting = null;
      if (first == null) {
        last = null;
      }
    }
    return stream;
  }
}
