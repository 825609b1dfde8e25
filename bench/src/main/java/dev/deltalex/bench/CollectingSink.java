package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told, for the check in front of a measurement. */
final class CollectingSink implements DeltaSink {
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder json = new StringBuilder();
  private String name = "";
  private int diagnostics;
  private @Nullable FinishReason outcome;

  /** The arguments of all calls, one behind the other. */
  String json() {
    return json.toString();
  }

  String content() {
    return content.toString();
  }

  /** The name of the last call. */
  String name() {
    return name;
  }

  int diagnostics() {
    return diagnostics;
  }

  @Nullable FinishReason outcome() {
    return outcome;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    content.append(buffer, offset, length);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence called, long sourceOffset) {
    name = called.toString();
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    json.append(buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {}

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    diagnostics++;
  }

  @Override
  public void finished(FinishReason reason) {
    outcome = reason;
  }
}
