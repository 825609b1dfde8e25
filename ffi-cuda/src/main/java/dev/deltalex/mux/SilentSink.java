package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/**
 * Stands in for a stream's sink once the stream is over, so that pooled parsers hold on to none.
 */
final class SilentSink implements DeltaSink {
  static final SilentSink INSTANCE = new SilentSink();

  private SilentSink() {}

  @Override
  public void reasoning(char[] buffer, int offset, int length, long source) {}

  @Override
  public void content(char[] buffer, int offset, int length, long source) {}

  @Override
  public void callOpened(int index, int tool, CharSequence id, CharSequence name, long source) {}

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long source) {}

  @Override
  public void callClosed(int index, boolean complete, long source) {}

  @Override
  public void diagnostic(Diagnostic code, long source) {}

  @Override
  public void finished(FinishReason reason) {}
}
