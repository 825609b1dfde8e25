package dev.deltalex.serve;

import dev.deltalex.FinishReason;
import dev.deltalex.mux.StreamHandle;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a response, one per choice: opened; then ended, when the sink receives {@code
 * finished}; then settled, when the handle has the cause. Guarded by the response's lock.
 */
final class Choices {
  private final @Nullable StreamHandle[] handles;
  private final @Nullable FinishReason[] ends;
  private int running;

  Choices(int count) {
    handles = new StreamHandle[count];
    ends = new FinishReason[count];
  }

  int count() {
    return handles.length;
  }

  /** Adds an opened stream. */
  void opened(int choice, StreamHandle handle) {
    handles[choice] = handle;
    running++;
  }

  /** Records that a stream's sink received {@code finished}. */
  void ended(int choice, FinishReason reason) {
    ends[choice] = reason;
  }

  /** The reason that the stream's sink received; null before, and after the stream is settled. */
  @Nullable FinishReason unsettledEnd(int choice) {
    return handles[choice] == null ? null : ends[choice];
  }

  /** Settles an ended stream and returns its handle; null if the handle has no cause yet. */
  @Nullable StreamHandle settle(int choice) {
    StreamHandle handle = handles[choice];
    if (handle == null || !handle.isDone()) {
      return null;
    }
    handles[choice] = null;
    running--;
    return handle;
  }

  /** Number of streams that are not settled. */
  int running() {
    return running;
  }

  /**
   * Marks streams as ended whose sink received no {@code finished}; returns whether there was one.
   */
  boolean endSilentOnes() {
    boolean found = false;
    for (int i = 0; i < handles.length; i++) {
      StreamHandle handle = handles[i];
      if (handle != null && ends[i] == null && handle.isDone()) {
        ends[i] = FinishReason.ERROR;
        found = true;
      }
    }
    return found;
  }

  void cancel(int choice) {
    StreamHandle handle = handles[choice];
    if (handle != null) {
      handle.cancel();
    }
  }

  /** Called by the choice's sink in a callback: cancels the stream after the current event. */
  void cancelAtEvent(int choice) {
    StreamHandle handle = handles[choice];
    if (handle != null) {
      handle.cancelAtEvent();
    }
  }

  void cancelAll() {
    for (int i = 0; i < handles.length; i++) {
      cancel(i);
    }
  }
}
