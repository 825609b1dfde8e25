package dev.deltalex.serve;

import dev.deltalex.serve.Source.Model;
import dev.deltalex.wire.WireError;
import dev.deltalex.wire.WireProtocol;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** HTTP on one event loop: limits, routes, errors. */
final class HttpFront extends VerticleBase {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_LINE_BYTES = 4 << 10;

  /**
   * Send buffer size of a connection, in bytes. The kernel's default is megabytes, which hold
   * entire responses, so that a client that stops reading would not be detected.
   */
  private static final int SEND_BYTES = 64 << 10;

  /** Delay before the connection is closed, so that the client can read the error. */
  private static final long MALFORMED_MILLIS = 200;

  private static final int MAX_INSPECT_BYTES = 64 << 10;

  private static final String JSON = "application/json";
  private static final String HEALTH = "/health";
  private static final String METRICS = "/metrics";

  private static final WireError FULL =
      new WireError(
          503,
          "Too many connections; only " + HEALTH + " and " + METRICS + " are served.",
          null,
          "too_many_connections");

  private final Service service;
  private final AtomicInteger boundPort;
  private final Connections connections;

  /** {@code boundPort} is set to the actual port. */
  HttpFront(Service service, AtomicInteger boundPort) {
    this.service = service;
    this.connections = new Connections(service);
    this.boundPort = boundPort;
  }

