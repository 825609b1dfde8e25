package dev.deltalex.testkit;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;

/** Writes the log of a {@link LifeStream}, and lets a subclass do something in a callback. */
abstract class LifeSink implements DeltaSink {
  /** The stream whose parser calls now: another one after a restore. */
  LifeStream stream;

  LifeSink(LifeStream stream) {
    this.stream = stream;
  }

  /**
   * An event was written.
   *
   * @param last whether it is {@code finished}
   */
  abstract void told(boolean last);

  private void event() {
    stream.events++;
    told(false);
  }

  private void check(boolean holds, String rule) {
    if (!holds && stream.violation.isEmpty()) {
      stream.violation = rule + ", event " + stream.events;
    }
  }

  private void text(char[] buffer, int offset, int length, long sourceOffset) {
    check(sourceOffset >= 0, "text of a prompt");
    check(length > 0, "an empty span");
    boolean own = stream.response.indexOf(LifeTexts.OF_A_PROMPT) >= 0;
    for (int i = offset; i < offset + length && !own; i++) {
      check(buffer[i] != LifeTexts.OF_A_PROMPT, "a char of a prompt");
    }
  }

  @Override
  public final void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    text(buffer, offset, length, sourceOffset);
    stream.log.reasoning(buffer, offset, length, sourceOffset);
    event();
  }

  @Override
  public final void content(char[] buffer, int offset, int length, long sourceOffset) {
    text(buffer, offset, length, sourceOffset);
    stream.log.content(buffer, offset, length, sourceOffset);
    event();
  }

  @Override
  public final void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    stream.log.callOpened(index, tool, id, name, sourceOffset);
    event();
  }

  @Override
  public final void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    stream.log.arguments(index, buffer, offset, length, sourceOffset);
    event();
  }

  @Override
  public final void callClosed(int index, boolean complete, long sourceOffset) {
    stream.log.callClosed(index, complete, sourceOffset);
    event();
  }

  @Override
  public final void diagnostic(Diagnostic code, long sourceOffset) {
    stream.log.diagnostic(code, sourceOffset);
    event();
  }

  @Override
  public final void finished(FinishReason reason) {
    if (reason == FinishReason.CANCELLED) {
      stream.cancelsTold++;
    } else {
      stream.events++;
      stream.log.finished(reason);
    }
    told(true);
  }
}
