package dev.deltalex.mux;

import org.jspecify.annotations.Nullable;

/** A FIFO queue of the streams that wait for a slot, linked through fields of the streams. */
final class WaitingQueue {
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

  /** Removes a stream from any position. The stream must be in the queue. */
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
