package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.array;
import static dev.deltalex.wire.JsonTree.asObject;
import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.JsonTree.string;
import static dev.deltalex.wire.Rendered.RESPONSE;
import static dev.deltalex.wire.Rendered.choice;
import static dev.deltalex.wire.Rendered.chunks;
import static dev.deltalex.wire.Rendered.delta;
import static dev.deltalex.wire.Rendered.stream;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.wire.ReadMessage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The rules of chat completions by their numbers, W1 to W20: what breaks real clients otherwise.
 */
class ChatCompletionRulesTest {
  private static final EventScript ALL =
      new EventScript()
          .reasoning("Think.")
          .content("Hello")
          .content(" there")
          .call("call_a", "{\"city\":\"Paris\"}")
          .content("\n")
          .call("call_b", "");

  private static final FinishReason CALLED = FinishReason.TOOL_CALLS;

  private static List<Map<String, @Nullable Object>> calls() {
    return chunks(ALL, CALLED).stream()
        .map(chunk -> delta(chunk))
        .filter(delta -> delta.containsKey("tool_calls"))
        .map(delta -> asObject(array(delta, "tool_calls").getFirst()))
        .toList();
  }

  private static WireBuffer buffer() {
    return new WireBuffer(1 << 20);
  }

  @Test
  void w01EveryChunkHasIdObjectCreatedModelAndChoices() {
    for (Map<String, @Nullable Object> chunk : chunks(ALL, CALLED)) {
      assertEquals("resp_1", chunk.get("id"));
      assertEquals("chat.completion.chunk", chunk.get("object"));
      assertEquals(1_700_000_000L, chunk.get("created"));
      assertEquals("a-model", chunk.get("model"));
      assertEquals(1, array(chunk, "choices").size());
      assertEquals(0L, choice(chunk).get("index"));
    }
  }

  @Test
  void w02FirstChunkIsTheRole() {
    Map<String, @Nullable Object> first = chunks(ALL, CALLED).getFirst();
    assertEquals(Map.of("role", "assistant", "content", ""), delta(first));
    assertTrue(choice(first).containsKey("finish_reason"));
    assertNull(choice(first).get("finish_reason"));
  }

  @Test
  void w02AllRolesComeBeforeAnyChoiceFinishes() {
    WireBuffer out = buffer();
    List<WireRenderer> choices =
        WireProtocol.CHAT_COMPLETIONS.streaming(
            RESPONSE.withChoices(3).withIncludeUsage(true), out);
    choices.get(1).usage(7, 0, 10, 2);
    new EventScript().content("one").play(choices.get(1), FinishReason.STOP);
    assertFalse(choices.get(1).isOver());
    choices.get(0).usage(7, 0, 20, 3);
    new EventScript().content("zero").play(choices.get(0), FinishReason.LENGTH);
    choices.get(2).usage(7, 0, 30, 4);
    ALL.play(choices.get(2), CALLED);
    assertTrue(choices.get(1).isOver());
    ChatReader read = ChatReader.stream(out.toByteArray(), 3);
    assertEquals("one", read.message(1).text(Kind.CONTENT));
    assertEquals("zero", read.message(0).text(Kind.CONTENT));
    assertEquals("length", read.message(0).finish());
    assertEquals("tool_calls", read.message(2).finish());
    assertEquals(60L, read.usage().get("completion_tokens"));
    assertEquals(67L, read.usage().get("total_tokens"));
    List<Map<String, @Nullable Object>> all = chunks(out.toByteArray());
    for (int i = 0; i < 3; i++) {
      assertEquals((long) i, choice(all.get(i)).get("index"));
      assertTrue(delta(all.get(i)).containsKey("role"));
    }
  }

  @Test
  void w02ChoicesAreFoldedIntoOneBody() {
    WireBuffer out = buffer();
    List<WireRenderer> choices = WireProtocol.CHAT_COMPLETIONS.body(RESPONSE.withChoices(2), out);
    new EventScript().content("one").play(choices.get(1), FinishReason.STOP);
    assertEquals(0, out.length());
    ALL.play(choices.get(0), CALLED);
    assertEquals("one", ChatReader.body(out.toByteArray(), 1).text(Kind.CONTENT));
    assertEquals(2, ChatReader.body(out.toByteArray(), 0).calls().size());
  }

