package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile requests: each gets a response, and none leaks a resource or writes a log line. */
class HostileRequestTest {
  private static final String REQUEST =
      "{\"model\":\"script:a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

  private static final String JSON = "Content-Type: application/json\r\n";

  private static DeltalexServer server;

  private Served.Log log;

  @BeforeAll
  static void start() {
    server =
        DeltalexServer.start(
            Served.script(
                "{\"id\":\"a\",\"text\":\"Hi.\"}",
                "{\"id\":\"a b/ü\",\"text\":\"Hi.\"}",
                "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}",
                "{\"id\":\"big\",\"cuts\":\"chars:64\",\"text\":\""
                    + "0123456789".repeat(90_000)
                    + "\"}"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void listen() {
    log = new Served.Log();
  }

  @AfterEach
  void leavesNothing() {
    Served.awaitNoTrace(server);
    log.close();
    for (String line : log.lines()) {
      assertTrue(line.contains("the client disconnected"), line);
    }
    awaitAccounts(server);
  }

  private static void awaitAccounts(DeltalexServer of) {
    Served.await(
        "every request is accounted for",
        () -> {
          ServeStats s = of.stats();
          return s.requests() == s.completed() + s.early() + s.disconnects() + s.slowReaders();
        });
  }

  private static void refused(Answer answer, int status, String param) {
    assertEquals(status, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"param\":\"" + param + "\""), answer.body());
    assertTrue(answer.body().length() < 4_000, () -> "long: " + answer.body().length());
  }

  private static Answer chat(String more) throws IOException {
    return RawClient.post(server, Served.CHAT, Served.chat("a", more));
  }

  @Test
  void longWordsAreRefusedInFewWords() throws IOException {
    String word = "x\\u0001".repeat(40_000);
    refused(chat("\"tool_choice\":\"" + word + "\""), 400, "tool_choice");
    refused(
        RawClient.post(server, "/debug/stream", "{\"model\":\"" + "y".repeat(60_000) + "\"}"),
        400,
        "model");
    String key = "k".repeat(900);
    String schema =
        ("{\"type\":\"object\",\"properties\":{\"" + key + "\":").repeat(50)
            + "{\"type\":7}"
            + "}}".repeat(50);
    Answer answer =
        RawClient.post(
            server,
            Served.CHAT,
            REQUEST + ",\"tools\":[{\"name\":\"f\",\"parameters\":" + schema + "}]}");
    // Too deep; the error has the beginning of the path.
    assertEquals(400, answer.status(), answer.body());
    assertTrue(answer.body().contains("\"param\":\"tools[0].parameters."), answer.body());
    assertTrue(answer.body().length() < 4_000, answer.body());
    Answer messages =
        RawClient.post(
            server,
            Served.MESSAGES,
            "{\"model\":\"script:a\",\"max_tokens\":3,\"tool_choice\":{\"type\":\""
                + "x".repeat(64)
                + "\"},"
                + Served.USER
                + "}");
    assertEquals(400, messages.status());
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    byte[][] bodies = {
      {0, 0, (byte) 0xFE, (byte) 0xFF, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
      {(byte) 0xFF, (byte) 0xFE, '{', 0, '"', 0, 0, (byte) 0xD8, 1},
      {(byte) 0xFE, (byte) 0xFF, 0, '{', (byte) 0xDC},
      {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'},
      {'{', '"', 'a', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'},
      {0, 0, 0, '{', 0, 1},
    };
    for (byte[] body : bodies) {
      for (String path : List.of(Served.CHAT, Served.MESSAGES, Served.RESPONSES, "/debug/stream")) {
        try (RawClient client = new RawClient(server)) {
          client.send("POST", path, body);
          Answer answer = client.answer();
          assertEquals(400, answer.status(), path + " " + Arrays.toString(body) + answer.body());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":0",
        "\"n\":17",
        "\"n\":1.0",
        "\"n\":99999999999999999999",
        "\"n\":\"2\"",
        "\"max_tokens\":0",
        "\"max_tokens\":-1",
        "\"max_tokens\":1e3",
        "\"max_tokens\":1e400",
        "\"max_tokens\":9223372036854775808",
        "\"temperature\":3",
        "\"temperature\":-0.1",
        "\"temperature\":1e400",
        "\"temperature\":\"1\"",
        "\"top_p\":1.01",
        "\"top_p\":-1",
        "\"seed\":1.5",
        "\"seed\":9223372036854775808"
      })
  void numbersOutOfRangeAreRefused(String member) throws IOException {
    String field = member.substring(1, member.indexOf('"', 1));
    refused(chat(member), 400, field);
  }

  @Test
  void numbersThatJsonDoesNotKnowAreRefused() throws IOException {
    for (String number : List.of("NaN", "Infinity", "-Infinity", "0x10", "01", "+1", ".5", "1.")) {
      assertEquals(400, chat("\"temperature\":" + number).status(), number);
    }
    assertEquals(400, chat("\"x\":" + "9".repeat(101)).status());
  }

  @Test
  void otherProtocolsCheckTheirNumbers() throws IOException {
    String messages = "{\"model\":\"script:a\",\"max_tokens\":3," + Served.USER + ",";
    for (String member : List.of("\"temperature\":1.1", "\"top_p\":2")) {
      Answer answer = RawClient.post(server, Served.MESSAGES, messages + member + "}");
      assertEquals(400, answer.status(), member);
      assertTrue(
          answer.body().contains(member.substring(1, member.indexOf(':') - 1)), answer.body());
    }
    for (String member : List.of("\"temperature\":2.5", "\"top_p\":1e400")) {
      refused(
          RawClient.post(
              server, Served.RESPONSES, "{\"model\":\"script:a\",\"input\":\"x\"," + member + "}"),
          400,
          member.substring(1, member.indexOf(':') - 1));
    }
  }

  @Test
  void modelsAreFoundByEncodedNames() throws IOException {
    assertEquals(200, RawClient.get(server, "/v1/models/script%3Aa").status());
    Answer answer = RawClient.get(server, "/v1/models/script:a%20b%2F%C3%BC");
    assertEquals(200, answer.status());
    assertTrue(answer.body().contains("\"id\":\"script:a b/ü\""), answer.body());
    assertEquals(404, RawClient.get(server, "/v1/models/script%3").status());
    assertEquals(404, RawClient.get(server, "/v1/models/%zz").status());
    assertEquals(404, RawClient.get(server, "/v1/models/%FF").status());
    assertEquals(404, RawClient.get(server, "/v1/models/").status());
  }

  @Test
  void headIsGetWithoutABody() throws IOException {
    try (RawClient client = new RawClient(server)) {
      for (String path : List.of("/health", "/", "/v1/models", "/metrics", "/v1/models/script:a")) {
        client.send("HEAD", path, "");
        assertEquals(200, client.head().status(), path);
      }
      client.send("HEAD", Served.CHAT, "");
      assertEquals(405, client.head().status());
      client.send("HEAD", "/none", "");
      assertEquals(404, client.head().status());
      client.send("GET", "/health", "");
      assertEquals(200, client.answer().status());
    }
    assertEquals("GET, HEAD", RawClient.post(server, "/health", "{}").headers().get("allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS * HTTP/1.1",
        "OPTIONS /v1/chat/completions HTTP/1.1",
        "BREW /health HTTP/1.1",
        "GET http://localhost/nothing HTTP/1.1",
        "GET //v1//models HTTP/1.1",
        "GET ?x HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /v1/models/%0d%0aX:%20y HTTP/1.1",
        "DELETE /v1/models/script:a HTTP/1.1",
        "CONNECT localhost:1 HTTP/1.1",
        "GET /none HTTP/2.0",
        "GET /none HTTP/9.9",
        "GET /none SMTP/1.1",
        "PRI * HTTP/2.0",
        "GET  /x HTTP/1.1",
        "G\u0001T / HTTP/1.1"
      })
  void requestLinesOfAllKindsAreAnswered(String line) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(line + "\r\nHost: localhost\r\n\r\n");
      int status = client.head().status();
      assertTrue(status >= 400 && status < 600, () -> line + ": " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -5",
        "Content-Length: +5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 0x5",
        "Content-Length: 5, 6",
        "Transfer-Encoding: gzip",
        "Content-Length: 99999999999999999999",
        "X: a\rb",
        "X\u0000: a",
        "Content-Length: \u0665"
      })
  void headersThatLieAreRefused(String header) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(
          "POST "
              + Served.CHAT
              + " HTTP/1.1\r\nHost: localhost\r\n"
              + JSON
              + header
              + "\r\n\r\n{}   \n");
      int status = client.answer().status();
      assertTrue(status >= 400 && status < 500, () -> header + ": " + status);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    String body = Served.chat("a", "\"stream\":true");
    String one =
        "POST "
            + Served.CHAT
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + JSON
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    String bad = "POST /v1/none HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nabcd";
    String get = "GET /v1/models/script:a HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (RawClient client = new RawClient(server)) {
      client.raw(one + bad + one + get + one);
      for (int status : new int[] {200, 404, 200, 200, 200}) {
        assertEquals(status, client.answer().status());
      }
    }
  }

  @Test
  void aConnectionIsUsedAgainAfterErrors() throws IOException {
    ServeOptions options = Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}", Served.BROKEN);
    try (DeltalexServer other = DeltalexServer.start(options.withParkBytes(1));
        RawClient client = new RawClient(other)) {
      client.send("POST", Served.CHAT, "{");
      assertEquals(400, client.answer().status());
      client.send("POST", Served.CHAT, Served.chat("broken", "\"stream\":true"));
      Answer broken = client.answer();
      assertEquals(200, broken.status());
      assertTrue(broken.body().contains("\"error\""), broken.body());
      client.send("POST", "/v1/none", "x".repeat(200_000));
      assertEquals(404, client.answer().status());
      client.send("POST", Served.CHAT, Served.chat("a", "\"stream\":true"));
      assertTrue(client.answer().body().endsWith("data: [DONE]\n\n"));
      Served.awaitNoTrace(other);
      awaitAccounts(other);
    }
  }

  /** HTTP/1.0 has no chunked encoding, so the body ends with the connection. */
  @Test
  void aStreamToAnOldClientEndsWithTheConnection() throws IOException {
    String body = Served.chat("a", "\"stream\":true");
    for (String keep : List.of("", "Connection: keep-alive\r\n")) {
      try (RawClient client = new RawClient(server)) {
        client.raw(
            "POST "
                + Served.CHAT
                + " HTTP/1.0\r\n"
                + JSON
                + keep
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
        assertEquals(200, client.head().status());
        assertTrue(client.rest().endsWith("data: [DONE]\n\n"));
      }
    }
  }

  @Test
  void deepAndDoubledMembersDoNoHarm() throws IOException {
    assertEquals(400, chat("\"x\":" + "[".repeat(50_000) + "]".repeat(50_000)).status());
    assertEquals(
        400, chat("\"x\":" + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)).status());
    assertEquals(200, chat("\"messages\":[],\"n\":16,\"n\":1").status());
    assertEquals(400, chat("\"" + "k".repeat(2_000) + "\":1").status());
  }

  @Test
  void halfPairsInARequestAreNoQuestionMarks() throws IOException {
    String request =
        "{\"model\":\"script:a\",\"input\":\"\\ud800\",\"instructions\":\"a\\ud83d\\ude00\\udc00b\","
            + "\"metadata\":{\"é\":\"\\udfff\"},\"tools\":[{\"type\":\"function\",\"name\":\"f\","
            + "\"description\":\"\\ud800\"}]}";
    String body = RawClient.post(server, Served.RESPONSES, request).body();
    assertFalse(body.contains("?"), body);
    assertTrue(body.contains("\"instructions\":\"a\uD83D\uDE00\uFFFDb\""), body);
    assertTrue(body.contains("{\"é\":\"\uFFFD\"}"), body);
    assertEquals(200, chat("\"user\":\"\\ud800\\udc\u0030\u0030\"").status());
  }

  @Test
  void aLargeAnswerIsWrittenWhole() throws IOException {
    for (String stream : List.of("true", "false")) {
      for (String path : List.of(Served.CHAT, Served.RESPONSES)) {
        String request =
            path.equals(Served.CHAT)
                ? Served.chat("big", "\"stream\":" + stream)
                : "{\"model\":\"script:big\",\"input\":\"x\",\"stream\":" + stream + "}";
        Answer answer = RawClient.post(server, path, request);
        assertEquals(200, answer.status());
        assertTrue(answer.bytes().length > 900_000);
        assertFalse(answer.body().contains("\"error\":{"), stream + path);
      }
    }
  }
}
