package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that disconnect or do not read, and a server that is closed. */
class DisconnectTest {
  private static final String IDLE = "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}";

  /** An endless output. */
  private static final String LONG =
      "{\"id\":\"long\",\"cuts\":\"chars:64\",\"text\":\""
          + "0123456789abcdef".repeat(60_000)
          + "\"}";

  private static final String SLOW =
      "{\"id\":\"slow\",\"cuts\":\"chars:1\",\"step_ms\":2,\"text\":\""
          + "abcdefghij".repeat(30)
          + "\"}";

  /** The sum of the server's limit and the kernel's buffers on both sides. */
  private static final int MOST_UNREAD = 1 << 20;

  private static final String STREAM = "\"stream\":true";

  private static void check(List<String> lines, int clients) {
    assertEquals(clients, lines.size(), lines::toString);
    for (String line : lines) {
      assertTrue(
          line.matches(
              "dev.deltalex.serve chatcmpl-\\w+: the client disconnected; \\d of its streams .*"),
          line);
    }
  }

  @Test
  void anIdleClientThatLeavesFreesItsSlot() throws IOException {
    try (DeltalexServer server = DeltalexServer.start(Served.script(IDLE).withStreams(1));
        Served.Log log = new Served.Log()) {
      for (int i = 1; i <= 3; i++) {
        RawClient client = new RawClient(server);
        client.send("POST", Served.CHAT, Served.chat("idle", STREAM));
        client.lineWith("Hello");
        assertEquals(1, server.stats().liveStreams());
        client.close();
        Served.awaitNoTrace(server);
        assertEquals(i, server.stats().disconnects());
        assertEquals(i, server.stats().cancels());
      }
      check(log.lines(), 3);
    }
  }

  @Test
  void aClientThatLeavesWhileItIsWrittenToFreesItsSlot() throws IOException {
    try (DeltalexServer server = DeltalexServer.start(Served.script(LONG).withStreams(1));
        Served.Log log = new Served.Log()) {
      for (int i = 1; i <= 3; i++) {
        RawClient client = new RawClient(server, 4096);
        client.send("POST", Served.CHAT, Served.chat("long", STREAM));
        client.lineWith("0123456789");
        client.close();
        Served.awaitNoTrace(server);
        assertEquals(i, server.stats().disconnects());
      }
      check(log.lines(), 3);
      assertEquals(0, server.stats().errors());
    }
  }

