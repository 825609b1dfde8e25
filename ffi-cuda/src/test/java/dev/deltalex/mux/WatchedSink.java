package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/** Calls a hook before each event and forwards the event to another sink. */
class WatchedSink implements DeltaSink {
  private final DeltaSink next;

  WatchedSink(DeltaSink next) {
    this.next = next;
  }

  /** Called before every event. */
  void event() {}

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    event();
    next.reasoning(buffer, offset, length, sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    event();
    next.content(buffer, offset, length, sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    event();
    next.callOpened(index, tool, id, name, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    event();
    next.arguments(index, buffer, offset, length, sourceOffset);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    event();
    next.callClosed(index, complete, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    event();
    next.diagnostic(code, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    event();
    next.finished(reason);
  }
}
