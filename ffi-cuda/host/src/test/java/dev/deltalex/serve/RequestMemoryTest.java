package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of a request during its response. */
class RequestMemoryTest {
  private static final String IDLE = "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}";
  private static final String SHORT = "{\"id\":\"a\",\"text\":\"Hi.\"}";

  private static void close(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aBodyThatWasReadIsForgotten() throws IOException {
    int requests = 24;
    String large = "\"stream\":false,\"user\":\"" + "x".repeat(1_000_000) + "\"";
    List<RawClient> clients = new ArrayList<>();
    try (DeltalexServer server = DeltalexServer.start(Served.script(IDLE, SHORT))) {
      assertEquals(200, RawClient.post(server, Served.CHAT, Served.chat("a", large)).status());
      Served.awaitNoTrace(server);
      long before = usedAfterCollection();
      for (int i = 0; i < requests; i++) {
        RawClient client = new RawClient(server);
        client.send("POST", Served.CHAT, Served.chat("idle", large));
        clients.add(client);
      }
      Served.await("all are live", () -> server.stats().liveStreams() == requests);
      Served.await(
          "their bodies are gone", () -> usedAfterCollection() < before + requests * 500_000L);
      close(clients);
      Served.awaitNoTrace(server);
    }
  }

  /** The Responses protocol repeats parts of the request, also in its last event. */
  @Test
  void whatIsKeptOfRequestsIsBounded() throws IOException {
    String request =
        "{\"model\":\"script:idle\",\"stream\":true,\"input\":\"x\",\"instructions\":\""
            + "x".repeat(3_500)
            + "\"}";
    ServeOptions options =
        Served.script(IDLE, SHORT)
            .withStreams(1)
            .withQueue(2 * Service.BODIES)
            .withMaxBodyBytes(4_096);
    List<RawClient> clients = new ArrayList<>();
    try (DeltalexServer server = DeltalexServer.start(options)) {
      for (int round = 0; round < 2; round++) {
        int open = 0;
        boolean full = false;
        while (!full) {
          RawClient client = new RawClient(server);
          client.send("POST", Served.RESPONSES, request);
          clients.add(client);
          int opened = open;
          Served.await(
              "it waits, or is refused",
              () -> streams(server) > opened || hasAnswer(client) && opened > 0);
          full = streams(server) == open;
          open++;
          assertTrue(open < 2 * Service.BODIES, "none was refused");
        }
        Answer refused = clients.getLast().answer();
        assertEquals(429, refused.status());
        assertTrue(refused.body().contains("\"code\":\"too_many_requests\""), refused.body());
        assertTrue(open > Service.BODIES / 2, () -> "only " + clients.size());
        close(clients);
        clients.clear();
        Served.awaitNoTrace(server);
      }
      assertEquals(200, RawClient.post(server, Served.CHAT, Served.chat("a", "\"n\":1")).status());
    }
  }

  private static long streams(DeltalexServer server) {
    ServeStats stats = server.stats();
    return stats.liveStreams() + stats.waitingStreams();
  }

  private static boolean hasAnswer(RawClient client) {
    try {
      return client.hasAnswer();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
