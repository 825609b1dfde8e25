package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.loop.LoopOptions;
import dev.deltalex.serve.RawClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server with the reference loop, its page and its metrics. */
class ReferenceLoopTest {
  private static DeltalexServer server;

  @BeforeAll
  static void start() {
    server =
        DeltalexServer.start(
            ServeOptions.DEFAULT
                .withLoop(LoopOptions.Kind.HOST)
                .withScript(Script.parse("{\"id\":\"a\",\"text\":\"" + Served.CALL + "\"}"))
                .withMaxTokens(300));
  }

  @AfterAll
  static void stop() {
    Served.awaitNoTrace(server);
    server.close();
  }

  private static String chat(String more, String user) throws IOException {
    Answer answer =
        RawClient.post(
            server,
            Served.CHAT,
            "{\"model\":\"deltalex-ngram\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + user
                + "\"}],"
                + more
                + Served.TOOLS
                + "}");
    assertEquals(200, answer.status(), answer.body());
    return answer
        .body()
        .replaceAll("(chatcmpl-|call_)[0-9A-Za-z]{24}", "$1ID")
        .replaceAll("\"created\":[0-9]+", "\"created\":0");
  }

  @Test
  void aSeedChoosesTheAnswer() throws IOException {
    String first = chat("\"seed\":1,", "Hi");
    assertEquals(first, chat("\"seed\":1,", "Hi"));
    assertNotEquals(first, chat("\"seed\":2,", "Hi"));
    assertNotEquals(first, chat("\"seed\":1,", "Ho"));
    // Of the tools and the message, by the model's tokenizer.
    assertTrue(first.contains("\"prompt_tokens\":72,"), first);
  }

  /** Model and parser continue after the client's prefill. */
  @Test
  void anAnswerThatBeginsInReasoningGoesOnThere() throws IOException {
    String begun = "Hi\"},{\"role\":\"assistant\",\"content\":\"<think>\\nLet me";
    for (int seed = 1; seed <= 5; seed++) {
      String body = chat("\"seed\":" + seed + ",", begun);
      assertTrue(body.contains("\"reasoning_content\":\""), body);
      assertFalse(body.contains("</think>"), body);
      assertFalse(body.contains("Let me"), body);
    }
  }

  @Test
  void tokensAreLimited() throws IOException {
    String body = chat("\"seed\":1,\"max_tokens\":5,", "Hi");
    assertTrue(body.contains("\"finish_reason\":\"length\""), body);
    assertTrue(body.contains("\"completion_tokens\":5,"), body);
  }

  @Test
  void everyFormatIsAModel() throws IOException {
    String models = RawClient.get(server, "/v1/models").body();
    assertTrue(models.contains("\"deltalex-ngram\""), models);
    assertTrue(models.contains("\"deltalex-ngram:hermes\""), models);
    assertTrue(models.contains("\"script:a\""), models);
    for (String stream : new String[] {"true", "false"}) {
      Answer answer =
          RawClient.post(
              server,
              Served.RESPONSES,
              "{\"model\":\"deltalex-ngram:hermes\",\"input\":\"x\",\"stream\":" + stream + "}");
      assertEquals(200, answer.status());
    }
  }

  @Test
  void aliasesOfFormatsAreModelsThatAreNotListed() throws IOException {
    String models = RawClient.get(server, "/v1/models").body();
    int aliases = 0;
    for (WireFormat format : Formats.all()) {
      String name = "\"deltalex-ngram:" + format.name() + "\"";
      assertEquals(models.indexOf(name), models.lastIndexOf(name), name);
      assertTrue(models.contains(name), name);
      for (String alias : format.aliases()) {
        aliases++;
        assertFalse(models.contains("\"deltalex-ngram:" + alias + "\""), alias);
        String path = "/v1/models/deltalex-ngram:" + alias;
        assertEquals(200, RawClient.get(server, path).status(), alias);
      }
    }
    assertTrue(aliases > 0);
  }

  /** The prompt has the tokens of its texts, and grows with them. */
  @Test
  void promptTokensAreThoseOfTheTexts() throws IOException {
    int one = inputTokens("\"Hello\"", "");
    int two = inputTokens("\"Hello, how are you today?\"", "");
    assertTrue(one > 0 && two > one + 3, one + ", " + two);
    assertTrue(inputTokens("\"Hello\"", "\"system\":\"You are a helpful assistant.\",") > one + 3);
    assertTrue(
        inputTokens("\"Hello\"", "\"tools\":[{\"name\":\"get_weather\",\"input_schema\":{}}],")
            > one + 5);
    String body =
        RawClient.post(
                server,
                Served.MESSAGES,
                "{\"model\":\"deltalex-ngram\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"Hello, how are you today?\"}]}")
            .body();
    assertTrue(body.contains("\"input_tokens\":" + two + ","), two + " in " + body);
    Answer unknown = count("\"model\":\"none\"," + Served.USER);
    assertEquals(404, unknown.status(), unknown.body());
    assertEquals(400, count("\"model\":\"deltalex-ngram\"").status());
    assertEquals(405, RawClient.get(server, Served.MESSAGES + "/count_tokens").status());
  }

