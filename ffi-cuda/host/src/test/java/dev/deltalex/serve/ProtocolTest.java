package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.serve.RawClient.Answer;
import dev.deltalex.wire.ReasoningEvents;
import dev.deltalex.wire.ReasoningField;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exact bytes of responses, except ids and times. */
class ProtocolTest {
  private static final String MESSAGES_TOOLS =
      "\"max_tokens\":100,\"tools\":[{\"name\":\"get_weather\",\"input_schema\":{\"type\":\"object\","
          + "\"properties\":{\"days\":{\"type\":\"integer\"}}}}],"
          + Served.USER;

  private static DeltalexServer server;

  @BeforeAll
  static void start() {
    server =
        DeltalexServer.start(
            Served.script(
                "{\"id\":\"call\",\"text\":\"" + Served.CALL + "\",\"cuts\":\"whole\"}",
                "{\"id\":\"chars\",\"text\":\"" + Served.CALL + "\",\"cuts\":\"chars:1\"}",
                "{\"id\":\"cut\",\"text\":\"One, two\",\"finish\":\"length\"}",
                "{\"id\":\"broken\",\"text\":\"One\",\"finish\":\"error\"}",
                "{\"id\":\"failed\",\"text\":\"\",\"finish\":\"error\"}",
                "{\"id\":\"two\",\"text\":\"<tool_call>\\n<function=get_weather>\\n</function>\\n"
                    + "</tool_call>\\n<tool_call>\\n<function=get_weather>\\n</function>\\n"
                    + "</tool_call>\",\"step_ms\":1}",
                "{\"id\":\"stop\",\"text\":\"One. END Two.\",\"cuts\":\"chars:3\"}",
                "{\"id\":\"call-by-word\",\"text\":\"" + Served.CALL + "\"}",
                two("one-by-one", "burst:1"),
                two("at-once", "burst:64"),
                two("in-between", "burst:7"),
                "{\"id\":\"hermes\",\"format\":\"hermes\",\"start\":\"reasoning\",\"text\":"
                    + "\"Hm.</think>Yes.\",\"cuts\":[2,7]}"));
  }

  @AfterAll
  static void stop() {
    Served.awaitNoTrace(server);
    server.close();
  }

  /** Two calls and content after them. */
  private static String two(String id, String cuts) {
    return "{\"id\":\""
        + id
        + "\",\"cuts\":\""
        + cuts
        + "\",\"text\":\""
        + Served.CALL
        + "\\n<tool_call>\\n<function=get_weather>\\n</function>\\n</tool_call>"
        + " and so on".repeat(30)
        + "\"}";
  }

  private static Answer chat(String id, String more) throws IOException {
    return RawClient.post(server, Served.CHAT, Served.chat(id, more));
  }

