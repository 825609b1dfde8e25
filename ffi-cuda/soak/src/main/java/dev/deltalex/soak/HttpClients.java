package dev.deltalex.soak;

import dev.deltalex.soak.EventConnection.LeftException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;

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
    try {
      return new EventConnection(vertx, await(client.connect(server)));
    } catch (LeftException e) {
      throw new IllegalStateException("a connection without a client", e);
    }
  }

  /** Blocks until the future completes; a failure of another kind is thrown as an IOException. */
  static <T> T await(Future<T> future) throws IOException, LeftException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case LeftException left -> throw left;
        case null, default -> throw new IOException(String.valueOf(e.getMessage()), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
