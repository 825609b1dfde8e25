package dev.deltalex.bench.compare;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/** A hash of all events that does not depend on how text is cut into spans. */
final class DigestSink implements DeltaSink {
  private static final long FACTOR = 0x100_0000_01B3L;

  private long hash = 1;
  private int kind;

  long digest() {
    return hash;
  }

  private void mix(long value) {
    hash = (hash ^ value) * FACTOR;
  }

  private void text(int newKind, char[] buffer, int offset, int length) {
    if (kind != newKind) {
      kind = newKind;
      mix(-newKind);
    }
    for (int i = offset; i < offset + length; i++) {
      mix(buffer[i]);
    }
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    text(1, buffer, offset, length);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    text(2, buffer, offset, length);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    text(3, name.toString().toCharArray(), 0, name.length());
    mix(sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    text(4, buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    text(5, new char[0], 0, 0);
    mix(complete ? sourceOffset : -sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    text(6, code.name().toCharArray(), 0, code.name().length());
    mix(sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    text(7, reason.name().toCharArray(), 0, reason.name().length());
  }
}
