package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.FinishReason;
import java.util.ArrayList;
import java.util.List;

/** Keeps the arguments of each call, and the content. */
final class CallsSink implements DeltaSink {
  private final List<StringBuilder> calls = new ArrayList<>();
  private final StringBuilder content = new StringBuilder();

  List<String> calls() {
    return calls.stream().map(StringBuilder::toString).toList();
  }

  String content() {
    return content.toString();
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    content.append(buffer, offset, length);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    calls.add(new StringBuilder());
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    calls.get(index).append(buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {}

  @Override
  public void finished(FinishReason reason) {}
}
