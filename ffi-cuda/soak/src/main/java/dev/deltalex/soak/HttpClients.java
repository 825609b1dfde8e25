package dev.deltalex.soak;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens connections to a server of this machine. Thread-safe; its callers block. */
final class HttpClients implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  /** A small receive buffer, so that the server soon detects a slow client. */
  private static final int SLOW_WINDOW = 32 << 10;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
  private final HttpConnectOptions server;
  private final HttpClientAgent plain = vertx.createHttpClient(options());
  private final HttpClientAgent abrupt = vertx.createHttpClient(options().setSoLinger(0));
  private final HttpClientAgent slow =
      vertx.createHttpClient(options().setReceiveBufferSize(SLOW_WINDOW));
  private final HttpClientAgent slowAndAbrupt =
      vertx.createHttpClient(options().setReceiveBufferSize(SLOW_WINDOW).setSoLinger(0));

  HttpClients(InetSocketAddress server) {
    this.server =
        new HttpConnectOptions()
            .setHost(server.getAddress().getHostAddress())
            .setPort(server.getPort());
  }

  private static HttpClientOptions options() {
    return new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS);
  }

  /**
   * Opens a connection.
   *
   * @param isSlow whether its receive buffer is small
   * @param isAbrupt whether closing it resets it
   */
  EventConnection open(boolean isSlow, boolean isAbrupt) throws IOException {
    HttpClientAgent client = isSlow ? isAbrupt ? slowAndAbrupt : slow : isAbrupt ? abrupt : plain;
    HttpClientConnection connection;
    try {
      connection = await(client.connect(server), CONNECT_MILLIS);
    } catch (TimeoutException e) {
      throw new IOException("no connection within " + CONNECT_MILLIS + " ms", e);
    }
    return new EventConnection(vertx, connection);
  }

  /** Blocks until the future completes; its failure is thrown as an IOException. */
  static <T> T await(Future<T> future, long millis) throws IOException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(Math.max(1, millis), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw EventConnection.failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      throw EventConnection.interrupted(e);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
