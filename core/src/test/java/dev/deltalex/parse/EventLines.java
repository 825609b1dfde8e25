package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Region;

/** Every event as a line, as it came: spans are not joined. */
final class EventLines implements DeltaSink {
  private final StringBuilder lines = new StringBuilder();

  private void line(String what, long at) {
    lines.append(what).append(" @").append(at).append('\n');
  }

  /** The lines so far. */
  @Override
  public String toString() {
    return lines.toString();
  }

  @Override
  public void region(Region region, long sourceOffset) {
    line("region " + region, sourceOffset);
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    line("reasoning " + new String(buffer, offset, length), sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    line("content " + new String(buffer, offset, length), sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    line("call " + index + " of " + tool + " " + id + " " + name, sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    line("arguments " + index + " " + new String(buffer, offset, length), sourceOffset);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    line("closed " + index + " " + complete, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    line("diagnostic " + code, sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    line("finished " + reason, 0);
  }
}
