package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Routes, and the limits for requests and connections of clients. */
class LimitsTest {
  private static DeltalexServer server;

  @BeforeAll
  static void start() {
    server =
        DeltalexServer.start(
            Served.script(
                    "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}",
                    "{\"id\":\"a\",\"text\":\"Hi.\"}")
                .withStreams(2)
                .withQueue(1)
                .withMaxBodyBytes(4_096)
                .withMaxConnections(12));
  }

  @AfterAll
  static void stop() {
    Served.awaitNoTrace(server);
    server.close();
  }

  private static void checkError(Answer answer, int status, String code) {
    assertEquals(status, answer.status(), answer.body());
    assertEquals("application/json", answer.headers().get("content-type"));
    assertTrue(answer.body().startsWith("{\"error\":{\"message\":\""), answer.body());
    assertTrue(answer.body().contains("\"code\":\"" + code + "\""), answer.body());
  }

  @Test
  void pathsAndMethods() throws IOException {
    checkError(RawClient.get(server, "/v1/nothing"), 404, "not_found");
    checkError(RawClient.get(server, "/../../etc/passwd"), 404, "not_found");
    checkError(RawClient.get(server, "/page.html"), 404, "not_found");
    checkError(RawClient.get(server, "/v1/models/nope"), 404, "not_found");
    Answer wrong = RawClient.get(server, Served.CHAT);
    checkError(wrong, 405, "method_not_allowed");
    assertEquals("POST", wrong.headers().get("allow"));
    checkError(RawClient.post(server, "/metrics", "{}"), 405, "method_not_allowed");
    assertTrue(RawClient.get(server, Served.MESSAGES).body().startsWith("{\"type\":\"error\""));
  }

  @Test
  void models() throws IOException {
    assertEquals(
        "{\"object\":\"list\",\"data\":["
            + "{\"id\":\"script\",\"object\":\"model\",\"created\":0,\"owned_by\":\"deltalex\"},"
            + "{\"id\":\"script:idle\",\"object\":\"model\",\"created\":0,"
            + "\"owned_by\":\"deltalex\"},"
            + "{\"id\":\"script:a\",\"object\":\"model\",\"created\":0,"
            + "\"owned_by\":\"deltalex\"}]}\n",
        RawClient.get(server, "/v1/models").body());
    assertEquals(
        "{\"id\":\"script:a\",\"object\":\"model\",\"created\":0,\"owned_by\":\"deltalex\"}\n",
        RawClient.get(server, "/v1/models/script:a").body());
    Answer unknown = RawClient.post(server, Served.CHAT, "{\"model\":\"gpt\"," + Served.USER + "}");
    checkError(unknown, 404, "model_not_found");
    assertTrue(unknown.body().contains("\"param\":\"model\""), unknown.body());
  }

  @Test
  void bodiesAreBounded() throws IOException {
    String body = Served.chat("a", "\"user\":\"" + "x".repeat(5_000) + "\"");
    checkError(RawClient.post(server, Served.CHAT, body), 413, "request_too_large");
    try (RawClient client = new RawClient(server)) {
      client.raw(
          "POST "
              + Served.CHAT
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 5; i++) {
        client.raw("400\r\n" + " ".repeat(1_024) + "\r\n");
      }
      checkError(client.answer(), 413, "request_too_large");
      assertTrue(client.isEnded());
    }
  }

