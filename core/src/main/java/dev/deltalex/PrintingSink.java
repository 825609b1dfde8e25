package dev.deltalex;

import java.io.PrintStream;
import java.util.Objects;

/** Prints each event of a stream as a line. For experiments. */
public final class PrintingSink implements DeltaSink {
  private final PrintStream out;

  /** Creates a sink that prints to {@code out}, which it does not close. */
  public PrintingSink(PrintStream out) {
    this.out = Objects.requireNonNull(out, "out");
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    out.println("reasoning  " + new String(buffer, offset, length));
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    out.println("content    " + new String(buffer, offset, length));
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    out.println("call " + index + "     " + name);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    out.println("arguments  " + new String(buffer, offset, length));
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    out.println("call " + index + "     " + (complete ? "complete" : "cut"));
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    out.println("diagnostic " + code + " at " + sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    out.println("finished   " + reason);
  }
}
