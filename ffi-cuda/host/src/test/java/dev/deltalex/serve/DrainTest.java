package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The end of a server that lets running streams finish. */
class DrainTest {
  private static final String SLOW =
      "{\"id\":\"slow\",\"cuts\":\"chars:1\",\"step_ms\":20,\"text\":\"abcdefghijklmnopqrstuvwxyz\"}";
  private static final String IDLE = "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}";

  private static Thread drain(DeltalexServer server) {
    return Thread.ofPlatform()
        .start(() -> {
          server.drain();
          server.close();
        });
  }

  private static void awaitUnhealthy(RawClient client) {
    Served.await(
        "health says so",
        () -> {
          try {
            client.send("GET", "/health", "");
            Answer answer = client.answer();
            return answer.status() == 503
                && "1".equals(answer.headers().get("retry-after"))
                && answer.body().contains("\"status\":\"closing\"");
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Test
  void runningStreamsFinishAndNewOnesAreRefused() throws Exception {
    ServeOptions options = Served.script(SLOW).withDrainMillis(20_000);
    DeltalexServer server = DeltalexServer.start(options);
    try (RawClient stream = new RawClient(server);
        RawClient health = new RawClient(server)) {
      stream.send("POST", Served.CHAT, Served.chat("slow", "\"stream\":true"));
      stream.lineWith("\"content\":\"a\"");
      Thread drain = drain(server);
      awaitUnhealthy(health);
      Answer refused = RawClient.post(server, Served.CHAT, Served.chat("slow", "\"n\":1"));
      assertEquals(503, refused.status());
      assertEquals("1", refused.headers().get("retry-after"));
      assertTrue(refused.body().contains("\"code\":\"shutting_down\""), refused.body());
      Answer shown = RawClient.post(server, "/debug/stream", "{\"model\":\"script:slow\"}");
      assertEquals(503, shown.status());
      String rest = stream.rest();
      assertTrue(rest.contains("data: [DONE]"), rest);
      assertTrue(rest.contains("\"finish_reason\":\"stop\""), rest);
      drain.join();
      assertEquals(0, server.stats().errors());
    }
  }

  @Test
  void aStreamThatDoesNotEndInTimeIsEnded() throws Exception {
    DeltalexServer server = DeltalexServer.start(Served.script(IDLE).withDrainMillis(300));
    try (RawClient stream = new RawClient(server)) {
      stream.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":true"));
      stream.lineWith("Hello");
      Thread drain = drain(server);
      String rest = stream.rest();
      assertTrue(rest.contains("\"code\":\"shutting_down\""), rest);
      drain.join();
    }
  }

  @Test
  void withoutStreamsItDoesNotWait() {
    DeltalexServer server = DeltalexServer.start(Served.script(IDLE).withDrainMillis(3_600_000));
    server.drain();
    server.close();
  }
}
