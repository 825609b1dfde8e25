package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.array;
import static dev.deltalex.wire.JsonTree.asObject;
import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.JsonTree.string;
import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.testkit.JsonEscaper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of custom tools, whose text streams unescaped, and of tools in a namespace. */
class CustomCallTest {
  private static final WireResponse CUSTOM =
      RESPONSE.withCallForms(List.of(new CallForm(CallForm.Type.CUSTOM, null)));
  private static final WireResponse IN_NAMESPACE =
      RESPONSE.withCallForms(List.of(new CallForm(CallForm.Type.FUNCTION, "agents\"1")));

  private static final String TEXT =
      "*** Begin Patch\n\"a\\b\"\t\u0001\u00e9\u2028{\"input\":\"x\"}\ud83d\ude00\ud83d end\r\n";

  private static String arguments(String input) {
    return "{\"input\":\"" + JsonEscaper.escape(input) + "\"}";
  }

  /** As the wire replaces a lone surrogate. */
  private static String wire(String text) {
    return text.replace("\ud83d end", "\ufffd end");
  }

  private static byte[] stream(WireProtocol protocol, String arguments, int most) {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer = protocol.streaming(CUSTOM, out).getFirst();
    new EventScript().content("So:").call("call_1", arguments).play(renderer, most, most);
    renderer.finished(FinishReason.TOOL_CALLS);
    return out.toByteArray();
  }

