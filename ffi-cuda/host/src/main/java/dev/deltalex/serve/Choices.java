package dev.deltalex.serve;

import dev.deltalex.FinishReason;
import dev.deltalex.mux.StreamHandle;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a response, one for each choice: opened, then ended as its sink hears, then
 * settled once its handle knows how. Guarded by the response's lock.
 */
final class Choices {
  private final @Nullable StreamHandle[] handles;
  private final @Nullable FinishReason[] ends;
  private final int[] prompts;
  private int running;

  Choices(int count) {
    handles = new StreamHandle[count];
    ends = new FinishReason[count];
    prompts = new int[count];
  }

  int count() {
    return handles.length;
  }

  /** A stream was opened, with so many tokens of prompt. */
  void opened(int choice, StreamHandle handle, int prompt) {
    handles[choice] = handle;
    prompts[choice] = prompt;
    running++;
  }

  int prompt(int choice) {
    return prompts[choice];
  }

  /** The stream's sink heard its end. */
  void ended(int choice, FinishReason reason) {
    ends[choice] = reason;
  }

  /** What the stream's sink heard, until it is settled; null before. */
  @Nullable FinishReason unsettledEnd(int choice) {
    return handles[choice] == null ? null : ends[choice];
  }

  /** Settles a stream that ended: its handle, or null if that does not know of the end yet. */
  @Nullable StreamHandle settle(int choice) {
    StreamHandle handle = handles[choice];
    if (handle == null || !handle.isDone()) {
      return null;
    }
    handles[choice] = null;
    running--;
    return handle;
  }

  /** Streams that are not settled. */
  int running() {
    return running;
  }

  /** Ends streams that are over without a word to their sink; whether there was one. */
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

  /** By the choice's sink, while it hears an event: what follows the event is not used. */
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
