package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server a request is for and where its body ends; and the headers of all answers. */
class RequestHeadTest {
  private static final String JSON = "Content-Type: application/json\r\n";

  private static DeltalexServer server;

  @BeforeAll
  static void start() {
    server = DeltalexServer.start(Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}"));
  }

  @AfterAll
  static void stop() {
    Served.awaitNoTrace(server);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n", "2\r\n{}x\r\n0\r\n\r\n", "99999999999\r\n"})
  void chunksThatLieAreRefusedAndEndTheConnection(String chunks) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(
          "POST "
              + Served.CHAT
              + " HTTP/1.1\r\nHost: localhost\r\n"
              + JSON
              + "Transfer-Encoding: chunked\r\n\r\n");
      client.raw(chunks);
      Answer answer = client.answer();
      assertEquals(400, answer.status());
      assertTrue(answer.body().contains("\"code\":\"bad_chunk\""), answer.body());
      assertTrue(client.isEnded());
    }
  }

  private static Answer raw(String head) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(head + "\r\n\r\n");
      Answer answer = client.answer();
      if (answer.status() == 400) {
        assertTrue(client.isEnded());
      }
      return answer;
    }
  }

  @Test
  void oneHostIsRequired() throws IOException {
    for (String path : List.of("GET /health", "GET /none", "POST " + Served.CHAT)) {
      for (String hosts : List.of("", "\r\nHost: localhost\r\nHost: localhost")) {
        Answer answer = raw(path + " HTTP/1.1" + hosts);
        assertEquals(400, answer.status(), path + hosts);
        assertTrue(answer.body().contains("\"code\":\"bad_host\""), answer.body());
      }
    }
    assertEquals(200, raw("GET /health HTTP/1.0").status());
    assertEquals(400, raw("GET /health HTTP/1.0\r\nHost: localhost\r\nHost: x").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example/health",
        "http://evil.example",
        "http://localhost:1/health",
        "http://localhost@evil.example/health",
        "ftp://localhost/health",
        "://localhost/health",
        "http:///health",
        "HTTP://evil.example?x"
      })
  void urisOfOtherServersAreRefused(String uri) throws IOException {
    Answer answer = raw("GET " + uri + " HTTP/1.1\r\nHost: localhost");
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains("\"code\":\"foreign_target\""), answer.body());
  }

  @Test
  void aUriOfThisServerIsAPath() throws IOException {
    assertEquals(200, raw("GET http://localhost/health HTTP/1.1\r\nHost: localhost").status());
    assertEquals(
        200, raw("GET HTTP://LocalHost:80/health HTTP/1.1\r\nHost: localhost:80").status());
    assertEquals(
        200, raw("GET /health?x=http://evil.example/ HTTP/1.1\r\nHost: localhost").status());
    assertEquals(200, raw("GET http://localhost/health HTTP/1.0").status());
    assertEquals(400, raw("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "gzip, chunked",
        "chunked, gzip",
        "identity",
        "chunked\r\nTransfer-Encoding: chunked",
        "xchunked",
        "chunked;q=1"
      })
  void unknownTransferCodingsAreRefused(String coding) throws IOException {
    Answer answer =
        raw(
            "POST "
                + Served.CHAT
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + JSON
                + "Transfer-Encoding: "
                + coding);
    assertEquals(400, answer.status(), answer.body());
  }

  /** It would be answered to a client that did not send it, if a proxy forwarded it as a body. */
  @Test
  void whatFollowsAnUnclearBodyIsNotARequest() throws IOException {
    for (String coding : List.of("gzip", "gzip, chunked")) {
      try (RawClient client = new RawClient(server)) {
        client.raw(
            "POST "
                + Served.CHAT
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + JSON
                + "Transfer-Encoding: "
                + coding
                + "\r\n\r\nGET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals(400, client.answer().status());
        String rest = "";
        try {
          rest = client.rest();
        } catch (IOException reset) {
          // Closed with unread bytes.
        }
        assertEquals("", rest);
      }
    }
  }

  @Test
  void everyAnswerHasADateAndAnId() throws IOException {
    Set<String> ids = new HashSet<>();
    List<Answer> answers =
        List.of(
            RawClient.get(server, "/health"),
            RawClient.get(server, "/none"),
            RawClient.get(server, Served.CHAT),
            RawClient.get(server, "/v1/models"),
            RawClient.post(server, Served.CHAT, "{"),
            RawClient.post(server, Served.CHAT, Served.chat("a", "\"stream\":true")),
            RawClient.post(server, Served.CHAT, Served.chat("a", "\"stream\":false")),
            raw("GET /health HTTP/1.1"),
            raw("G\u0001T / HTTP/1.1\r\nHost: localhost"));
    for (Answer answer : answers) {
      String id = answer.headers().get("x-request-id");
      assertTrue(String.valueOf(id).matches("req_[0-9A-Za-z]{24}"), () -> "id: " + id);
      assertEquals(id, answer.headers().get("request-id"));
      assertTrue(ids.add(id));
      Instant date =
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.headers().get("date"), Instant::from);
      assertTrue(Duration.between(date, Instant.now()).abs().toSeconds() < 100, date::toString);
    }
    assertEquals("Tue, 01 Dec 2026 00:00:00 GMT", AnswerHeaders.date(1_796_083_200));
  }
}
