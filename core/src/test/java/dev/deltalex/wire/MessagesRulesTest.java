package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The Messages protocol; the order of its events is checked by {@link MessagesReader}. */
class MessagesRulesTest {
  private static final EventScript ALL =
      new EventScript()
          .reasoning("Think.")
          .content("Hello")
          .call("call_a", "{\"city\":\"Paris\"}")
          .content("\n")
          .call("functions.get:1", "")
          .content("Done.");

  private static MessagesReader read(EventScript script, FinishReason reason) {
    return MessagesReader.stream(Rendered.stream(WireProtocol.MESSAGES, RESPONSE, script, reason));
  }

  @Test
  void blocksFollowOneAnother() {
    MessagesReader read = read(ALL, FinishReason.TOOL_CALLS);
    assertTrue(read.isStopped());
    List<Kind> kinds = read.message().items().stream().map(ReadMessage.Item::kind).toList();
    assertEquals(List.of(Kind.REASONING, Kind.CONTENT, Kind.CALL, Kind.CALL, Kind.CONTENT), kinds);
  }

  @Test
  void eventsComeInTheOrderOfTheProtocol() {
    byte[] bytes =
        Rendered.stream(
            WireProtocol.MESSAGES,
            RESPONSE,
            new EventScript().reasoning("a").call("call_a", "{}"),
            FinishReason.TOOL_CALLS);
    assertEquals(
        List.of(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop"),
        SseReader.events(bytes).stream().map(SseReader.Event::name).toList());
  }

  @Test
  void idsOfToolUsesAreAsClientsExpectThem() {
    List<ReadMessage.Item> calls = read(ALL, FinishReason.TOOL_CALLS).message().calls();
    assertEquals("toolu_a", calls.get(0).id());
    assertEquals("toolu_functions_get_1", calls.get(1).id());
    EventScript odd = new EventScript().call("", "{}").call("toolu_x", "{}");
    calls = read(odd, FinishReason.TOOL_CALLS).message().calls();
    assertEquals("toolu_0", calls.get(0).id());
    assertEquals("toolu_x", calls.get(1).id());
  }

  @Test
  void stopReasonsAndStopSequence() {
    assertEquals("end_turn", read(ALL, FinishReason.STOP).message().finish());
    assertEquals("tool_use", read(ALL, FinishReason.TOOL_CALLS).message().finish());
    assertEquals("max_tokens", read(ALL, FinishReason.LENGTH).message().finish());
    assertNull(read(ALL, FinishReason.LENGTH).stopSequence());
    for (boolean folded : new boolean[] {false, true}) {
      WireBuffer out = new WireBuffer(1 << 20);
      WireRenderer renderer =
          (folded
                  ? WireProtocol.MESSAGES.body(RESPONSE, out)
                  : WireProtocol.MESSAGES.streaming(RESPONSE, out))
              .getFirst();
      renderer.stopString("\n\"END\"");
      new EventScript().content("a").play(renderer, FinishReason.STOP_STRING);
      if (folded) {
        Map<String, @Nullable Object> body = JsonTree.object(out.toByteArray());
        assertEquals("stop_sequence", body.get("stop_reason"));
        assertEquals("\n\"END\"", body.get("stop_sequence"));
      } else {
        MessagesReader read = MessagesReader.stream(out.toByteArray());
        assertEquals("stop_sequence", read.message().finish());
        assertEquals("\n\"END\"", read.stopSequence());
      }
    }
  }

  @Test
  void usageIsThereFirstAndLast() {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer = WireProtocol.MESSAGES.streaming(RESPONSE, out).getFirst();
    renderer.usage(100, 64, 0, 0);
    renderer.start();
    Map<String, @Nullable Object> start =
        object(SseReader.events(out.toByteArray()).getFirst().json(), "message");
    assertEquals(36L, object(start, "usage").get("input_tokens"));
    assertEquals(64L, object(start, "usage").get("cache_read_input_tokens"));
    renderer.usage(100, 64, 50, 30);
    ALL.play(renderer, FinishReason.TOOL_CALLS);
    MessagesReader read = MessagesReader.stream(out.toByteArray());
    assertEquals(50L, read.usage().get("output_tokens"));
    assertEquals(36L, read.usage().get("input_tokens"));
  }

  @Test
  void pingsKeepItAlive() {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer = WireProtocol.MESSAGES.streaming(RESPONSE, out).getFirst();
    renderer.start();
    renderer.heartbeat();
    new EventScript().content("a").play(renderer, 0, 1);
    renderer.heartbeat();
    renderer.finished(FinishReason.STOP);
    renderer.heartbeat();
    assertEquals(2, MessagesReader.stream(out.toByteArray()).pings());
  }

  @Test
  void errorsHaveTheirOwnForm() {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer = WireProtocol.MESSAGES.streaming(RESPONSE, out).getFirst();
    new EventScript().content("a").play(renderer, 0, 1);
    renderer.fail(new WireError(529, "Too much.", null, null));
    assertEquals("Too much.", MessagesReader.stream(out.toByteArray()).message().error());
    assertEquals("error", SseReader.events(out.toByteArray()).getLast().name());
    out.clear();
    WireProtocol.MESSAGES.writeError(new WireError(400, "is missing", "max_tokens", null), out);
    Map<String, @Nullable Object> error = object(JsonTree.object(out.toByteArray()), "error");
    assertEquals("invalid_request_error", error.get("type"));
    assertEquals("max_tokens: is missing", error.get("message"));
  }

  @Test
  void foldedInputOfACutCallIsStillAnObject() {
    String[] cuts = {
      "", "{", "{\"a\":\"b", "{\"a\":\"b\\\"", "{\"a\":[{\"b\":[1", "{\"a\":\"}]\"", "{\"a\":{}}"
    };
    for (String cut : cuts) {
      EventScript script = new EventScript().cutCall("call_a", cut);
      byte[] body = Rendered.body(WireProtocol.MESSAGES, RESPONSE, script, FinishReason.LENGTH);
      assertEquals(1, MessagesReader.body(body).calls().size(), cut);
    }
  }
}
