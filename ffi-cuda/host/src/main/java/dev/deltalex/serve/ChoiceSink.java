package dev.deltalex.serve;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.mux.ParkingSink;
import dev.deltalex.wire.WireRenderer;

/**
 * Renders the events of one choice of a response. Called on the shard's thread; several choices of
 * a response may be on several shards, so each event is rendered under the response's lock.
 */
final class ChoiceSink implements ParkingSink {
  private static final char[] NO_TEXT = {};

  private final ResponseStream response;
  private final int choice;
  private final WireRenderer renderer;
  private final ServeMetrics metrics;

  /**
   * What the renderer is told. It gets all that an event of text says, so that it need not capture
   * it: a delta leaves nothing behind.
   */
  @FunctionalInterface
  private interface Event {
    void tell(
        WireRenderer renderer, int index, char[] buffer, int offset, int length, long sourceOffset);
  }

  ChoiceSink(ResponseStream response, int choice, WireRenderer renderer, ServeMetrics metrics) {
    this.response = response;
    this.choice = choice;
    this.renderer = renderer;
    this.metrics = metrics;
  }

  @Override
  public boolean ready() {
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
    render(
        (to, i, b, o, n, at) -> to.callClosed(i, complete, at), index, NO_TEXT, 0, 0, sourceOffset);
  }

  @Override
  public void diagnostic(Diagnostic code, long sourceOffset) {
    metrics.diagnostic(code);
  }

  /** The renderer hears of it on the event loop, when tokens are counted. */
  @Override
  public void finished(FinishReason reason) {
    synchronized (response) {
      response.ended(choice, reason);
    }
  }

  private void render(
      Event event, int index, char[] buffer, int offset, int length, long sourceOffset) {
    synchronized (response) {
      if (!response.listens()) {
        return;
      }
      try {
        event.tell(renderer, index, buffer, offset, length, sourceOffset);
      } catch (RuntimeException e) {
        // The multiplexer ends the stream with this; the sink hears nothing more.
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
