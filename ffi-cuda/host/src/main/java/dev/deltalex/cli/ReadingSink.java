package dev.deltalex.cli;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/**
 * Reads every char of every event and computes a checksum, the minimal work of a sink. One per
 * stream.
 */
final class ReadingSink implements DeltaSink {
  private int sum;

  /** The checksum of all chars of text and arguments, in order. */
  int sum() {
    return sum;
  }

  private void read(char[] buffer, int offset, int length) {
    int mixed = sum;
    for (int i = offset; i < offset + length; i++) {
      mixed = 31 * mixed + buffer[i];
    }
    sum = mixed;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    read(buffer, offset, length);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    read(buffer, offset, length);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    read(buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {}

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {}

  @Override
  public void finished(FinishReason reason) {}
}
