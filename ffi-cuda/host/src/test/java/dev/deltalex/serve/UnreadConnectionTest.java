package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The connection of a client that never reads is closed although its socket is open. */
class UnreadConnectionTest {
  private static final String LONG =
      "{\"id\":\"long\",\"cuts\":\"chars:64\",\"text\":\""
          + "0123456789abcdef".repeat(60_000)
          + "\"}";

  /** Longer than every timeout of the tests. */
  private static final int NEVER = 600_000;

  private static final int RECEIVE_BYTES = 2_048;
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static void awaitNoConnection(DeltalexServer server) {
    Served.await("the connection is closed", () -> server.stats().connections() == 0);
  }

  /**
   * {@link Connections} needs the channel of a connection, to close it at once and to see whether
   * it is read, and Vert.x has it in a class that is not public interface. With a version that
   * changes this, connections of clients that do not read would stay open.
   */
  @Test
  void theChannelOfAConnectionIsReachable() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      CompletableFuture<HttpConnection> opened = new CompletableFuture<>();
      var server =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setHost("127.0.0.1")
                      .setPort(0)
                      .setHttp2ClearTextEnabled(false))
              .connectionHandler(opened::complete)
              .requestHandler(request -> {})
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      try (Socket client = new Socket("127.0.0.1", server.actualPort())) {
        HttpConnection connection = opened.get(30, TimeUnit.SECONDS);
        assertInstanceOf(ConnectionBase.class, connection);
        assertTrue(Connections.isMalformed(connection, new NumberFormatException()));
        assertFalse(Connections.isMalformed(connection, new IOException()));
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
          connection.closeHandler(closed::complete);
          Connections.cut(connection);
        });
        closed.get(30, TimeUnit.SECONDS);
        assertEquals(-1, client.getInputStream().read());
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void aResponseThatIsDroppedTakesItsConnectionAlong() throws IOException {
    ServeOptions options =
        Served.script(LONG).withParkMillis(300).withParkBytes(8_192).withHeartbeatMillis(NEVER);
    try (DeltalexServer server = DeltalexServer.start(options);
        RawClient client = new RawClient(server, RECEIVE_BYTES)) {
      client.send("POST", Served.CHAT, Served.chat("long", "\"stream\":true"));
      client.line();
      Served.await("it is dropped", () -> server.stats().slowReaders() == 1);
      awaitNoConnection(server);
      Served.awaitNoTrace(server);
      assertEquals(0, server.stats().disconnects());
    }
  }

  @Test
  void aClientThatOnlyAsksIsClosed() throws IOException {
    ServeOptions options = Served.script(LONG).withHeartbeatMillis(100);
    try (DeltalexServer server = DeltalexServer.start(options);
        RawClient client = new RawClient(server, RECEIVE_BYTES)) {
      client.raw(GET.repeat(300));
      client.line();
      awaitNoConnection(server);
    }
  }

  /** A request behind the first one has no response yet, to which an error could be told. */
  @Test
  void aResetBehindPipelinedRequestsLogsOneLine() throws IOException {
    ServeOptions options = Served.script(LONG).withParkMillis(NEVER).withHeartbeatMillis(NEVER);
    try (DeltalexServer server = DeltalexServer.start(options);
        Served.Log log = new Served.Log();
        RawClient client = new RawClient(server, RECEIVE_BYTES)) {
      client.send("POST", Served.CHAT, Served.chat("long", "\"stream\":true"));
      client.raw(GET);
      client.lineWith("0123456789");
      client.reset();
      Served.awaitNoTrace(server);
      awaitNoConnection(server);
      assertEquals(1, log.lines().size(), log.lines()::toString);
      assertTrue(log.lines().getFirst().contains("the client disconnected"), log.lines()::toString);
    }
  }

  /** Some of these are rejected only after unread bytes, others are handled only after them. */
  @Test
  void aBodyThatIsRefusedBehindUnreadAnswersIsCut() throws IOException {
    int most = 12;
    List<RawClient> clients = new ArrayList<>();
    ServeOptions options = Served.script(LONG).withHeartbeatMillis(NEVER).withMaxBodyBytes(1_024);
    try (DeltalexServer server = DeltalexServer.start(options)) {
      for (int i = 1; i <= most; i++) {
        RawClient client = new RawClient(server, RECEIVE_BYTES);
        client.raw(
            GET.repeat(i)
                + "POST /v1/responses HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n{");
        client.line();
        clients.add(client);
      }
      Served.await(
          "those that were refused are closed",
          () -> {
            ServeStats stats = server.stats();
            return stats.requests() > 0 && stats.connections() == most - stats.requests();
          });
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aPageThatDoesNotReadIsClosed() throws IOException {
    ServeOptions options = Served.script(LONG).withParkMillis(300).withHeartbeatMillis(NEVER);
    try (DeltalexServer server = DeltalexServer.start(options);
        Served.Log log = new Served.Log();
        RawClient client = new RawClient(server, RECEIVE_BYTES)) {
      client.send("POST", "/debug/stream", "{\"model\":\"script:long\"}");
      client.lineWith("\"type\":\"burst\"");
      awaitNoConnection(server);
      assertEquals(1, log.lines().size(), log.lines()::toString);
      assertTrue(log.lines().getFirst().contains("the page does not read"), log.lines()::toString);
    }
  }
}