  /** Replaces ids and times, which differ between runs, by placeholders. */
  private static String plain(String body) {
    return body.replaceAll("(chatcmpl-|msg_|resp_|rs_|fc_|call_|toolu_)[0-9A-Za-z]{24}", "$1ID")
        .replaceAll("\"created(_at)?\":[0-9]+", "\"created$1\":0");
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"chatcmpl-ID\",\"object\":\"chat.completion.chunk\",\"created\":0,"
        + "\"model\":\"script:call\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  @Test
  void chatCompletionsAreStreamed() throws IOException {
    Answer answer = chat("call", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertEquals(200, answer.status());
    assertEquals("text/event-stream; charset=utf-8", answer.headers().get("content-type"));
    assertEquals("no-cache", answer.headers().get("cache-control"));
    String call = "{\"tool_calls\":[{\"index\":0,";
    assertEquals(
        chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null")
            + chunk("{\"reasoning_content\":\"Rome, then.\"}", "null")
            + chunk("{\"content\":\"I look. 🙂\\n\"}", "null")
            + chunk(
                call
                    + "\"id\":\"call_ID\",\"type\":\"function\",\"function\":"
                    + "{\"name\":\"get_weather\",\"arguments\":\"\"}}]}",
                "null")
            + chunk(
                call
                    + "\"function\":{\"arguments\":"
                    + "\"{\\\"location\\\":\\\"Rome\\\",\\\"days\\\":3}\"}}]}",
                "null")
            + chunk("{}", "\"tool_calls\"")
            + "data: {\"id\":\"chatcmpl-ID\",\"object\":\"chat.completion.chunk\",\"created\":0,"
            // The prompt is the tools and the message.
            + "\"model\":\"script:call\",\"choices\":[],\"usage\":{\"prompt_tokens\":84,"
            + "\"completion_tokens\":1,\"total_tokens\":85,\"prompt_tokens_details\":"
            + "{\"cached_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}}}\n\n"
            + "data: [DONE]\n\n",
        merged(plain(answer.body())));
  }

  /** Joins the deltas of the only call's arguments, whose division depends on the parser. */
  private static String merged(String events) {
    return events.replaceAll(
        "(\"arguments\":\"(?:[^\"\\\\]|\\\\.)+)\"\\}\\}\\]\\},\"finish_reason\":null\\}\\]\\}\n\n"
            + "data: [^\n]*?\"function\":\\{\"arguments\":\"",
        "$1");
  }

  @Test
  void chatCompletionsAreFolded() throws IOException {
    for (String id : new String[] {"call", "chars"}) {
      Answer answer = chat(id, "\"stream\":false");
      assertEquals(200, answer.status());
      assertEquals("application/json", answer.headers().get("content-type"));
      String body = plain(answer.body());
      assertTrue(
          body.startsWith(
              "{\"id\":\"chatcmpl-ID\",\"object\":\"chat.completion\",\"created\":0,"
                  + "\"model\":\"script:"
                  + id
                  + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                  + "\"content\":\"I look. 🙂\\n\",\"refusal\":null,"
                  + "\"reasoning_content\":\"Rome, then.\",\"tool_calls\":[{\"id\":\"call_ID\","
                  + "\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":"
                  + "\"{\\\"location\\\":\\\"Rome\\\",\\\"days\\\":3}\"}}]},\"logprobs\":null,"
                  + "\"finish_reason\":\"tool_calls\"}],\"usage\":{"),
          body);
    }
  }

  @Test
  void choicesAreIndependentStreams() throws IOException {
    String body = chat("cut", "\"n\":3").body();
    for (int i = 0; i < 3; i++) {
      assertTrue(
          body.contains(
              "{\"index\":"
                  + i
                  + ",\"message\":{\"role\":\"assistant\",\"content\":\"One, two\","
                  + "\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"length\"}"),
          body);
    }
  }

  @Test
  void messagesAreStreamed() throws IOException {
    Answer answer =
        RawClient.post(
            server,
            Served.MESSAGES,
            "{\"model\":\"script:call\",\"stream\":true," + MESSAGES_TOOLS + "}");
    assertEquals(200, answer.status());
    StringBuilder names = new StringBuilder();
    for (String line : answer.body().split("\n")) {
      if (line.startsWith("event: ")) {
        names.append(line.substring(7)).append(' ');
      }
    }
    assertTrue(
        names
            .toString()
            .matches(
                "message_start content_block_start (content_block_delta ){2}content_block_stop "
                    + "content_block_start content_block_delta content_block_stop "
                    + "content_block_start (content_block_delta )+content_block_stop "
                    + "message_delta message_stop "),
        names.toString());
    assertTrue(
        answer
            .body()
            .endsWith(
                "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
                    + "{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},\"usage\":"
                    + "{\"input_tokens\":54,\"cache_creation_input_tokens\":0,"
                    + "\"cache_read_input_tokens\":0,\"output_tokens\":1}}\n\n"
                    + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"),
        answer.body());
  }

  @Test
  void messagesAreFolded() throws IOException {
    Answer answer =
        RawClient.post(
            server, Served.MESSAGES, "{\"model\":\"script:chars\"," + MESSAGES_TOOLS + "}");
    String body = plain(answer.body());
    assertTrue(
        body.contains(
            "{\"type\":\"text\",\"text\":\"I look. 🙂\\n\"},{\"type\":\"tool_use\","
                + "\"id\":\"toolu_ID\",\"name\":\"get_weather\",\"input\":"
                + "{\"location\":\"Rome\",\"days\":3}}],\"stop_reason\":\"tool_use\""),
        body);
  }

  @Test
  void aStopSequenceIsReported() throws IOException {
    Answer answer =
        RawClient.post(
            server,
            Served.MESSAGES,
            "{\"model\":\"script:stop\",\"stop_sequences\":[\" END\"]," + MESSAGES_TOOLS + "}");
    assertTrue(answer.body().contains("[{\"type\":\"text\",\"text\":\"One.\"}]"), answer.body());
    assertTrue(
        answer.body().contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\" END\""),
        answer.body());
    assertTrue(chat("stop", "\"stop\":[\"zzz\",\" END\"]").body().contains("\"content\":\"One.\""));
  }

  @Test
  void theStopSequenceThatWasHitIsReported() throws IOException {
    String request =
        "{\"model\":\"script:stop\",\"stop_sequences\":[\"zzz\",\"ND\",\" END\",\"D T\"],";
    for (String stream : new String[] {"", "\"stream\":true,"}) {
      Answer answer =
          RawClient.post(server, Served.MESSAGES, request + stream + MESSAGES_TOOLS + "}");
      assertTrue(
          answer.body().contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\" END\""),
          answer.body());
    }
  }

  @Test
  void responsesAreStreamed() throws IOException {
    String request =
        "{\"model\":\"script:call\",\"stream\":true,\"input\":\"Hi\",\"instructions\":\"Be"
            + " \\\"so\\\"\","
            + "\"metadata\":{\"a\":\"b\"},\"temperature\":0.5,\"max_output_tokens\":77,\"tools\":["
            + "{\"type\":\"function\",\"name\":\"get_weather\"}]}";
    String body = RawClient.post(server, Served.RESPONSES, request).body();
    String last = body.substring(body.lastIndexOf("event: "));
    assertTrue(body.startsWith("event: response.created\n"), body);
    assertTrue(last.startsWith("event: response.completed\n"), last);
    for (String echoed :
        new String[] {
          "\"instructions\":\"Be \\\"so\\\"\"",
          "\"metadata\":{\"a\":\"b\"}",
          "\"temperature\":0.5",
          "\"max_output_tokens\":77",
          "\"tools\":[{\"type\":\"function\",\"name\":\"get_weather\"}]",
          "\"name\":\"get_weather\",\"arguments\":\"{\\\"location\\\":\\\"Rome\\\",\\\"days\\\":"
        }) {
      assertTrue(last.contains(echoed), echoed + " in " + last);
    }
  }

  @Test
  void responsesAreFolded() throws IOException {
    String request = "{\"model\":\"script:cut\",\"input\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    String body = RawClient.post(server, Served.RESPONSES, request).body();
    assertTrue(body.contains("\"status\":\"incomplete\""), body);
    assertTrue(body.contains("\"text\":\"One, two\""), body);
  }

  @Test
  void oneCallIsEnoughWithoutParallelCalls() throws IOException {
    String body = chat("two", "\"parallel_tool_calls\":false,\"stream\":true").body();
    assertEquals(1, body.split("\"name\":\"get_weather\"", -1).length - 1, body);
    assertTrue(body.contains("\"finish_reason\":\"tool_calls\""), body);
    assertTrue(body.endsWith("data: [DONE]\n\n"), body);
    assertEquals(
        2, chat("two", "\"stream\":true").body().split("\"name\":\"get_weather\"", -1).length - 1);
  }

  /** Usage counts the delivered tokens, for all divisions into bursts. */
  @Test
  void usageEndsWithTheOnlyCall() throws IOException {
    String usage = usage(chat("one-by-one", "\"parallel_tool_calls\":false"));
    String whole = usage(chat("one-by-one", "\"parallel_tool_calls\":true"));
    assertTrue(tokens(usage) < tokens(usage(chat("call-by-word", "\"n\":1"))) + 1, usage);
    assertTrue(tokens(usage) > 40, usage);
    assertTrue(tokens(usage) < tokens(whole) - 90, usage);
    for (String id : new String[] {"at-once", "in-between"}) {
      for (int i = 0; i < 5; i++) {
        assertEquals(usage, usage(chat(id, "\"parallel_tool_calls\":false")));
      }
    }
  }

  private static String usage(Answer answer) {
    return answer.body().substring(answer.body().indexOf("\"usage\":"));
  }

  private static int tokens(String usage) {
    String field = "\"completion_tokens\":";
    int at = usage.indexOf(field) + field.length();
    return Integer.parseInt(usage.substring(at, usage.indexOf(',', at)));
  }

  @Test
  void toolChoiceNoneReadsNoCalls() throws IOException {
    String body = chat("two", "\"tool_choice\":\"none\"").body();
    assertTrue(body.contains("\"content\":\"<tool_call>"), body);
    assertTrue(body.contains("\"finish_reason\":\"stop\""), body);
  }

  @Test
  void aNamedToolEndsWithStop() throws IOException {
    String named =
        "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}";
    String body = chat("call", named).body();
    assertTrue(body.contains("\"finish_reason\":\"stop\""), body);
    assertTrue(body.contains("\"name\":\"get_weather\""), body);
  }

  @Test
  void anEntrySaysItsFormatAndWhereItStarts() throws IOException {
    String body = chat("hermes", "\"stream\":false").body();
    assertTrue(body.contains("\"content\":\"Yes.\""), body);
    assertTrue(body.contains("\"reasoning_content\":\"Hm.\""), body);
  }

  @Test
  void anErrorBehindTextIsAnEvent() throws IOException {
    Answer answer;
    try (DeltalexServer other =
        DeltalexServer.start(Served.script(Served.BROKEN).withParkBytes(1))) {
      answer = RawClient.post(other, Served.CHAT, Served.chat("broken", "\"stream\":true"));
      Served.awaitNoTrace(other);
    }
    assertEquals(200, answer.status());
    assertTrue(
        answer
            .body()
            .endsWith(
                "data: {\"error\":{\"message\":\"The engine failed.\",\"type\":\"server_error\","
                    + "\"param\":null,\"code\":\"engine_failed\"}}\n\n"),
        answer.body());
  }

  @Test
  void anErrorBeforeTextIsAStatus() throws IOException {
    for (String stream : new String[] {"true", "false"}) {
      Answer answer = chat("failed", "\"stream\":" + stream);
      assertEquals(500, answer.status());
      assertEquals("application/json", answer.headers().get("content-type"));
      assertTrue(answer.body().contains("\"code\":\"engine_failed\""), answer.body());
    }
    assertEquals(500, chat("broken", "\"stream\":false").status());
  }

  @Test
  void aConnectionServesManyRequests() throws IOException {
    try (RawClient client = new RawClient(server)) {
      for (int i = 0; i < 3; i++) {
        client.send("POST", Served.CHAT, Served.chat("call", "\"stream\":true"));
        assertTrue(client.answer().body().endsWith("data: [DONE]\n\n"));
        client.send("GET", "/health", "");
        assertEquals(200, client.answer().status());
      }
    }
  }

  @Test
  void outputsAreTakenInTurn() throws IOException {
    String request = "{\"model\":\"script\"," + Served.USER + "}";
    try (DeltalexServer turns =
        DeltalexServer.start(Served.script("{\"text\":\"A\"}", "{\"text\":\"B\"}"))) {
      StringBuilder heard = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        String body = RawClient.post(turns, Served.CHAT, request).body();
        heard.append(body.contains("\"content\":\"A\"") ? 'A' : 'B');
      }
      assertEquals("ABAB", heard.toString());
    }
  }

