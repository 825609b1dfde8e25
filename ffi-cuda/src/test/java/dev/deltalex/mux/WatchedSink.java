package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/** Passes events on after a hook. */
class WatchedSink implements DeltaSink {
  private final DeltaSink next;

  WatchedSink(DeltaSink next) {
    this.next = next;
  }

  /** Comes before every event. */
  void event() {}

  @Override
  public void reasoning(char[] buffer, int offset, int length, long source) {
    event();
    next.reasoning(buffer, offset, length, source);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long source) {
    event();
    next.content(buffer, offset, length, source);
  }

  @Override
  public void callOpened(int index, int tool, CharSequence id, CharSequence name, long source) {
    event();
    next.callOpened(index, tool, id, name, source);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long source) {
    event();
    next.arguments(index, buffer, offset, length, source);
  }

  @Override
  public void callClosed(int index, boolean complete, long source) {
    event();
    next.callClosed(index, complete, source);
  }

  @Override
  public void diagnostic(Diagnostic code, long source) {
    event();
    next.diagnostic(code, source);
  }

  @Override
  public void finished(FinishReason reason) {
    event();
    next.finished(reason);
  }
}