  @Test
  void w03RoleComesOnce() {
    long roles =
        chunks(ALL, CALLED).stream().filter(chunk -> delta(chunk).containsKey("role")).count();
    assertEquals(1, roles);
  }

  @Test
  void w04DeltaIsAlwaysAnObject() {
    for (Map<String, @Nullable Object> chunk : chunks(ALL, CALLED)) {
      assertTrue(choice(chunk).get("delta") instanceof Map);
    }
  }

  @Test
  void w05FirstDeltaOfCallSaysAllButTheArguments() {
    Map<String, @Nullable Object> first = calls().getFirst();
    assertEquals(Set.of("index", "id", "type", "function"), first.keySet());
    assertEquals("call_a", first.get("id"));
    assertEquals("function", first.get("type"));
    assertEquals(Map.of("name", "get", "arguments", ""), first.get("function"));
  }

  @Test
  void w05CallWithoutIdGetsOne() {
    List<Map<String, @Nullable Object>> all = chunks(new EventScript().call("", "{}"), CALLED);
    assertEquals("call_0", asObject(array(delta(all.get(1)), "tool_calls").getFirst()).get("id"));
  }

  @Test
  void w06LaterDeltasOfCallSayTheArgumentsOnly() {
    Map<String, @Nullable Object> second = calls().get(1);
    assertEquals(Set.of("index", "function"), second.keySet());
    assertEquals(Map.of("arguments", "{\"city\":\"Paris\"}"), second.get("function"));
  }

  @Test
  void w07NameIsNeverSplit() {
    String name = "a_name.that-is_long".repeat(13);
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    renderer.callOpened(0, -1, "call_a", name, 0);
    renderer.callClosed(0, true, 0);
    renderer.finished(CALLED);
    assertEquals(
        name, ChatReader.stream(out.toByteArray(), 1).message(0).calls().getFirst().name());
  }

  @Test
  void w08ArgumentsAreStringsAndAnEmptyObjectForNone() {
    for (Map<String, @Nullable Object> call : calls()) {
      assertTrue(object(call, "function").get("arguments") instanceof String);
    }
    assertEquals(Map.of("arguments", "{}"), calls().get(3).get("function"));
  }

  @Test
  void w09IndexesAreDenseWhateverTheCallerCounts() {
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    for (int i = 0; i < 12; i++) {
      renderer.callOpened(3 * i, 0, "call_" + i, "get", 0);
      renderer.callClosed(3 * i, true, 0);
    }
    renderer.finished(CALLED);
    ReadMessage read = ChatReader.stream(out.toByteArray(), 1).message(0);
    assertEquals(12, read.calls().size());
    assertEquals("call_11", read.calls().getLast().id());
  }

  @Test
  void w10CallNeverFirstAppearsOnTheFinishChunk() {
    List<Map<String, @Nullable Object>> all = chunks(new EventScript().call("call_a", ""), CALLED);
    assertEquals(4, all.size()); // role, opener, {}, finish
    assertEquals(Map.of(), delta(all.get(3)));
    for (Map<String, @Nullable Object> chunk : all) {
      if (delta(chunk).containsKey("tool_calls")) {
        assertEquals(1, array(delta(chunk), "tool_calls").size());
      }
    }
  }

