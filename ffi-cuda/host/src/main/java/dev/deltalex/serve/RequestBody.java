package dev.deltalex.serve;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Collects the body of a request, limited in bytes and time. A longer body is read on for a moment,
 * so that the client can read the error, before the connection is closed. For the event loop only.
 */
final class RequestBody {
  private static final long BODY_MILLIS = 30_000;
  private static final long REST_MILLIS = 1_000;

  /**
   * Receives what became of a body.
   *
   * @param whole receives the body, and releases its length to the budget
   * @param refused receives the error of a body that is not read on
   * @param disconnected called if the client has disconnected
   */
  record Receiver(
      Consumer<byte[]> whole, Consumer<RequestException> refused, Runnable disconnected) {}

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final BodyBudget budget;
  private final int limit;
  private final Receiver receiver;
  private Buffer body = Buffer.buffer();
  private final long timer;
  private boolean over;

  private RequestBody(
      Vertx vertx, HttpServerRequest request, BodyBudget budget, int limit, Receiver receiver) {
    this.vertx = vertx;
    this.request = request;
    this.budget = budget;
    this.limit = limit;
    this.receiver = receiver;
    this.timer = vertx.setTimer(BODY_MILLIS, id -> late());
  }

  /** Reads the body and calls one of the functions of {@code receiver}. */
  static void read(
      Vertx vertx, HttpServerRequest request, BodyBudget budget, int limit, Receiver receiver) {
    RequestBody body = new RequestBody(vertx, request, budget, limit, receiver);
    request.exceptionHandler(body::cut);
    request.handler(body::take);
    request.endHandler(end -> body.end());
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && (length.length() > 10 || Long.parseLong(length) > limit)) {
      body.tooLong();
    }
  }

  private void take(Buffer part) {
    if (over) {
      return;
    }
    if (body.length() + part.length() > limit) {
      tooLong();
    } else if (!budget.take(part.length())) {
      refuse(BodyBudget.full());
    } else {
      body.appendBuffer(part);
    }
  }

  private void end() {
    if (!over) {
      receiver.whole().accept(stop().getBytes());
    }
  }

  private void giveUp() {
    budget.give(stop().length());
  }

  private void cut(Throwable thrown) {
    if (over) {
      return;
    }
    if (Connections.isMalformed(request.connection(), thrown)) {
      refuse(RequestException.of(400, "Bad request: the body has an invalid chunk.", "bad_chunk"));
      Connections.flush(request.connection());
    } else {
      giveUp();
      receiver.disconnected().run();
    }
  }

  /**
   * Returns the received bytes and drops the reference: this object lives as long as the request.
   */
  private Buffer stop() {
    over = true;
    vertx.cancelTimer(timer);
    Buffer came = body;
    body = Buffer.buffer();
    return came;
  }

  private void tooLong() {
    refuse(
        RequestException.of(
            413, "the body has more than " + limit + " bytes", "request_too_large"));
  }

  private void late() {
    refuse(
        RequestException.of(
            408, "the body was not received within " + BODY_MILLIS / 1_000 + " s", "timeout"));
  }

  private void refuse(RequestException problem) {
    giveUp();
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    receiver.refused().accept(problem);
    vertx.setTimer(REST_MILLIS, id -> Connections.cut(request.connection()));
  }
}
