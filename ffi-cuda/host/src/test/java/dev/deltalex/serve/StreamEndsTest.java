package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.wire.WireProtocol;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual ends of streams leak nothing. */
class StreamEndsTest {
  private static final String IDLE = "{\"id\":\"idle\",\"text\":\"Hello\",\"finish\":\"never\"}";

  private static final String LONG =
      "{\"id\":\"long\",\"cuts\":\"chars:64\",\"text\":\""
          + "0123456789abcdef".repeat(20_000)
          + "\"}";

  private static final String LONG_CALL =
      "{\"id\":\"call\",\"cuts\":\"chars:64\",\"text\":\"<tool_call>\\n<function=get_weather>\\n"
          + "<parameter=location>\\n"
          + "0123456789abcdef".repeat(20_000)
          + "\\n</parameter>\\n</function>\\n</tool_call>\"}";

  private static String responses(String id) {
    return "{\"model\":\"script:"
        + id
        + "\",\"stream\":true,\"input\":\"x\",\"tools\":["
        + "{\"type\":\"function\",\"name\":\"get_weather\"}]}";
  }

  /** The last events repeat the whole text, and so does the error event for their failure. */
  @ParameterizedTest
  @ValueSource(strings = {"long", "call"})
  void aResponseWhoseLastEventsAreTooLongEnds(String id) throws IOException {
    ServeOptions options = Served.script(LONG, LONG_CALL).withStreamBytes(64 << 10);
    try (DeltalexServer server = DeltalexServer.start(options);
        RawClient client = new RawClient(server)) {
      client.send("POST", Served.RESPONSES, responses(id));
      assertEquals(200, client.head().status());
      String body = client.rest();
      assertFalse(body.contains("response.completed"), "not complete");
      Served.awaitNoTrace(server);
      assertEquals(0, server.stats().disconnects());
    }
  }

  /** While a response is sent, neither later requests nor the end of the connection are read. */
  @ParameterizedTest
  @CsvSource({"true,2", "false,2", "true,12", "false,12"})
  void aClientThatSentMoreAndLeftIsNoticed(String stream, int requests)
      throws IOException, InterruptedException {
    try (DeltalexServer server =
        DeltalexServer.start(Served.script(IDLE).withStreams(1).withHeartbeatMillis(1_000))) {
      try (RawClient client = new RawClient(server)) {
        for (int i = 0; i < requests; i++) {
          client.send("POST", Served.CHAT, Served.chat("idle", "\"stream\":" + stream));
        }
        Served.await("it has a slot", () -> server.stats().liveStreams() == 1);
        // By then the rest is read, or reading is suspended.
        Thread.sleep(100);
      }
      Served.awaitNoTrace(server);
    }
  }

  /** They need room for four times the text. */
  @Test
  void lastEventsHaveRoomForAQuarterOfTheBound() throws IOException {
    String text = "0123456789abcdef".repeat(13_000);
    String script = "{\"id\":\"q\",\"cuts\":\"chars:64\",\"text\":\"" + text + "\"}";
    try (DeltalexServer server =
        DeltalexServer.start(Served.script(script).withStreamBytes(1 << 20))) {
      String body = RawClient.post(server, Served.RESPONSES, responses("q")).body();
      int at = 0;
      for (String event :
          List.of("output_text.done", "content_part.done", "output_item.done", "completed")) {
        at = body.indexOf("event: response." + event + "\n", at);
        assertTrue(at > 0, event);
        assertTrue(body.indexOf(text, at) > at, event);
      }
      Served.awaitNoTrace(server);
    }
  }

  @Test
  void aModelThatFailsToBeginLeavesNothing() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Service service = new Service(Served.script(IDLE))) {
      ApiRequest request =
          RequestReader.read(
              WireProtocol.CHAT_COMPLETIONS,
              Served.chat("idle", "\"n\":3").getBytes(StandardCharsets.UTF_8),
              service.options(),
              service::countTokens);
      // The request was valid, so every exception is an error of the server.
      RuntimeException failure = new IllegalArgumentException("no more");
      Source.Model model =
          new FailingModel(Objects.requireNonNull(service.find("script:idle")), 2, failure);
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Context context = vertx.getOrCreateContext();
      context.runOnContext(nothing -> {
        try {
          new ResponseStream(service, request, context, new SilentClient()).open(model);
        } catch (RuntimeException e) {
          thrown.complete(e);
        }
      });
      assertSame(failure, thrown.get(30, TimeUnit.SECONDS));
      Served.await(
          "nothing is left", () -> service.metrics().stats(service.sources()).openResponses() == 0);
      assertEquals(0, service.metrics().stats(service.sources()).liveStreams());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  /** Fails after a number of streams. */
  private static final class FailingModel implements Source.Model {
    private final Source.Model model;
    private final RuntimeException failure;
    private int remaining;

    FailingModel(Source.Model model, int remaining, RuntimeException failure) {
      this.model = model;
      this.remaining = remaining;
      this.failure = failure;
    }

    @Override
    public Source source() {
      return model.source();
    }

    @Override
    public Source.Turn next(String prefill, int maxTokens) {
      if (remaining-- == 0) {
        throw failure;
      }
      return model.next(prefill, maxTokens);
    }
  }

  @Test
  void shutdownUnderLoadLeavesNothing() throws IOException {
    DeltalexServer server =
        DeltalexServer.start(
            Served.script(IDLE, LONG).withStreams(8).withQueue(100).withParkMillis(60_000));
    List<RawClient> clients = new ArrayList<>();
    try (Served.Log log = new Served.Log()) {
      for (int i = 0; i < 48; i++) {
        RawClient client = new RawClient(server, i % 3 == 0 ? 4_096 : 0);
        String path = i % 2 == 0 ? Served.CHAT : Served.RESPONSES;
        String id = i % 4 < 2 ? "idle" : "long";
        client.send(
            "POST",
            path,
            i % 2 == 0 ? Served.chat(id, "\"stream\":" + (i % 5 != 0)) : responses(id));
        clients.add(client);
        if (i % 7 == 0) {
          client.close();
        }
      }
      Served.await("they came", () -> server.stats().liveStreams() == 8);
      server.close();
      ServeStats stats = server.stats();
      assertEquals(0, stats.liveStreams());
      assertEquals(0, stats.waitingStreams());
      for (RawClient client : clients) {
        client.close();
      }
      Served.await("no response is open", () -> server.stats().openResponses() == 0);
      for (String line : log.lines()) {
        assertTrue(line.contains("the client disconnected"), line);
      }
    }
  }
}
