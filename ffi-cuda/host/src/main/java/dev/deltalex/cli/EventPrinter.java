package dev.deltalex.cli;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.host.JsonStrings;
import java.io.PrintWriter;

/**
 * Prints one line per event, in order. The lines are stable, documented in {@code deltalex replay
 * --help}; text is a JSON string.
 */
record EventPrinter(PrintWriter out) implements DeltaSink {
  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    out.println("reasoning " + quoted(buffer, offset, length));
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    out.println("content   " + quoted(buffer, offset, length));
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    out.println("call " + index + " open " + word(name) + " id=" + word(id) + " tool=" + tool);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    out.println("args " + index + " " + quoted(buffer, offset, length));
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    out.println("call " + index + " closed " + (complete ? "complete" : "incomplete"));
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    out.println("diagnostic " + code + " @" + sourceOffset);
  }

  @Override
  public void finished(FinishReason reason) {
    out.println("finished " + reason);
    out.flush();
  }

  private static String quoted(char[] buffer, int offset, int length) {
    return JsonStrings.quote(new String(buffer, offset, length));
  }

  /** A name or id: unchanged if it is a plain word, else quoted. */
  private static String word(CharSequence text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain = c > ' ' && c < 0x7F && c != '"' && c != '\\';
    }
    return plain ? text.toString() : JsonStrings.quote(text);
  }
}