  private static int inputTokens(String content, String more) throws IOException {
    Answer answer =
        count(
            more
                + "\"model\":\"deltalex-ngram\",\"messages\":[{\"role\":\"user\",\"content\":"
                + content
                + "}]");
    assertEquals(200, answer.status(), answer.body());
    assertEquals("application/json", answer.headers().get("content-type"));
    String start = "{\"input_tokens\":";
    assertTrue(answer.body().startsWith(start), answer.body());
    return Integer.parseInt(answer.body().substring(start.length(), answer.body().indexOf('}')));
  }

  private static Answer count(String members) throws IOException {
    return RawClient.post(server, Served.MESSAGES + "/count_tokens", "{" + members + "}");
  }

  @Test
  void manyStreamsAtATime() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RawClient client = new RawClient(server);
      client.send(
          "POST",
          Served.CHAT,
          "{\"model\":\"deltalex-ngram\",\"stream\":true,\"seed\":" + i + "," + Served.USER + "}");
      clients.add(client);
    }
    for (RawClient client : clients) {
      Answer answer = client.answer();
      assertEquals(200, answer.status(), answer.body());
      assertTrue(answer.body().endsWith("data: [DONE]\n\n"), answer.body());
      client.close();
    }
  }

  @Test
  void thePageIsServed() throws IOException {
    Answer page = RawClient.get(server, "/");
    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.headers().get("content-type"));
    assertTrue(page.headers().get("content-security-policy").startsWith("default-src 'none'"));
    assertTrue(page.body().contains("not a large language\n    model"), page.body());
  }

  /**
   * Waits until at most a number of streams is inspected; an ended one is counted for a moment
   * longer.
   */
  private static void awaitShown(int most) {
    String name = "\ndeltalex_streams_shown ";
    Served.await(
        most + " streams are shown",
        () -> {
          try {
            String metrics = RawClient.get(server, "/metrics").body();
            int at = metrics.indexOf(name) + name.length();
            return Double.parseDouble(metrics.substring(at, metrics.indexOf('\n', at))) <= most;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aStreamIsShownBurstByBurst() throws IOException {
    for (String model : new String[] {"deltalex-ngram", "script:a"}) {
      awaitShown(3);
      Answer answer =
          RawClient.post(
              server,
              "/debug/stream",
              "{\"model\":\"" + model + "\",\"prompt\":\"Hi\",\"step_ms\":0,\"seed\":3}");
      assertEquals(200, answer.status());
      for (String type : new String[] {"burst", "held", "call_opened", "arguments", "finished"}) {
        assertTrue(answer.body().contains("data: {\"type\":\"" + type + "\""), answer.body());
      }
    }
    Answer wrong = RawClient.post(server, "/debug/stream", "{\"model\":\"nope\"}");
    assertEquals(400, wrong.status());
    assertTrue(wrong.body().contains("\"param\":\"model\""), wrong.body());
  }

  @Test
  void whoeverLeavesWhileWatchingIsForgotten() throws IOException {
    for (int i = 0; i < 8; i++) {
      // At most four sessions; a disconnected one ends when its thread detects it.
      awaitShown(3);
      RawClient client = new RawClient(server);
      client.send(
          "POST", "/debug/stream", "{\"model\":\"deltalex-ngram\",\"step_ms\":5,\"seed\":3}");
      client.lineWith("burst");
      client.close();
    }
    awaitShown(0);
    String another = "{\"model\":\"script:a\",\"step_ms\":0}";
    assertEquals(200, RawClient.post(server, "/debug/stream", another).status());
    awaitShown(0);
  }

  @Test
  void metricsAreCounted() throws IOException {
    chat("\"seed\":1,", "Hi");
    RawClient.post(server, Served.CHAT, Served.chat("a", "\"stream\":true"));
    Answer answer = RawClient.get(server, "/metrics");
    assertEquals("text/plain; version=0.0.4; charset=utf-8", answer.headers().get("content-type"));
    String text = answer.body();
    for (String line : text.split("\n")) {
      assertTrue(
          line.matches(
              "# (HELP|TYPE) deltalex_[a-z0-9_]+ .*|deltalex_[a-z0-9_]+(\\{.*\\})? [0-9.E-]+"),
          line);
    }
    for (String name :
        new String[] {
          "streams_total", "tokens_total", "bursts_total", "parse_sampled_seconds_total",
          "held_chars", "tool_calls_total", "cancels_total", "streams_parked",
          "longest_callback_seconds"
        }) {
      assertTrue(text.contains("\ndeltalex_" + name + "{source=\"ngram\"} "), name);
      assertTrue(text.contains("\ndeltalex_" + name + "{source=\"script\"} "), name);
    }
    assertTrue(text.contains("\ndeltalex_tool_calls_total{source=\"script\"} "), text);
    assertTrue(text.contains("\ndeltalex_recoveries_total "), text);
    assertTrue(
        text.contains("deltalex_requests_total{route=\"/v1/chat/completions\",status=\"200\"} "),
        text);
    ServeStats stats = server.stats();
    assertTrue(stats.tokens() > 0 && stats.bursts() > 0 && stats.calls() > 0, stats.toString());
  }

  @Test
  void health() throws IOException {
    Answer answer = RawClient.get(server, "/health");
    assertEquals(200, answer.status());
    assertTrue(
        answer.body().startsWith("{\"status\":\"ok\",\"sources\":[{\"source\":\"ngram\","),
        answer.body());
    assertTrue(server.description().startsWith("host: 1 thread"), server.description());
  }
}
