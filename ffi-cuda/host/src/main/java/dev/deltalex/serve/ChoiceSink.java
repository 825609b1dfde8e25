package dev.deltalex.serve;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.StreamControl;
import dev.deltalex.mux.ParkingSink;
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
  private final ChoiceMetrics metrics;

  /**
   * A call of the renderer. The arguments are passed through instead of captured, so that the
   * lambda is a constant and a delta allocates nothing.
   */
  @FunctionalInterface
  private interface Event {
    void tell(
        WireRenderer renderer, int index, char[] buffer, int offset, int length, long sourceOffset);
  }

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
    this.metrics = new ChoiceMetrics(metrics, requestedAt);
  }

  @Override
  public void opened(StreamControl control) {
    metrics.opened();
  }

  @Override
  public boolean ready() {
    // Called before the bursts of a poll are read.
    metrics.burstsFollow();
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
    metrics.callOpened(tool);
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
    metrics.callClosed(complete);
    render(
        (to, i, b, o, n, at) -> to.callClosed(i, complete, at), index, NO_TEXT, 0, 0, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    metrics.diagnostic(code);
  }

  /** The end is rendered on the event loop, since the token counts are final only then. */
  @Override
  public void finished(FinishReason reason) {
    synchronized (response) {
      response.ended(choice, reason);
    }
  }

  private void render(
      Event event, int index, char[] buffer, int offset, int length, long sourceOffset) {
    metrics.event();
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
