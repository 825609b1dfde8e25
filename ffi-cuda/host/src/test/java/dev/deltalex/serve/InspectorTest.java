package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Sessions that are rejected: too many, a closing server, no thread, an unknown model. */
class InspectorTest {
  private final ServeMetrics metrics = new ServeMetrics();
  private final HandLoop loop = new HandLoop();
  private final List<Runnable> sessions = new ArrayList<>();

  private Inspector inspector(Executor threads) {
    return new Inspector(metrics, 1_000, threads);
  }

  private void start(Inspector inspector) {
    try (Service service = new Service(Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}"))) {
      byte[] body = "{\"model\":\"script:a\"}".getBytes(StandardCharsets.UTF_8);
      inspector.start(InspectRequest.read(body, service), loop.context(), new SilentClient());
    }
  }

  private int refused(Inspector inspector) {
    return assertThrows(RequestException.class, () -> start(inspector)).error().status();
  }

  @Test
  void whileTheServerEndsNoneIsShown() {
    Inspector inspector = inspector(sessions::add);
    inspector.close();
    assertEquals(503, refused(inspector));
    assertEquals(0, metrics.shown.get());
  }

  @Test
  void thereAreFourAtATime() {
    Inspector inspector = inspector(sessions::add);
    for (int i = 0; i < 4; i++) {
      start(inspector);
    }
    assertEquals(429, refused(inspector));
    assertEquals(4, metrics.shown.get());
    assertEquals(4, sessions.size());
  }

  @Test
  void oneWithoutAThreadIsNotCounted() {
    Inspector inspector =
        inspector(session -> {
          throw new OutOfMemoryError("no thread");
        });
    for (int i = 0; i < 5; i++) {
      assertThrows(OutOfMemoryError.class, () -> start(inspector));
      assertEquals(0, metrics.shown.get());
    }
  }

  @Test
  void aRequestThatIsNotRightIsToldWhy() throws IOException {
    try (DeltalexServer server =
        DeltalexServer.start(Served.script("{\"id\":\"a\",\"text\":\"Hi.\"}"))) {
      for (String[] wrong :
          new String[][] {
            {"{}", "model: is required; GET /v1/models lists them"},
            {"{\"model\":\"x\"}", "model: 'x' not found; GET /v1/models lists them"},
            {"{\"model\":\"script:a\"} {}", "unexpected data after the JSON object"},
          }) {
        Answer answer = RawClient.post(server, "/debug/stream", wrong[0]);
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("\"message\":\"" + wrong[1] + "\""), answer.body());
      }
    }
  }
}