  /** The text was sent already when the member is repeated; two texts in a row are neither. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"input\":\"x\",\"input\":\"y\"}|x",
        "{\"input\":\"x\",\"a\":\"b\",\"input\":\"y\",\"input\":\"z\"}|x",
        "{\"input\":\"\",\"input\":\"y\"}|``",
        "{\"input\":7,\"input\":\"y\"}|y",
      })
  void theFirstTextCounts(String arguments, String input) {
    for (int most : new int[] {1, 3, Integer.MAX_VALUE}) {
      List<SseReader.Event> events =
          SseReader.events(stream(WireProtocol.RESPONSES, arguments, most));
      assertEquals(input, string(events.get(events.size() - 3).json(), "input"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, Integer.MAX_VALUE})
  void chatCompletionsStreamTheInput(int most) {
    StringBuilder input = new StringBuilder();
    List<Map<String, @Nullable Object>> calls = new ArrayList<>();
    byte[] bytes = stream(WireProtocol.CHAT_COMPLETIONS, arguments(TEXT), most);
    for (Map<String, @Nullable Object> chunk : Rendered.chunks(bytes)) {
      if (Rendered.delta(chunk).containsKey("tool_calls")) {
        Map<String, @Nullable Object> call =
            asObject(array(Rendered.delta(chunk), "tool_calls").getFirst());
        calls.add(call);
        assertFalse(call.containsKey("function"), call::toString);
        input.append(string(object(call, "custom"), "input"));
      }
    }
    assertEquals("custom", calls.getFirst().get("type"));
    assertEquals("call_1", calls.getFirst().get("id"));
    assertEquals("get", object(calls.getFirst(), "custom").get("name"));
    assertFalse(calls.getLast().containsKey("type"));
    assertEquals(wire(TEXT), wire(input.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, Integer.MAX_VALUE})
  void responsesStreamTheInput(int most) {
    byte[] bytes = stream(WireProtocol.RESPONSES, arguments(TEXT), most);
    List<SseReader.Event> events = SseReader.events(bytes);
    String delta = "response.custom_tool_call_input.delta";
    assertEquals(
        wire(TEXT),
        wire(
            events.stream()
                .filter(event -> event.name().equals(delta))
                .map(event -> string(event.json(), "delta"))
                .collect(Collectors.joining())));
    List<String> names =
        events.stream()
            .map(SseReader.Event::name)
            .filter(name -> !name.equals(delta))
            .map(name -> name.substring("response.".length()))
            .toList();
    assertEquals(
        List.of(
            "output_item.added", "custom_tool_call_input.done", "output_item.done", "completed"),
        names.subList(names.size() - 4, names.size()));
    Map<String, @Nullable Object> done = events.get(events.size() - 3).json();
    assertEquals(wire(TEXT), wire(string(done, "input")));
    assertFalse(done.containsKey("arguments"));
    Map<String, @Nullable Object> item = object(events.get(events.size() - 2).json(), "item");
    checkItem(item);
    assertEquals(done.get("item_id"), item.get("id"));
    Map<String, @Nullable Object> response = object(events.getLast().json(), "response");
    assertEquals(item, array(response, "output").getLast());
  }

  private static void checkItem(Map<String, @Nullable Object> item) {
    assertEquals("custom_tool_call", item.get("type"));
    assertTrue(string(item, "id").startsWith("ctc_"), item::toString);
    assertEquals("call_1", item.get("call_id"));
    assertEquals("get", item.get("name"));
    assertEquals("completed", item.get("status"));
    assertEquals(wire(TEXT), wire(string(item, "input")));
    assertFalse(item.containsKey("arguments"));
  }

  @Test
  void bodiesHaveTheInput() {
    EventScript script = new EventScript().call("call_1", arguments(TEXT));
    byte[] chat =
        Rendered.body(WireProtocol.CHAT_COMPLETIONS, CUSTOM, script, FinishReason.TOOL_CALLS);
    Map<String, @Nullable Object> message = object(Rendered.choice(object(chat)), "message");
    assertTrue(message.containsKey("content"));
    assertEquals(null, message.get("content"));
    Map<String, @Nullable Object> call = asObject(array(message, "tool_calls").getFirst());
    assertEquals("custom", call.get("type"));
    assertEquals("get", object(call, "custom").get("name"));
    assertEquals(wire(TEXT), wire(string(object(call, "custom"), "input")));
    byte[] responses =
        Rendered.body(WireProtocol.RESPONSES, CUSTOM, script, FinishReason.TOOL_CALLS);
    checkItem(asObject(array(object(responses), "output").getFirst()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|``",
        "{}|``",
        "{\"input\":\"\"}|``",
        "{\"input\":7}|``",
        "{\"input\":[\"a\"],\"x\":\"b\"}|``",
        "{\"x\":\"input\",\"y\":{\"input\":\"no\"},\"input\":\"yes\"}|yes",
        "{\"x\":[{\"input\":\"no\"},\"input\",\"b\"],\"input\":\"yes\"}|yes",
        "{ \"input\" : \"yes\" , \"z\":\"no\"}|yes",
        "{\"inpu\":\"a\",\"inputs\":\"b\",\"in\\u0070ut\":\"yes\",\"\\\"input\":\"c\"}|yes",
        "{\"input\":\"a\\\\\\\"\\/\\u0041\\ud83d\\ude00\"}|a\\\"/A\ud83d\ude00",
        "{\"input\":\"cut.\\u00|cut.",
        "{\"inp|``"
      })
  void onlyTheInputIsWritten(@Nullable String arguments, @Nullable String meant) {
    for (int most = 1; most < 5; most++) {
      byte[] bytes = stream(WireProtocol.RESPONSES, arguments == null ? "" : arguments, most);
      Map<String, @Nullable Object> response =
          object(SseReader.events(bytes).getLast().json(), "response");
      String input = string(asObject(array(response, "output").getLast()), "input");
      assertEquals(meant == null ? "" : meant, input, arguments);
    }
  }

  /** Free text does not show that it was cut, so the choice says so; an item has its status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true|{\"input\":\"*** Begin Pa|length|incomplete",
        "true|{\"input\":\"all\"|length|incomplete",
        "false|{\"text\":\"all\"}|length|incomplete",
        "false|{}|length|incomplete",
        "false|{\"input\":\"\"}|tool_calls|completed",
      })
  void inputThatIsCutOrMissingIsNotComplete(
      boolean cut, String arguments, String reason, String status) {
    EventScript script = new EventScript();
    script = cut ? script.cutCall("call_1", arguments) : script.call("call_1", arguments);
    FinishReason end = cut ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    byte[] body = Rendered.body(WireProtocol.CHAT_COMPLETIONS, CUSTOM, script, end);
    assertEquals(reason, Rendered.choice(object(body)).get("finish_reason"));
    byte[] stream = Rendered.stream(WireProtocol.CHAT_COMPLETIONS, CUSTOM, script, end);
    assertEquals(reason, Rendered.choice(Rendered.chunks(stream).getLast()).get("finish_reason"));
    byte[] responses = Rendered.body(WireProtocol.RESPONSES, CUSTOM, script, end);
    assertEquals(status, asObject(array(object(responses), "output").getFirst()).get("status"));
  }

  @Test
  void aCallOfATargetInANamespaceSaysWhich() {
    EventScript script = new EventScript().call("call_1", "{\"a\":1}");
    for (boolean streamed : new boolean[] {true, false}) {
      byte[] bytes =
          streamed
              ? Rendered.stream(
                  WireProtocol.RESPONSES, IN_NAMESPACE, script, FinishReason.TOOL_CALLS)
              : Rendered.body(
                  WireProtocol.RESPONSES, IN_NAMESPACE, script, FinishReason.TOOL_CALLS);
      Map<String, @Nullable Object> response =
          streamed ? object(SseReader.events(bytes).getLast().json(), "response") : object(bytes);
      Map<String, @Nullable Object> item = asObject(array(response, "output").getFirst());
      assertEquals("function_call", item.get("type"));
      assertEquals("get", item.get("name"));
      assertEquals("agents\"1", item.get("namespace"));
      assertEquals("{\"a\":1}", item.get("arguments"));
    }
  }

  /** There, the type custom means a function. */
  @Test
  void theMessagesProtocolHasFunctionsOnly() {
    EventScript script = new EventScript().call("call_1", arguments("x"));
    byte[] bytes = Rendered.stream(WireProtocol.MESSAGES, CUSTOM, script, FinishReason.TOOL_CALLS);
    assertEquals(
        Rendered.text(
            Rendered.stream(WireProtocol.MESSAGES, RESPONSE, script, FinishReason.TOOL_CALLS)),
        Rendered.text(bytes));
  }
}
