package dev.deltalex.parse;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.grammar.TextKind;
import org.jspecify.annotations.Nullable;

/**
 * The sink while a generation prompt is read: its text is not part of the response, but a call that
 * the prompt leaves open is.
 */
final class Priming implements DeltaSink {
  private @Nullable String id;
  private String name = "";
  private int tool;
  private long opened;
  private final StringBuilder arguments = new StringBuilder();

  /** Reads the generation prompt; afterwards the stream of {@code p} is in the state at its end. */
  static void read(ParserCore p, CharSequence promptTail) {
    Priming priming = new Priming();
    p.work.out.begin(priming, p.reportedRegion);
    p.feedChars(promptTail);
    p.work.out.flush();
    long length = p.consumed;
    p.consumed = 0;
    if (p.hasValue()) {
      p.value.shift(-length);
    }
    if (p.json != null) {
      p.json.shift(-length);
    }
    if (p.fence != null) {
      p.fence.shift(-length);
    }
    p.seen &= StreamState.REASONING | StreamState.INPUT;
    p.reasoningEnd = -1;
    p.calls = 0;
    if (priming.hasOpenCall()) {
      p.calls = 1;
      if (p.hasValue()) {
        p.value.renumber(0);
      }
      priming.announce(p, length);
    } else if (isBetweenMarkers(p)) {
      // The response begins here, after the whitespace of the template.
      boolean content = p.grammar.state(p.state).kind() == TextKind.CONTENT;
      p.state = content ? p.grammar.startContent() : p.state;
      char[] held = p.held;
      p.before = held == null || p.heldLength == 0 ? p.before : held[p.heldLength - 1];
      p.heldLength = 0;
      p.releaseHeld();
    }
    // The region in which the response begins is not reported.
    p.work.out.begin(p.sink, p.region().ordinal());
  }

  /** Whether the prompt ends in text, not inside a marker (`…<tool_ca`), header or call. */
  private static boolean isBetweenMarkers(ParserCore p) {
    if (p.look >= 0 || p.grammar.state(p.state).kind().region() == Region.CALL) {
      return false;
    }
    char[] held = p.held;
    for (int i = 0; held != null && i < p.heldLength; i++) {
      if (!Window.isWhitespace(held[i])) {
        return false;
      }
    }
    return true;
  }

  /** Reports the call that the prompt left open to the sink of the response, as its first call. */
  private void announce(ParserCore p, long promptLength) {
    String open = id;
    if (open == null) {
      return;
    }
    p.sink.callOpened(0, tool, open, name, opened - promptLength);
    char[] text = arguments.toString().toCharArray();
    if (text.length > 0 && p.mode == HotState.BUSY) {
      p.sink.arguments(0, text, 0, text.length, opened - promptLength);
    }
  }

  /** Whether the prompt left a call open. */
  private boolean hasOpenCall() {
    return id != null;
  }

  @Override
  public void callOpened(
      int index, int toolOrdinal, CharSequence callId, CharSequence toolName, long sourceOffset) {
    id = callId.toString();
    name = toolName.toString();
    tool = toolOrdinal;
    opened = sourceOffset;
    arguments.setLength(0);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    arguments.append(buffer, offset, length);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    id = null;
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    // The prompt's.
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    // The prompt's.
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    // The prompt's.
  }

  @Override
  public void finished(FinishReason reason) {
    throw new IllegalStateException("finished event while priming");
  }
}
