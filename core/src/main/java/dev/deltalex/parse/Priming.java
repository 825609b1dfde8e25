package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * Listens while the tail of a prompt is read: nothing of it is the response's, but a call that the
 * prompt leaves open is.
 */
final class Priming implements DeltaSink {
  private @Nullable String id;
  private String name = "";
  private int tool;
  private long opened;
  private final StringBuilder arguments = new StringBuilder();

  /** Tells the sink of the response about the call that the prompt left open, as its first. */
  void announce(DeltaSink sink, long promptLength) {
    String open = id;
    if (open == null) {
      return;
    }
    sink.callOpened(0, tool, open, name, opened - promptLength);
    char[] text = arguments.toString().toCharArray();
    sink.arguments(0, text, 0, text.length, opened - promptLength);
  }

  /** Whether the prompt left a call open. */
  boolean hasOpenCall() {
    return id != null;
  }

  @Override
  public void callOpened(
      int index, int toolOrdinal, CharSequence callId, CharSequence toolName, long source) {
    id = callId.toString();
    name = toolName.toString();
    tool = toolOrdinal;
    opened = source;
    arguments.setLength(0);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long source) {
    arguments.append(buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long source) {
    id = null;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long source) {
    // The prompt's.
  }

  @Override
  public void content(char[] buffer, int offset, int length, long source) {
    // The prompt's.
  }

  @Override
  public void diagnostic(Diagnostic code, long source) {
    // The prompt's.
  }

  @Override
  public void finished(FinishReason reason) {
    throw new IllegalStateException("a prompt does not finish");
  }
}
