package dev.deltalex.testkit;

import dev.deltalex.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a call came from: that no char of it vanished without a diagnostic, and that no argument is
 * other than what the model wrote.
 *
 * @param opened offset of the header, or of the brace of a call written as JSON
 * @param begun offset of the first char of the arguments
 * @param closed offset of what closed it
 * @param arguments what was put out
 * @param said the diagnostics of the stream so far
 * @param entities whether the values of tags may hold entities
 * @param framed whether a newline on each side of a value in tags is none of it
 */
record CallSource(
    String text,
    int opened,
    int begun,
    int closed,
    String arguments,
    List<Said> said,
    boolean entities,
    boolean framed) {

  /** A diagnostic. */
  record Said(Diagnostic code, int offset) {}

  /** What is lost or changed, in words, or null. */
  @Nullable String lost() {
    return text.charAt(opened) == '{' ? JsonSource.lost(this) : new TaggedSource(this).lost();
  }

  /** Whether something was said about a char from {@code from} to {@code to}, both included. */
  boolean said(int from, int to) {
    return said.stream().anyMatch(said -> said.offset >= from && said.offset <= to);
  }

  boolean said(Diagnostic code, int offset) {
    return said.contains(new Said(code, offset));
  }
}