  @Override
  public Future<HttpServer> start() {
    int port = service.options().port();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(service.options().host())
            // Vert.x: -1 is a free port that all event loops share.
            .setPort(port == 0 ? -1 : port)
            .setSendBufferSize(SEND_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setHandle100ContinueAutomatically(true)
            .setHttp2ClearTextEnabled(false);
    vertx.setPeriodic(connections.sweepMillis(), id -> connections.sweep());
    return vertx
        .createHttpServer(options)
        .connectionHandler(connections::opened)
        .requestHandler(this::handle)
        .invalidRequestHandler(this::malformed)
        .listen()
        .onSuccess(server -> boundPort.set(server.actualPort()));
  }

  // ---- routes

  private void handle(HttpServerRequest request) {
    if (!connections.began(request)) {
      return;
    }
    AnswerHeaders.put(request);
    String path = String.valueOf(request.path());
    try {
      if (isAdmitted(request, path)) {
        route(request, path);
      }
    } catch (RuntimeException defect) {
      failed(request, protocolOf(path), defect);
    }
  }

  private void route(HttpServerRequest request, String path) {
    switch (path) {
      case "/v1/chat/completions" -> api(request, path, WireProtocol.CHAT_COMPLETIONS);
      case "/v1/messages" -> api(request, path, WireProtocol.MESSAGES);
      case "/v1/messages/count_tokens" -> countTokens(request, path);
      case "/v1/responses" -> api(request, path, WireProtocol.RESPONSES);
      case "/debug/stream" -> inspect(request, path);
      case "/" -> get(request, path, "text/html; charset=utf-8", Page.html());
      case "/v1/models" -> get(request, path, JSON, Pages.models(service));
      case HEALTH -> health(request, path);
      case METRICS ->
          get(
              request,
              path,
              "text/plain; version=0.0.4; charset=utf-8",
              Buffer.buffer(service.metrics().text(service.sources())));
      default -> other(request, path);
    }
  }

  /** Whether a request may be routed; if not, sends the error. */
  private boolean isAdmitted(HttpServerRequest request, String path) {
    WireError invalid = service.guard().check(request);
    if (invalid != null && invalid.status() == 400) {
      // Where the next request begins may be unclear.
      refuseAndClose(request, protocolOf(path), invalid);
      return false;
    }
    if (invalid != null) {
      refuse(request, "foreign", protocolOf(path), invalid);
      return false;
    }
    if (connections.isReserved(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      if (!path.equals(HEALTH) && !path.equals(METRICS)) {
        refuse(request, "full", protocolOf(path), FULL);
        return false;
      }
    }
    boolean needsKey = path.startsWith("/v1/") || path.equals("/debug/stream");
    if (needsKey && !service.keys().admits(request)) {
      request.response().putHeader("WWW-Authenticate", "Bearer");
      refuse(request, "unauthorized", protocolOf(path), ApiKeys.MISSING);
      return false;
    }
    return true;
  }

  /** Called for a request that is not HTTP or exceeds the limits of a head. */
  private void malformed(HttpServerRequest request) {
    if (!connections.began(request)) {
      return;
    }
    AnswerHeaders.put(request);
    Throwable cause = request.decoderResult().cause();
    WireError error =
        cause instanceof TooLongHttpHeaderException
            ? new WireError(
                431,
                "The headers have more than " + MAX_HEADER_BYTES + " bytes.",
                null,
                "headers_too_large")
            : cause instanceof TooLongHttpLineException
                ? new WireError(
                    414,
                    "The request line has more than " + MAX_LINE_BYTES + " bytes.",
                    null,
                    "uri_too_long")
                : new WireError(
                    400, "Bad request; the server accepts HTTP/1.1.", null, "bad_request");
    refuseAndClose(request, WireProtocol.CHAT_COMPLETIONS, error);
  }

  private void refuseAndClose(HttpServerRequest request, WireProtocol protocol, WireError error) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    connections.end(request.connection());
    refuse(request, "malformed", protocol, error);
    // The next bytes may be read as an invalid chunk, which ends the connection at once.
    Connections.flush(request.connection());
    vertx.setTimer(MALFORMED_MILLIS, id -> Connections.cut(request.connection()));
  }

  private void other(HttpServerRequest request, String path) {
    String prefix = "/v1/models/";
    if (path.startsWith(prefix)) {
      String name = decoded(path.substring(prefix.length()));
      if (service.find(name) != null) {
        get(request, "/v1/models/ID", JSON, Pages.model(name));
        return;
      }
    }
    refuse(request, "other", protocolOf(path), new WireError(404, "Not found", null, "not_found"));
  }

  private static String decoded(String part) {
    try {
      // In a path, a plus is not a space.
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static WireProtocol protocolOf(String path) {
    return path.startsWith("/v1/messages") ? WireProtocol.MESSAGES : WireProtocol.CHAT_COMPLETIONS;
  }

  private void get(HttpServerRequest request, String route, String type, Buffer body) {
    if (isOther(request, route, HttpMethod.GET)) {
      return;
    }
    service.metrics().answered(route, 200);
    HttpServerResponse response = request.response().putHeader(HttpHeaders.CONTENT_TYPE, type);
    response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Content-Security-Policy", Page.POLICY)
        .end(body);
  }

  private void health(HttpServerRequest request, String route) {
    if (isOther(request, route, HttpMethod.GET)) {
      return;
    }
    String loss = service.loss();
    int status = loss != null || service.isClosing() ? 503 : 200;
    service.metrics().answered(route, status);
    if (status == 503) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, HttpClientConnection.RETRY_SECONDS);
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
        .end(Pages.health(service, loss));
  }

  /** Whether the method is not allowed; if so, sends the error. */
  private boolean isOther(HttpServerRequest request, String route, HttpMethod method) {
    boolean reads = method.equals(HttpMethod.GET);
    if (request.method().equals(method) || reads && request.method().equals(HttpMethod.HEAD)) {
      return false;
    }
    request.response().putHeader("Allow", reads ? "GET, HEAD" : method.name());
    refuse(
        request,
        route,
        protocolOf(route),
        new WireError(405, "Method not allowed; use " + method.name(), null, "method_not_allowed"));
    return true;
  }

  private void api(HttpServerRequest request, String route, WireProtocol protocol) {
    readBody(
        request,
        route,
        protocol,
        body -> RequestReader.read(protocol, body, service.options(), service::countTokens),
        this::answer);
  }

  private void countTokens(HttpServerRequest request, String route) {
    readBody(
        request,
        route,
        WireProtocol.MESSAGES,
        body -> RequestReader.countTokens(body, service.options(), service::countTokens),
        (tokens, client) -> {
          service.metrics().completed.increment();
          client.answer(Buffer.buffer("{\"input_tokens\":" + tokens + "}\n"));
        });
  }

  /** Reads a body with {@code reader} on a worker thread, and answers on this event loop. */
  private <T> void readBody(
      HttpServerRequest request,
      String route,
      WireProtocol protocol,
      Function<byte[], T> reader,
      BiConsumer<T, HttpClientConnection> answer) {
    if (isOther(request, route, HttpMethod.POST)) {
      return;
    }
    ServeMetrics metrics = service.metrics();
    metrics.requests.increment();
    HttpClientConnection client =
        new HttpClientConnection(request, protocol, status -> metrics.answered(route, status));
    if (service.isClosing()) {
      refuseApi(client, new RequestException(Failures.CLOSING));
      return;
    }
    if (!SiteGuard.isJson(request)) {
      refuseApi(client, new RequestException(SiteGuard.NOT_JSON));
      return;
    }
    RequestBody.read(
        vertx,
        request,
        service.bodies(),
        service.options().maxBodyBytes(),
        new RequestBody.Receiver(
            body ->
                vertx
                    .executeBlocking(() -> reader.apply(body), false)
                    .andThen(read -> service.bodies().give(body.length))
                    .onSuccess(read -> answer.accept(read, client))
                    .onFailure(thrown -> refuseApi(client, thrown)),
            problem -> refuseApi(client, problem),
            metrics.early::increment));
  }

  private void answer(ApiRequest request, HttpClientConnection client) {
    if (client.isGone()) {
      service.metrics().early.increment();
      return;
    }
    try {
      if (!request.skippedTools().isEmpty()) {
        service.skippedTools().log(request.skippedTools());
        client.header(SkippedTools.HEADER, SkippedTools.header(request.skippedTools()));
      }
      Model model = service.model(request.model());
      if (!service.bodies().take(request.keptBytes())) {
        throw BodyBudget.full();
      }
      // From here on the response releases the budget.
      new ResponseStream(service, request, context, client).open(model);
    } catch (RuntimeException e) {
      refuseApi(client, e);
    }
  }

  private void refuseApi(HttpClientConnection client, Throwable thrown) {
    ServeMetrics metrics = service.metrics();
    (client.isGone() ? metrics.early : metrics.completed).increment();
    refuse(client, thrown);
  }

  private void refuse(HttpClientConnection client, Throwable thrown) {
    if (thrown instanceof RequestException problem) {
      client.refuse(problem.error());
    } else {
      LOG.log(System.Logger.Level.ERROR, client.requestId() + " failed", thrown);
      client.refuse(Failures.DEFECT);
    }
  }

  private void refuse(
      HttpServerRequest request, String route, WireProtocol protocol, WireError error) {
    service.metrics().answered(route, error.status());
    HttpClientConnection.refuse(request.response(), protocol, error);
  }

  /** The path is arbitrary, so it is not a label of metrics. */
  private void failed(HttpServerRequest request, WireProtocol protocol, Throwable defect) {
    LOG.log(System.Logger.Level.ERROR, AnswerHeaders.requestId(request) + " failed", defect);
    if (!request.response().headWritten()) {
      refuse(request, "other", protocol, Failures.DEFECT);
    }
  }

  private void inspect(HttpServerRequest request, String route) {
    if (isOther(request, route, HttpMethod.POST)) {
      return;
    }
    HttpClientConnection client =
        new HttpClientConnection(
            request,
            WireProtocol.CHAT_COMPLETIONS,
            status -> service.metrics().answered(route, status));
    if (service.isClosing()) {
      client.refuse(Failures.CLOSING);
      return;
    }
    if (!SiteGuard.isJson(request)) {
      client.refuse(SiteGuard.NOT_JSON);
      return;
    }
    RequestBody.read(
        vertx,
        request,
        service.bodies(),
        MAX_INSPECT_BYTES,
        new RequestBody.Receiver(
            body -> {
              service.bodies().give(body.length);
              try {
                service.inspector().start(InspectRequest.read(body, service), context, client);
              } catch (RuntimeException | OutOfMemoryError e) {
                refuse(client, e);
              }
            },
            problem -> refuse(client, problem),
            () -> {}));
  }

  /** The server is closed with its Vert.x instance. */
  @Override
  public @Nullable Future<?> stop() {
    return Future.succeededFuture();
  }
}