  @Test
  void aClientThatLeavesBeforeAnswerOrInTheQueueIsForgotten() throws IOException {
    try (DeltalexServer server = DeltalexServer.start(Served.script(IDLE).withStreams(1))) {
      try (RawClient first = new RawClient(server);
          RawClient second = new RawClient(server)) {
        first.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":false"));
        Served.await("the first has a slot", () -> server.stats().liveStreams() == 1);
        second.send("POST", Served.CHAT, Served.chat("idle", STREAM));
        Served.await("the second waits", () -> server.stats().waitingStreams() == 1);
      }
      Served.awaitNoTrace(server);
      assertEquals(2, server.stats().disconnects());
    }
  }

  /** Every request is counted in exactly one of four counters at its end. */
  @Test
  void whatBecameOfEachRequestIsCounted() throws IOException {
    ServeOptions options = Served.script(IDLE, "{\"id\":\"a\",\"text\":\"Hi.\"}");
    try (DeltalexServer server = DeltalexServer.start(options)) {
      RawClient.post(server, Served.CHAT, Served.chat("a", STREAM));
      RawClient.post(server, Served.CHAT, Served.chat("a", "\"stream\":false"));
      RawClient.post(server, Served.CHAT, "{}");
      RawClient.post(server, Served.CHAT, Served.chat("none", STREAM));
      RawClient.get(server, "/health");
      assertEquals(4, server.stats().completed());
      try (RawClient client = new RawClient(server)) {
        client.raw(
            "POST "
                + Served.CHAT
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 99\r\n\r\n{");
        Served.await("it came", () -> server.stats().requests() == 5);
      }
      Served.await("it left", () -> server.stats().early() == 1);
      try (RawClient client = new RawClient(server)) {
        client.send("POST", Served.CHAT, Served.chat("idle", STREAM));
        client.lineWith("Hello");
      }
      Served.awaitNoTrace(server);
      // Inspected streams are not in the counters of the API.
      try (RawClient client = new RawClient(server)) {
        client.send("POST", "/debug/stream", "{\"model\":\"script:idle\"}");
        client.lineWith("Hello");
      }
      String left = "deltalex_streams_shown_left_total 1";
      Served.await("it is noticed", () -> metrics(server).contains(left));
      ServeStats stats = server.stats();
      assertEquals(6, stats.requests());
      assertEquals(4, stats.completed());
      assertEquals(1, stats.disconnects());
      assertEquals(1, stats.early());
    }
  }

  private static String metrics(DeltalexServer server) {
    try {
      return RawClient.get(server, "/metrics").body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void allChoicesOfAClientThatLeavesAreCancelled() throws IOException {
    try (DeltalexServer server =
        DeltalexServer.start(Served.script(IDLE).withStreams(8).withShards(2))) {
      RawClient client = new RawClient(server);
      client.send("POST", Served.CHAT, Served.chat("idle", STREAM + ",\"n\":4"));
      client.lineWith("\"index\":3");
      Served.await("all are live", () -> server.stats().liveStreams() == 4);
      client.close();
      Served.awaitNoTrace(server);
      assertEquals(1, server.stats().disconnects());
      assertEquals(4, server.stats().cancels());
    }
  }

  @Test
  void otherStreamsDoNotNotice() throws IOException {
    try (DeltalexServer server = DeltalexServer.start(Served.script(IDLE, LONG, SLOW))) {
      List<RawClient> steady = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        RawClient client = new RawClient(server);
        client.send("POST", Served.CHAT, Served.chat("slow", STREAM));
        steady.add(client);
      }
      for (int i = 0; i < 30; i++) {
        RawClient client = new RawClient(server, 4096);
        client.send("POST", Served.CHAT, Served.chat(i % 2 == 0 ? "idle" : "long", STREAM));
        if (i % 3 > 0) {
          client.line();
        }
        client.close();
      }
      for (RawClient client : steady) {
        Answer answer = client.answer();
        StringBuilder content = new StringBuilder();
        for (String part : answer.body().split("\"content\":\"", -1)) {
          content.append(part, 0, Math.max(0, part.indexOf('"')));
        }
        assertTrue(content.toString().endsWith("abcdefghij".repeat(30)), answer.body());
        assertTrue(answer.body().endsWith("data: [DONE]\n\n"));
        client.close();
      }
      Served.awaitNoTrace(server);
    }
  }

  @Test
  void aSlowReaderIsParkedThenDropped() throws IOException {
    ServeOptions options = Served.script(LONG, SLOW).withParkMillis(3_000).withParkBytes(8_192);
    try (DeltalexServer server = DeltalexServer.start(options);
        Served.Log log = new Served.Log();
        RawClient slow = new RawClient(server, 2_048)) {
      slow.send("POST", Served.CHAT, Served.chat("long", STREAM));
      slow.line();
      Served.await("it is parked", () -> server.stats().parks() > 0);
      assertTrue(
          RawClient.post(server, Served.CHAT, Served.chat("slow", STREAM))
              .body()
              .endsWith("data: [DONE]\n\n"));
      Served.await("it is dropped", () -> server.stats().slowReaders() == 1);
      Served.awaitNoTrace(server);
      assertTrue(slow.isEnded());
      assertEquals(0, server.stats().disconnects());
      assertEquals(1, log.lines().size(), log.lines()::toString);
      assertTrue(
          log.lines().getFirst().contains("the client reads too slowly"), log.lines()::toString);
    }
  }

  /** The kernel's buffer is limited, so that a client that stops reading is detected. */
  @Test
  void aClientThatStopsReadingIsParkedWithinTheBound() throws IOException {
    ServeOptions options = Served.script(LONG).withParkMillis(500);
    try (DeltalexServer server = DeltalexServer.start(options);
        RawClient slow = new RawClient(server)) {
      slow.send("POST", Served.CHAT, Served.chat("long", STREAM));
      slow.lineWith("0123456789");
      Served.await("it is parked", () -> server.stats().parks() > 0);
      Served.await("it is dropped", () -> server.stats().slowReaders() == 1);
      String metrics = RawClient.get(server, "/metrics").body();
      String name = "\ndeltalex_response_bytes_total ";
      int at = metrics.indexOf(name) + name.length();
      long sent = (long) Double.parseDouble(metrics.substring(at, metrics.indexOf('\n', at)));
      assertTrue(sent < MOST_UNREAD, sent + " bytes were sent to a client that does not read");
      Served.awaitNoTrace(server);
      assertTrue(slow.isEnded());
    }
  }

  @Test
  void aReaderThatPausesLosesNothing() throws IOException, InterruptedException {
    ServeOptions options = Served.script(LONG).withParkBytes(8_192);
    try (DeltalexServer server = DeltalexServer.start(options);
        RawClient slow = new RawClient(server, 2_048)) {
      slow.send("POST", Served.CHAT, Served.chat("long", STREAM));
      Served.await("it is parked", () -> server.stats().parks() > 0);
      int chars = 0;
      String body = slow.answer().body();
      for (String part : body.split("\"content\":\"", -1)) {
        chars += Math.max(0, part.indexOf('"'));
      }
      // Before the first event: the data of the role chunk begins with `data: {"id`.
      chars -= body.indexOf('"');
      assertEquals(16 * 60_000, chars);
      assertTrue(body.endsWith("data: [DONE]\n\n"));
      Served.awaitNoTrace(server);
    }
  }

  @Test
  void anAnswerThatOutgrowsItsBufferIsAnError() throws IOException {
    String whole = "{\"id\":\"w\",\"cuts\":\"whole\",\"text\":\"" + "x".repeat(300_000) + "\"}";
    try (DeltalexServer server =
        DeltalexServer.start(Served.script(whole, SLOW).withStreamBytes(64 << 10))) {
      Answer folded = RawClient.post(server, Served.CHAT, Served.chat("w", "\"stream\":false"));
      assertEquals(500, folded.status());
      assertTrue(folded.body().contains("\"code\":\"response_too_long\""), folded.body());
      assertTrue(
          folded.body().contains("more than 65536 bytes of it are not sent yet."), folded.body());
      Served.awaitNoTrace(server);
    }
  }

  /**
   * A token of several MiB, of which a part is written to the connection and the rest exceeds the
   * buffer.
   */
  @Test
  void aRendererThatThrowsEndsItsOwnStreamOnly() throws IOException {
    String whole =
        "{\"id\":\"w\",\"cuts\":"
            + IntStream.rangeClosed(1, 20).boxed().toList()
            + ",\"text\":\""
            // More bursts than one poll reads. The stream is parked until they are sent, so the
            // status line has been sent before the rest is read.
            + "x".repeat(20)
            + "\\u0001".repeat((1 << 20) - 20)
            + "\"}";
    ServeOptions options = Served.script(whole, SLOW).withStreamBytes(64 << 10).withParkBytes(1);
    try (DeltalexServer server = DeltalexServer.start(options);
        Served.Log log = new Served.Log();
        RawClient client = new RawClient(server, 2_048)) {
      client.send("POST", Served.CHAT, Served.chat("w", STREAM));
      Served.await("it failed", () -> server.stats().errors() == 1);
      assertTrue(
          RawClient.post(server, Served.CHAT, Served.chat("slow", STREAM))
              .body()
              .endsWith("data: [DONE]\n\n"));
      Answer answer = client.answer();
      assertEquals(200, answer.status());
      assertTrue(
          answer
              .body()
              .endsWith(
                  " more than 65536 bytes of it are not sent yet.\","
                      + "\"type\":\"server_error\",\"param\":null,"
                      + "\"code\":\"response_too_long\"}}\n\n"),
          answer.body().substring(answer.body().length() - 300));
      for (String line : answer.body().split("\n\n")) {
        assertTrue(line.startsWith("data: {") && line.endsWith("}"), line);
      }
      Served.awaitNoTrace(server);
      assertEquals(1, log.lines().size(), log.lines()::toString);
    }
  }

  @Test
  void heartbeatsComeWhileIdle() throws IOException {
    try (DeltalexServer server = DeltalexServer.start(Served.script(IDLE).withHeartbeatMillis(10));
        RawClient client = new RawClient(server);
        RawClient messages = new RawClient(server)) {
      client.send("POST", Served.CHAT, Served.chat("idle", STREAM));
      client.lineWith("Hello");
      for (int i = 0; i < 3; i++) {
        assertTrue(client.lineWith(":").startsWith(":"));
      }
      messages.send(
          "POST",
          Served.MESSAGES,
          "{\"model\":\"script:idle\",\"stream\":true,\"max_tokens\":9," + Served.USER + "}");
      messages.lineWith("Hello");
      messages.lineWith("event: ping");
      assertTrue(server.stats().heartbeats() >= 4);
    }
  }

  @Test
  void shutdownEndsEveryStream() throws IOException {
    DeltalexServer server = DeltalexServer.start(Served.script(IDLE).withStreams(2));
    try (Served.Log log = new Served.Log();
        RawClient streamed = new RawClient(server);
        RawClient folded = new RawClient(server);
        RawClient waiting = new RawClient(server)) {
      streamed.send("POST", Served.CHAT, Served.chat("idle", STREAM));
      folded.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":false"));
      Served.await("two are live", () -> server.stats().liveStreams() == 2);
      waiting.send("POST", Served.CHAT, Served.chat("idle", STREAM));
      Served.await("one waits", () -> server.stats().waitingStreams() == 1);
      // A live stream may not have sent its head yet, and would then get an error response.
      Answer head = streamed.head();
      assertEquals(200, head.status());
      server.close();
      Answer answer = streamed.answer(head);
      assertTrue(answer.body().contains("\"code\":\"shutting_down\""), answer.body());
      assertFalse(answer.body().contains("[DONE]"), answer.body());
      for (RawClient client : List.of(folded, waiting)) {
        Answer refused = client.answer();
        assertEquals(503, refused.status());
        assertTrue(refused.body().contains("\"code\":\"shutting_down\""), refused.body());
      }
      assertTrue(streamed.isEnded());
      assertEquals(0, server.stats().openResponses());
      assertEquals(List.of(), log.lines());
      server.close();
    }
  }
}
