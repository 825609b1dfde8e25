package dev.deltalex.serve;

import dev.deltalex.wire.WireBuffer;
import dev.deltalex.wire.WireError;
import dev.deltalex.wire.WireProtocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** The client of an HTTP request. */
final class HttpClientConnection implements ClientConnection {
  /** When a client may try again after 429 or 503; most streams end within seconds. */
  static final String RETRY_SECONDS = "1";

  private static final String EVENTS = "text/event-stream; charset=utf-8";

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final WireProtocol protocol;
  private final Consumer<Integer> answered;
  private final long requestedAt = System.nanoTime();

  /** Whether the body ends with the connection, without a length or chunks. */
  private boolean endsConnection;

  /** {@code answered} receives the status. */
  HttpClientConnection(
      HttpServerRequest request, WireProtocol protocol, Consumer<Integer> answered) {
    this.request = request;
    this.response = request.response();
    this.protocol = protocol;
    this.answered = answered;
    // An error here is a disconnected client, for which the close handler is called.
    response.exceptionHandler(thrown -> {});
  }

  boolean isGone() {
    return response.closed();
  }

  /** Sets a header of the response, before its head is sent. */
  void header(String name, String value) {
    response.putHeader(name, value);
  }

  @Override
  public long requestedAt() {
    return requestedAt;
  }

  @Override
  public String requestId() {
    return AnswerHeaders.requestId(request);
  }

  @Override
  public void onLeave(Runnable task) {
    response.closeHandler(closed -> task.run());
  }

  @Override
  public void onDrained(Runnable task) {
    response.drainHandler(drained -> task.run());
  }

  @Override
  public boolean isFull() {
    return response.closed() || response.writeQueueFull();
  }

  @Override
  public void begin(int length) {
    answered.accept(200);
    if (length >= 0) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, EVENTS)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
          // Otherwise a buffering proxy would delay events.
          .putHeader("X-Accel-Buffering", "no")
          .setChunked(true);
      // HTTP/1.0 has no chunked encoding.
      endsConnection = !response.isChunked();
    }
  }

  /** Sends JSON as the whole response. */
  void answer(Buffer json) {
    begin(json.length());
    response.end(json);
  }

  @Override
  public void write(Buffer bytes, Consumer<Boolean> taken) {
    response.write(bytes).onComplete(result -> taken.accept(result.succeeded()));
  }

  @Override
  public void end() {
    var ended = response.end();
    if (endsConnection) {
      ended.onComplete(sent -> request.connection().close());
    }
  }

  @Override
  public void refuse(WireError error) {
    if (response.closed() || response.headWritten()) {
      return;
    }
    answered.accept(error.status());
    refuse(response, protocol, error);
  }

  /** Sends an error as a whole response. */
  static void refuse(HttpServerResponse response, WireProtocol protocol, WireError error) {
    if (error.status() == 429 || error.status() == 503) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    response
        .setStatusCode(error.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body(protocol, error));
  }

  @Override
  public void abort() {
    Connections.cut(request.connection());
  }

  private static Buffer body(WireProtocol protocol, WireError error) {
    WireBuffer out = new WireBuffer(WireBuffer.MIN_LIMIT);
    WireError told = error;
    if (protocol == WireProtocol.MESSAGES) {
      // It has no member for the field, which is in the message.
      told = new WireError(error.status(), error.message(), null, error.code());
    }
    protocol.writeError(told, out);
    return Buffer.buffer(out.toByteArray());
  }
}
