package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a page of another site can make a browser send are rejected. */
class SiteGuardTest {
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

  @Test
  void otherMediaTypesAreRefused() throws IOException {
    for (String type :
        List.of("text/plain", "multipart/form-data; boundary=x", "application/xml", "nonsense")) {
      assertEquals(415, withType("Content-Type: " + type + "\r\n").status(), type);
    }
    for (String type : List.of("application/json", "Application/JSON; charset=utf-8")) {
      assertEquals(200, withType("Content-Type: " + type + "\r\n").status(), type);
    }
    // A page of another site can send a blob in this way, without a CORS preflight request.
    assertEquals(415, withType("").status());
    for (String type : List.of("", "Content-Type: text/plain\r\n")) {
      try (RawClient client = new RawClient(server)) {
        client.raw(
            "POST /debug/stream HTTP/1.1\r\nHost: localhost\r\n"
                + type
                + "Content-Length: 2\r\n\r\n{}");
        assertEquals(415, client.answer().status());
      }
    }
  }

  private static Answer withType(String header) throws IOException {
    String body = Served.chat("a", "\"n\":1");
    try (RawClient client = new RawClient(server)) {
      client.raw(
          "POST "
              + Served.CHAT
              + " HTTP/1.1\r\nHost: localhost\r\n"
              + header
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return client.answer();
    }
  }

  /**
   * DNS rebinding: the other site's name resolves to this machine, and the browser considers both
   * the same origin.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "localhost@evil.example",
        "127.0.0.1.evil.example",
        "127.evil.example",
        "127.0.0",
        "128.0.0.1",
        "192.168.0.7:80",
        "localhost:80:80",
        "localhost:x",
        ":8000",
        "[::2]",
        "[::1",
        "[::1]x",
        "::1",
        "é",
        ""
      })
  void otherHostsAreRefused(String host) throws IOException {
    for (String path : List.of("/", "/v1/models", "/metrics", "/none")) {
      assertEquals(403, withHost("GET " + path, host, "").status(), path);
    }
    String body = Served.chat("a", "\"n\":1");
    for (String path : List.of(Served.CHAT, Served.MESSAGES, Served.RESPONSES, "/debug/stream")) {
      Answer answer = withHost("POST " + path, host, body);
      assertEquals(403, answer.status(), path);
      assertTrue(answer.body().contains("\"message\":\"Host not allowed"), answer.body());
      assertTrue(
          path.equals(Served.MESSAGES) || answer.body().contains("\"code\":\"foreign_host\""),
          answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost",
        "localhost:8000",
        "127.0.0.1",
        "127.0.0.1:65535",
        "127.1.2.3",
        "127.255.255.255:1",
        "[::1]",
        "[::1]:8000"
      })
  void thisMachineHasManyNames(String host) throws IOException {
    assertEquals(200, withHost("GET /health", host, "").status());
    assertEquals(200, withHost("POST " + Served.CHAT, host, Served.chat("a", "\"n\":1")).status());
  }

  private static Answer withHost(String line, String host, String body) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.raw(
          line
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return client.answer();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost, true",
    "127.0.0.1, evil.example, false",
    "127.0.0.7, 127.0.0.7:80, true",
    "::1, [::1]:8000, true",
    "::1, evil.example, false",
    "localhost, evil.example, false",
    // Any Host header is accepted.
    "0.0.0.0, evil.example, true",
    "192.0.2.1, 192.0.2.1:8000, true",
    "192.0.2.1, evil.example, true",
    "::, evil.example, true",
    // HTTP/1.0
    "127.0.0.1,, true"
  })
  void itDependsOnTheAddress(String address, @Nullable String host, boolean meant) {
    HttpServerRequest request =
        (HttpServerRequest)
            Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (self, method, arguments) -> host);
    assertEquals(meant, new SiteGuard(address).admits(request));
  }
}