  @Test
  void w11WhitespaceBetweenAndAfterCallsIsNotSent() {
    EventScript script =
        new EventScript()
            .content(" \n")
            .call("call_a", "{}")
            .content("\r\n \t")
            .call("call_b", "{}")
            .content(" ".repeat(1024));
    byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, RESPONSE, script, CALLED);
    assertEquals(" \n", ChatReader.stream(bytes, 1).message(0).text(Kind.CONTENT));
  }

  @Test
  void w11TextBehindCallKeepsItsWhitespace() {
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    new EventScript().call("call_a", "{}").content("\n\n  So, ").play(renderer, 1, 1);
    renderer.finished(CALLED);
    assertEquals(
        "\n\n  So, ", ChatReader.stream(out.toByteArray(), 1).message(0).text(Kind.CONTENT));
  }

  @Test
  void w11MoreWhitespaceThanIsHeldIsContent() {
    String blanks = "\n".repeat(1025);
    EventScript script = new EventScript().call("call_a", "{}").content(blanks);
    byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, RESPONSE, script, CALLED);
    assertEquals(blanks, ChatReader.stream(bytes, 1).message(0).text(Kind.CONTENT));
  }

  @Test
  void w12DeltaCarriesOneOfContentReasoningAndCalls() {
    for (Map<String, @Nullable Object> chunk : chunks(ALL, CALLED).subList(1, 7)) {
      assertEquals(1, delta(chunk).size());
    }
  }

  @Test
  void w13OneEmptyFinishChunkIsLast() {
    List<Map<String, @Nullable Object>> all = chunks(ALL, CALLED);
    for (Map<String, @Nullable Object> chunk : all.subList(0, all.size() - 1)) {
      assertTrue(choice(chunk).containsKey("finish_reason"));
      assertNull(choice(chunk).get("finish_reason"));
    }
    assertEquals(Map.of(), delta(all.getLast()));
    assertEquals("tool_calls", choice(all.getLast()).get("finish_reason"));
  }

  private static String finish(FinishReason reason, WireResponse response) {
    byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, response, ALL, reason);
    byte[] body = Rendered.body(WireProtocol.CHAT_COMPLETIONS, response, ALL, reason);
    String finish = ChatReader.stream(bytes, 1).message(0).finish();
    assertEquals(finish, ChatReader.body(body, 0).finish());
    return finish;
  }

  @Test
  void w14FinishReasonIsOneOfTheKnown() {
    assertEquals("stop", finish(FinishReason.STOP, RESPONSE));
    assertEquals("stop", finish(FinishReason.STOP_STRING, RESPONSE));
    assertEquals("length", finish(FinishReason.LENGTH, RESPONSE));
    assertEquals("tool_calls", finish(CALLED, RESPONSE));
  }

  @Test
  void w14FinishReasonFollowsToolChoice() {
    for (ParserOptions.ToolChoice choice : ParserOptions.ToolChoice.values()) {
      String expected = choice == ParserOptions.ToolChoice.NAMED ? "stop" : "tool_calls";
      assertEquals(expected, finish(CALLED, RESPONSE.withToolChoice(choice)));
      assertEquals("length", finish(FinishReason.LENGTH, RESPONSE.withToolChoice(choice)));
    }
  }

  @Test
  void w14OneCallEndsTheGenerationIfTheRequestSaysSo() {
    for (WireProtocol protocol : WireProtocol.values()) {
      WireBuffer out = buffer();
      WireRenderer renderer =
          protocol.streaming(RESPONSE.withParallelToolCalls(false), out).getFirst();
      new EventScript().content("Hm").call("call_a", "{}").play(renderer, 0, 9);
      assertTrue(renderer.isSatisfied());
      int length = out.length();
      new EventScript().content("more").call("call_b", "{}").play(renderer, 0, 9);
      assertEquals(length, out.length(), "something was written behind the only call");
      renderer.finished(FinishReason.LENGTH);
      assertTrue(renderer.isOver());
      ReadMessage read =
          switch (protocol) {
            case CHAT_COMPLETIONS -> ChatReader.stream(out.toByteArray(), 1).message(0);
            case MESSAGES -> MessagesReader.stream(out.toByteArray()).message();
            case RESPONSES -> ResponsesReader.stream(out.toByteArray()).message();
          };
      assertEquals(1, read.calls().size());
      assertTrue(Set.of("tool_calls", "tool_use", "completed").contains(read.finish()));
    }
  }

  @Test
  void w15UsageIsOneChunkBehindTheFinishChunkIfAskedFor() {
    WireBuffer out = buffer();
    WireRenderer renderer =
        WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE.withIncludeUsage(true), out).getFirst();
    renderer.usage(100, 64, 50, 30);
    ALL.play(renderer, CALLED);
    List<Map<String, @Nullable Object>> all = chunks(out.toByteArray());
    assertEquals("tool_calls", choice(all.get(all.size() - 2)).get("finish_reason"));
    Map<String, @Nullable Object> last = all.getLast();
    assertEquals(List.of(), last.get("choices"));
    Map<String, @Nullable Object> usage = object(last, "usage");
    assertEquals(100L, usage.get("prompt_tokens"));
    assertEquals(50L, usage.get("completion_tokens"));
    assertEquals(150L, usage.get("total_tokens"));
    assertEquals(Map.of("cached_tokens", 64L), usage.get("prompt_tokens_details"));
    assertEquals(Map.of("reasoning_tokens", 30L), usage.get("completion_tokens_details"));
  }

  @Test
  void w15NoChunkMentionsUsageOtherwise() {
    for (Map<String, @Nullable Object> chunk : chunks(ALL, CALLED)) {
      assertFalse(chunk.containsKey("usage"));
    }
  }

  @Test
  void w16ReasoningFieldIsAnOption() {
    for (ReasoningField field : ReasoningField.values()) {
      WireResponse response = RESPONSE.withReasoningField(field);
      EventScript script = new EventScript().reasoning("a \"b\"\n\ud83d\ude00");
      byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, response, script, FinishReason.STOP);
      Map<String, @Nullable Object> delta = delta(chunks(bytes).get(1));
      Map<String, @Nullable Object> message =
          object(
              asObject(
                  array(
                          JsonTree.object(
                              Rendered.body(
                                  WireProtocol.CHAT_COMPLETIONS,
                                  response,
                                  script,
                                  FinishReason.STOP)),
                          "choices")
                      .getFirst()),
              "message");
      for (String name : List.of("reasoning_content", "reasoning")) {
        boolean has =
            field == ReasoningField.BOTH
                || name.equals("reasoning") == (field == ReasoningField.REASONING);
        assertEquals(has ? "a \"b\"\n\ud83d\ude00" : null, delta.get(name));
        assertEquals(has ? "a \"b\"\n\ud83d\ude00" : null, message.get(name));
      }
    }
  }

  @Test
  void w17NothingIsEmptyOrNullInADelta() {
    List<Map<String, @Nullable Object>> all = chunks(ALL, CALLED);
    for (Map<String, @Nullable Object> chunk : all.subList(1, all.size() - 1)) {
      for (Object value : delta(chunk).values()) {
        assertFalse(value == null || value.equals("") || value.equals(List.of()));
      }
    }
  }

  @Test
  void w18ErrorBeforeTheFirstByteIsABody() {
    WireBuffer out = buffer();
    WireError error = new WireError(400, "n is \"0\"", "n", null);
    WireProtocol.CHAT_COMPLETIONS.writeError(error, out);
    Map<String, @Nullable Object> read = object(JsonTree.object(out.toByteArray()), "error");
    assertEquals("n is \"0\"", read.get("message"));
    assertEquals("invalid_request_error", read.get("type"));
    assertEquals("n", read.get("param"));
    assertTrue(read.containsKey("code"));
  }

  @Test
  void w18ErrorInTheStreamIsItsLastEvent() {
    WireBuffer out = buffer();
    List<WireRenderer> choices =
        WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE.withChoices(2), out);
    new EventScript().content("Hello").play(choices.get(0), 0, 9);
    new EventScript().content("Hi").play(choices.get(1), 0, 9);
    choices.get(0).fail(new WireError(503, "The device is gone.", null, "device_lost"));
    assertTrue(choices.get(1).isOver());
    int length = out.length();
    ALL.play(choices.get(1), CALLED);
    choices.get(1).heartbeat();
    choices.get(0).finished(FinishReason.ERROR);
    assertEquals(length, out.length(), "something was written behind the error");
    List<SseReader.Event> events = SseReader.events(out.toByteArray());
    Map<String, @Nullable Object> error = object(events.getLast().json(), "error");
    assertEquals("The device is gone.", error.get("message"));
    assertEquals("server_error", error.get("type"));
    assertEquals("device_lost", error.get("code"));
  }

  @Test
  void w18ClientThatLeftIsToldNothing() {
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    new EventScript().content("Hello").play(renderer, 0, 9);
    int length = out.length();
    renderer.finished(FinishReason.CANCELLED);
    assertEquals(length, out.length());
    assertTrue(renderer.isOver());
  }

  @Test
  void w19EventsAreDataLinesAndDoneIsLast() {
    byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, RESPONSE, ALL, CALLED);
    String text = Rendered.text(bytes);
    assertTrue(text.startsWith("data: {"));
    assertTrue(text.endsWith("}\n\ndata: [DONE]\n\n"));
    assertTrue(SseReader.events(bytes).getLast().isDone());
  }

  @Test
  void w19HeartbeatIsACommentBetweenEvents() {
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    renderer.heartbeat();
    new EventScript().content("a \ud83d").play(renderer, 0, 1);
    renderer.heartbeat();
    new EventScript().content("\ude00").play(renderer, 0, 1);
    renderer.finished(FinishReason.STOP);
    renderer.heartbeat();
    assertEquals(2, SseReader.comments(out.toByteArray()).size());
    ReadMessage read = ChatReader.stream(out.toByteArray(), 1).message(0);
    assertEquals("a \ud83d\ude00", read.text(Kind.CONTENT));
  }

  @Test
  void w19EveryEventIsThereAtOnce() {
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    renderer.start();
    for (String word : List.of("one", "two")) {
      out.clear();
      renderer.content(word.toCharArray(), 0, word.length(), 0);
      assertEquals(word, delta(chunks(out.toByteArray()).getFirst()).get("content"));
    }
  }

  @Test
  void w20DeltasEndOnCodePointsAndStringsAreEscaped() {
    String text = "\u0000\u001f\"\\/\u007f\u2028\u2029\u00e9\u4e2d\ud83d\ude00\n\t\b\f\r";
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    new EventScript().content(text).play(renderer, 0, 1);
    renderer.finished(FinishReason.STOP);
    String wire = Rendered.text(out.toByteArray());
    for (String escape :
        List.of("\\u0000", "\\u001f", "\\\"", "\\\\", "\\u2028", "\\u2029", "\\n")) {
      assertTrue(wire.contains(escape), escape);
    }
    assertEquals(-1, wire.indexOf('\u2028'));
    assertEquals(text, ChatReader.stream(out.toByteArray(), 1).message(0).text(Kind.CONTENT));
    assertArrayEquals(out.toByteArray(), wire.getBytes(StandardCharsets.UTF_8), "not UTF-8");
  }

  @Test
  void w20LoneSurrogatesAreReplacedNeverDropped() {
    WireBuffer out = buffer();
    WireRenderer renderer = WireProtocol.CHAT_COMPLETIONS.streaming(RESPONSE, out).getFirst();
    renderer.reasoning(new char[] {'r', '\ud83d'}, 0, 2, 0);
    renderer.content(new char[] {'\ude00', 'c', '\ud83d'}, 0, 3, 2);
    renderer.content(new char[] {'\ud83d'}, 0, 1, 5);
    renderer.content(new char[] {'\ude00', '\ude00'}, 0, 2, 6);
    renderer.callOpened(0, 0, "call_a", "get", 8);
    renderer.arguments(0, "{\"a\":\"\ud83d".toCharArray(), 0, 7, 8);
    renderer.arguments(0, "\"}".toCharArray(), 0, 2, 9);
    renderer.callClosed(0, true, 9);
    renderer.finished(CALLED);
    ReadMessage read = ChatReader.stream(out.toByteArray(), 1).message(0);
    assertEquals("r\ufffd", read.text(Kind.REASONING));
    assertEquals("\ufffdc\ufffd\ud83d\ude00\ufffd", read.text(Kind.CONTENT));
    assertEquals("{\"a\":\"\ufffd\"}", read.calls().getFirst().text());
  }

  @Test
  void aCallThatWasCutIsReadAsFarAsItCame() {
    EventScript script = new EventScript().cutCall("call_a", "{\"city\":\"Par");
    byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, RESPONSE, script, FinishReason.LENGTH);
    ReadMessage read = ChatReader.stream(bytes, 1).message(0);
    assertEquals("{\"city\":\"Par", read.calls().getFirst().text());
    assertEquals("length", read.finish());
    assertEquals("get", string(object(calls().getFirst(), "function"), "name"));
  }
}
