package dev.deltalex.mux;

import org.jspecify.annotations.Nullable;

/** Streams that wait for a slot, first come first served. A list through the streams themselves. */
final class WaitingLine {
  private @Nullable StreamHandle first;
  private @Nullable StreamHandle last;

  /** The stream that has waited longest; null if none waits. */
  @Nullable StreamHandle first() {
    return first;
  }

  void add(StreamHandle stream) {
    stream.previousWaiting = last;
    if (last == null) {
      first = stream;
    } else {
      last.nextWaiting = stream;
    }
    last = stream;
  }

  /** Takes a stream out, wherever in the line it is. It must be there. */
  void remove(StreamHandle stream) {
    StreamHandle before = stream.previousWaiting;
    StreamHandle behind = stream.nextWaiting;
    if (before == null) {
      first = behind;
    } else {
      before.nextWaiting = behind;
    }
    if (behind == null) {
      last = before;
    } else {
      behind.previousWaiting = before;
    }
    stream.previousWaiting = null;
    stream.nextWaiting = null;
  }
}
