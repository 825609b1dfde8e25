package dev.deltalex.serve;

import dev.deltalex.FinishReason;
import dev.deltalex.Region;
import dev.deltalex.mux.StreamEnd;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.serve.ServeMetrics.FinishedReason;
import dev.deltalex.wire.WireError;
import dev.deltalex.wire.WireRenderer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Renders and counts the end of a stream whose handle has its cause and its token counts. */
final class StreamEnds {
  private StreamEnds() {}

  /**
   * Renders a regular end.
   *
   * @param reported the reason that the stream's sink received
   * @return the error that ends the response after an irregular end, or null
   */
  static @Nullable WireError render(
      WireRenderer renderer, ApiRequest request, StreamHandle handle, FinishReason reported) {
    renderer.usage(
        request.promptTokens(), 0, (int) handle.tokens(), (int) handle.tokens(Region.REASONING));
    StreamEnd cause = Objects.requireNonNull(handle.cause());
    switch (cause) {
      case MODEL, LENGTH -> renderer.finished(reported);
      case STOP_STRING -> {
        renderer.stopString(request.stops().text(handle.stopString()));
        renderer.finished(reported);
      }
      case CANCELLED ->
          // Cancelled by the server after the only allowed call.
          renderer.finished(FinishReason.STOP);
      default -> {
        return Failures.ofEnd(cause);
      }
    }
    return null;
  }

  /** Counts the tokens of a stream, and a regular end. */
  static void count(ServeMetrics metrics, StreamHandle handle) {
    metrics.generatedTokens.add(handle.tokens());
    switch (Objects.requireNonNull(handle.cause())) {
      case MODEL, STOP_STRING, CANCELLED -> metrics.finished(FinishedReason.STOP, 1);
      case LENGTH -> metrics.finished(FinishedReason.LENGTH, 1);
      default -> {
        // Counted as an error by the multiplexer.
      }
    }
  }
}
