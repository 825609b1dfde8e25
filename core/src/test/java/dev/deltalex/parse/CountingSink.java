package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/** Counts events and chars, and allocates nothing. */
class CountingSink implements DeltaSink {
  long contentEvents;
  long contentChars;
  long reasoningEvents;
  long reasoningChars;
  long argumentEvents;
  long argumentChars;
  int calls;
  int completeCalls;
  long diagnostics;
  long finishes;

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    reasoningEvents++;
    reasoningChars += length;
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    contentEvents++;
    contentChars += length;
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    calls++;
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    argumentEvents++;
    argumentChars += length;
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    completeCalls += complete ? 1 : 0;
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    diagnostics++;
  }

  @Override
  public void finished(FinishReason reason) {
    finishes++;
  }
}