  /** The total size of bodies is limited, since one body per connection would exceed the heap. */
  @Test
  void allBodiesTogetherAreBounded() throws IOException {
    int most = Service.BODIES;
    ServeOptions options = Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}").withMaxBodyBytes(4_096);
    String part =
        "POST "
            + Served.CHAT
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 4096\r\n\r\n"
            + " ".repeat(4_095);
    try (DeltalexServer other = DeltalexServer.start(options)) {
      for (int round = 0; round < 2; round++) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < most; i++) {
          RawClient client = new RawClient(other);
          client.raw(part);
          clients.add(client);
        }
        // All are received or admitted; a further one exceeds the budget.
        Answer refused = null;
        while (refused == null) {
          RawClient client = new RawClient(other);
          client.raw(part);
          clients.add(client);
          for (RawClient each : clients) {
            refused = refused == null && each.hasAnswer() ? each.answer() : refused;
          }
        }
        checkError(refused, 429, "too_many_requests");
        for (RawClient client : clients) {
          client.close();
        }
        Served.await("all are gone", () -> other.stats().connections() == 0);
        assertEquals(200, RawClient.post(other, Served.CHAT, Served.chat("a", "\"n\":1")).status());
      }
    }
  }

  @Test
  void headsAreBounded() throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(
          "GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
      checkError(client.answer(), 431, "headers_too_large");
      assertTrue(client.isEnded());
    }
    try (RawClient client = new RawClient(server)) {
      client.raw("GET /" + "x".repeat(6_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      checkError(client.answer(), 414, "uri_too_long");
    }
    try (RawClient client = new RawClient(server)) {
      client.raw("POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: some\r\n\r\n");
      checkError(client.answer(), 400, "bad_request");
    }
  }

  @Test
  void streamsAreBounded() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RawClient client = new RawClient(server);
      client.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":true"));
      clients.add(client);
      int streams = i + 1;
      Served.await(
          "there are " + streams,
          () -> {
            // A stream that gets a slot is counted as live before it is removed from the waiting
            // ones.
            ServeStats s = server.stats();
            return s.liveStreams() == Math.min(streams, 2)
                && s.waitingStreams() == streams - s.liveStreams();
          });
    }
    Answer refused = RawClient.post(server, Served.CHAT, Served.chat("a", "\"stream\":true"));
    checkError(refused, 429, "too_many_streams");
    assertEquals("1", refused.headers().get("retry-after"));
    for (RawClient client : clients) {
      client.close();
    }
    Served.awaitNoTrace(server);
    // Four at once do not fit; rejecting them leaks nothing.
    checkError(
        RawClient.post(server, Served.CHAT, Served.chat("idle", "\"n\":16")),
        429,
        "too_many_streams");
    Served.awaitNoTrace(server);
    assertEquals(200, RawClient.post(server, Served.CHAT, Served.chat("a", "\"n\":1")).status());
  }

  @Test
  void theQueueIsOneHoweverManyShardsThereAre() throws IOException {
    ServeOptions options =
        Served.script("{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}")
            .withStreams(4)
            .withShards(4)
            .withQueue(4);
    List<RawClient> clients = new ArrayList<>();
    try (DeltalexServer other = DeltalexServer.start(options)) {
      for (int i = 0; i < 8; i++) {
        RawClient client = new RawClient(other);
        client.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":true"));
        clients.add(client);
        int streams = i + 1;
        Served.await(
            "there are " + streams,
            () -> other.stats().liveStreams() + other.stats().waitingStreams() == streams);
      }
      checkError(
          RawClient.post(other, Served.CHAT, Served.chat("idle", "\"stream\":false")),
          429,
          "too_many_streams");
      for (RawClient client : clients) {
        client.close();
      }
      Served.awaitNoTrace(other);
    }
  }

  @Test
  void connectionsAreBounded() throws IOException {
    Served.await("the others are gone", () -> server.stats().connections() == 0);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      clients.add(new RawClient(server));
    }
    Served.await("all are there", () -> server.stats().connections() == 12);
    try (RawClient last = new RawClient(server)) {
      assertTrue(last.isEnded());
    }
    clients.getFirst().send("GET", "/health", "");
    assertEquals(200, clients.getFirst().answer().status());
    for (RawClient client : clients) {
      client.close();
    }
    Served.await("all are gone", () -> server.stats().connections() == 0);
    assertEquals(200, RawClient.get(server, "/health").status());
  }

  /** An operator asks for them when the server is full. */
  @Test
  void healthAndMetricsAreServedWhenAllConnectionsAreTaken() throws IOException {
    ServeOptions options = Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}").withMaxConnections(2);
    List<RawClient> clients = new ArrayList<>();
    try (DeltalexServer full = DeltalexServer.start(options)) {
      for (int i = 0; i < 2; i++) {
        clients.add(new RawClient(full));
      }
      Served.await("all are there", () -> full.stats().connections() == 2);
      for (String path : List.of("/health", "/metrics", "/health")) {
        try (RawClient client = new RawClient(full)) {
          client.send("GET", path, "");
          assertEquals(200, client.answer().status(), path);
          assertTrue(client.isEnded(), "the connection is closed behind the answer");
        }
      }
      try (RawClient client = new RawClient(full)) {
        client.send("POST", Served.CHAT, Served.chat("a", "\"n\":1"));
        Answer refused = client.answer();
        checkError(refused, 503, "too_many_connections");
        assertEquals("1", refused.headers().get("retry-after"));
        assertTrue(client.isEnded());
      }
      // The reserved connections are limited, too, and closed if nothing is asked.
      for (int i = 0; i < 40; i++) {
        clients.add(new RawClient(full));
      }
      Served.await("the others are closed", () -> full.stats().connections() == 2);
      clients.getFirst().send("POST", Served.CHAT, Served.chat("a", "\"n\":1"));
      assertEquals(200, clients.getFirst().answer().status());
    }
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void largeBodiesAreReadByDefault() throws IOException {
    assertEquals(32 << 20, ServeOptions.DEFAULT.maxBodyBytes());
    String picture = "{\"type\":\"note\",\"data\":\"" + "iVBOR".repeat(1 << 20) + "\"}";
    try (DeltalexServer other =
        DeltalexServer.start(Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}"))) {
      String body =
          "{\"model\":\"script:a\",\"messages\":[{\"role\":\"user\",\"content\":["
              + picture
              + ",{\"type\":\"text\",\"text\":\"Hi\"}]}]}";
      assertEquals(200, RawClient.post(other, Served.CHAT, body).status());
      Served.awaitNoTrace(other);
    }
  }

  @Test
  void aPortThatIsTakenIsAReason() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> DeltalexServer.start(Served.script("{\"text\":\"a\"}").withPort(server.port())));
    assertTrue(
        e.getMessage().startsWith("cannot listen on 127.0.0.1:" + server.port() + ": "),
        e.getMessage());
  }

  @Test
  void optionsAreChecked() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ServeOptions.DEFAULT.withMaxTokens(0));
    assertEquals("ServeOptions.maxTokens is 0; it must be from 1 to 1000000", e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> DeltalexServer.start(ServeOptions.DEFAULT.withoutLoop()));
    assertThrows(
        IllegalArgumentException.class,
        () -> DeltalexServer.start(Served.script("{\"text\":\"a\"}").withFormat("klingon")));
  }
}
