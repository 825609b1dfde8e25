package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with keys serves clients that have one. */
class ApiKeysTest {
  private static final String KEY = "sk-first-0123456789";
  private static final String SECOND = "sk-second";

  private static DeltalexServer server;

  @BeforeAll
  static void start() {
    server =
        DeltalexServer.start(
            Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}").withApiKeys(List.of(KEY, SECOND)));
  }

  @AfterAll
  static void stop() {
    Served.awaitNoTrace(server);
    server.close();
  }

  private static Answer ask(String line, String header, String body) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(
          line
              + " HTTP/1.1\r\nHost: localhost\r\n"
              + header
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return client.answer();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer " + KEY,
        "authorization: bearer  " + SECOND,
        "x-api-key: " + KEY,
        "Authorization: Bearer wrong\r\nX-Api-Key: " + SECOND
      })
  void aKeyIsAdmitted(String header) throws IOException {
    String body = Served.chat("a", "\"n\":1");
    assertEquals(200, ask("POST " + Served.CHAT, header + "\r\n", body).status());
    assertEquals(200, ask("GET /v1/models", header + "\r\n", "").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization: Bearer \r\n",
        "Authorization: Bearer sk-first\r\n",
        "Authorization: " + KEY + "\r\n",
        "Authorization: Basic " + KEY + "\r\n",
        "Authorization: Bearer " + KEY + "x\r\n",
        "x-api-key: " + KEY + ", " + SECOND + "\r\n"
      })
  void othersAreRefused(String header) throws IOException {
    for (String line :
        List.of(
            "POST " + Served.CHAT,
            "POST " + Served.MESSAGES,
            "POST " + Served.MESSAGES + "/count_tokens",
            "POST " + Served.RESPONSES,
            "POST /debug/stream",
            "GET /v1/models",
            "GET /v1/models/script:a",
            "GET /v1/none")) {
      Answer answer = ask(line, header, line.startsWith("POST") ? "{}" : "");
      assertEquals(401, answer.status(), line);
      assertEquals("Bearer", answer.headers().get("www-authenticate"));
      assertTrue(answer.body().contains("authentication_error"), answer.body());
      assertFalse(answer.body().contains("sk-"), answer.body());
    }
  }

  /** Load balancers and collectors of metrics have no key, and the page's text is no secret. */
  @Test
  void healthMetricsAndThePageNeedNone() throws IOException {
    for (String path : List.of("/health", "/metrics", "/")) {
      assertEquals(200, RawClient.get(server, path).status(), path);
    }
  }

  @Test
  void keysAreChecked() {
    for (String key : List.of("", "a b", "a\n", "\u00e9", "k".repeat(1_025))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> ServeOptions.DEFAULT.withApiKeys(List.of("ok", key)));
      assertEquals("API key 2 must have 1 to 1024 visible ASCII chars", e.getMessage());
    }
  }
}
