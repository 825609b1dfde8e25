package dev.deltalex.serve;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.StreamControl;
import dev.deltalex.mux.ParkingSink;
import dev.deltalex.serve.ServeMetrics.CallOutcome;
import dev.deltalex.wire.WireRenderer;

/**
 * Renders the events of one choice of a response. Called on a shard's thread. The choices of a
 * response may be on different shards, so each event is rendered with the response's lock held.
 */
final class ChoiceSink implements ParkingSink {
  private static final char[] NO_TEXT = {};

  private final ResponseStream response;
  private final int choice;
  private final WireRenderer renderer;
  private final ServeMetrics metrics;

  /**
   * A call of the renderer. The arguments are passed through instead of captured, so that the
   * lambda is a constant and a delta allocates nothing.
   */
  @FunctionalInterface
  private interface Event {
    void tell(
        WireRenderer renderer, int index, char[] buffer, int offset, int length, long sourceOffset);
  }

  // For metrics; accessed by the shard's thread only.
  private final long requestedAt;
  private final long queuedAt = System.nanoTime();

  /** When the first event of the last burst was rendered; 0 before the first one. */
  private long lastBurstAt;

  private boolean isNewBurst = true;
  private boolean inCall;
  private boolean unknownTool;
  private boolean repaired;

  /** {@code requestedAt} is when the request's head was read, of {@code System.nanoTime}. */
  ChoiceSink(
      ResponseStream response,
      int choice,
      WireRenderer renderer,
      ServeMetrics metrics,
      long requestedAt) {
    this.response = response;
    this.choice = choice;
    this.renderer = renderer;
    this.metrics = metrics;
    this.requestedAt = requestedAt;
  }

  @Override
  public void opened(StreamControl control) {
    metrics.queueTime.record(System.nanoTime() - queuedAt);
  }

  @Override
  public boolean ready() {
    // Called before the bursts of a poll are read.
    isNewBurst = true;
    return response.takesMore();
  }

  @Override
  public long pendingBytes() {
    return response.pendingBytes();
  }

  @Override
  public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
    render(
        (to, none, b, o, n, at) -> to.reasoning(b, o, n, at),
        0,
        buffer,
        offset,
        length,
        sourceOffset);
  }

  @Override
  public void content(char[] buffer, int offset, int length, long sourceOffset) {
    render(
        (to, none, b, o, n, at) -> to.content(b, o, n, at),
        0,
        buffer,
        offset,
        length,
        sourceOffset);
  }

  @Override
  public void callOpened(
      int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
    inCall = true;
    unknownTool = tool < 0;
    repaired = false;
    render(
        (to, i, b, o, n, at) -> to.callOpened(i, tool, id, name, at),
        index,
        NO_TEXT,
        0,
        0,
        sourceOffset);
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
    render(
        (to, i, b, o, n, at) -> to.arguments(i, b, o, n, at),
        index,
        buffer,
        offset,
        length,
        sourceOffset);
  }

  @Override
  public void callClosed(int index, boolean complete, long sourceOffset) {
    inCall = false;
    metrics.call(
        !complete
            ? CallOutcome.INCOMPLETE
            : unknownTool
                ? CallOutcome.UNKNOWN_TOOL
                : repaired ? CallOutcome.REPAIRED : CallOutcome.COMPLETE);
    render(
        (to, i, b, o, n, at) -> to.callClosed(i, complete, at), index, NO_TEXT, 0, 0, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    repaired |= inCall && code != Diagnostic.UNDECLARED_TOOL;
    metrics.diagnostic(code);
  }

  /** The end is rendered on the event loop, since the token counts are final only then. */
  @Override
  public void finished(FinishReason reason) {
    synchronized (response) {
      response.ended(choice, reason);
    }
  }

  /** Records the time of a burst at its first event. */
  private void time() {
    isNewBurst = false;
    long now = System.nanoTime();
    if (lastBurstAt == 0) {
      metrics.timeToFirstToken.record(now - requestedAt);
    } else {
      metrics.betweenTokens.record(now - lastBurstAt);
    }
    lastBurstAt = now;
  }

  private void render(
      Event event, int index, char[] buffer, int offset, int length, long sourceOffset) {
    if (isNewBurst) {
      time();
    }
    synchronized (response) {
      if (!response.acceptsEvents()) {
        return;
      }
      try {
        event.tell(renderer, index, buffer, offset, length, sourceOffset);
      } catch (RuntimeException e) {
        // The multiplexer ends the stream because of this exception; the sink is not called again.
        response.failed(choice, e);
        throw e;
      }
      response.rendered();
      if (renderer.isSatisfied()) {
        response.satisfied(choice);
      }
    }
  }
}
