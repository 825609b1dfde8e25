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
  private final ResponseStream response;
  private final int choice;
  private final WireRenderer renderer;
  private final ServeMetrics metrics;
  private boolean satisfied;

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
  public void reasoning(char[] buffer, int offset, int length, long source) {
    synchronized (response) {
      if (response.listens()) {
        try {
          renderer.reasoning(buffer, offset, length, source);
        } catch (RuntimeException e) {
          throw failed(e);
        }
        response.rendered();
      }
    }
  }

  @Override
  public void content(char[] buffer, int offset, int length, long source) {
    synchronized (response) {
      if (response.listens()) {
        try {
          renderer.content(buffer, offset, length, source);
        } catch (RuntimeException e) {
          throw failed(e);
        }
        response.rendered();
      }
    }
  }

  @Override
  public void callOpened(int index, int tool, CharSequence id, CharSequence name, long source) {
    synchronized (response) {
      if (response.listens()) {
        try {
          renderer.callOpened(index, tool, id, name, source);
        } catch (RuntimeException e) {
          throw failed(e);
        }
        response.rendered();
      }
    }
  }

  @Override
  public void arguments(int index, char[] buffer, int offset, int length, long source) {
    synchronized (response) {
      if (response.listens()) {
        try {
          renderer.arguments(index, buffer, offset, length, source);
        } catch (RuntimeException e) {
          throw failed(e);
        }
        response.rendered();
      }
    }
  }

  @Override
  public void callClosed(int index, boolean complete, long source) {
    synchronized (response) {
      if (response.listens()) {
        try {
          renderer.callClosed(index, complete, source);
        } catch (RuntimeException e) {
          throw failed(e);
        }
        response.rendered();
        if (renderer.isSatisfied() && !satisfied) {
          satisfied = true;
          response.satisfied(choice);
        }
      }
    }
  }

  @Override
  public void diagnostic(Diagnostic code, long source) {
    metrics.diagnostic(code);
  }

  /** The renderer hears of it on the event loop, when tokens are counted. */
  @Override
  public void finished(FinishReason reason) {
    synchronized (response) {
      response.ended(choice, reason);
    }
  }

  /** The multiplexer ends the stream with what is thrown; this sink hears nothing more. */
  private RuntimeException failed(RuntimeException e) {
    response.failed(choice, e);
    return e;
  }
}