  @Test
  void responsesHaveTheReasoningThatTheServerSays() throws IOException {
    for (ReasoningEvents shown : ReasoningEvents.values()) {
      ServeOptions options =
          Served.script("{\"id\":\"a\",\"text\":\"<think>Hm.</think>Yes.\"}")
              .withReasoningEvents(shown);
      try (DeltalexServer other = DeltalexServer.start(options)) {
        String body =
            RawClient.post(
                    other,
                    Served.RESPONSES,
                    "{\"model\":\"script:a\",\"input\":\"x\",\"stream\":true}")
                .body();
        assertEquals(
            shown != ReasoningEvents.SUMMARY, body.contains("response.reasoning_text.delta"));
        assertEquals(
            shown != ReasoningEvents.TEXT, body.contains("response.reasoning_summary_text.delta"));
      }
    }
    assertEquals(ReasoningEvents.SUMMARY, ServeOptions.DEFAULT.reasoningEvents());
  }

  @Test
  void reasoningGoesWhereTheServerSays() throws IOException {
    try (DeltalexServer other =
        DeltalexServer.start(
            Served.script("{\"id\":\"a\",\"text\":\"<think>Hm.</think>Yes.\"}")
                .withReasoningField(ReasoningField.REASONING))) {
      String body = RawClient.post(other, Served.CHAT, Served.chat("a", "\"stream\":false")).body();
      assertTrue(body.contains("\"reasoning\":\"Hm.\""), body);
    }
  }
}
