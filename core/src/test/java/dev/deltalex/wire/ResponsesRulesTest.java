package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The Responses protocol; order and repetition are checked by {@link ResponsesReader}. */
class ResponsesRulesTest {
  private static final EventScript ALL =
      new EventScript()
          .reasoning("Think.")
          .content("Hello")
          .call("call_a", "{\"city\":\"Paris\"}")
          .call("call_b", "");

  private static byte[] stream(EventScript script, FinishReason reason) {
    return Rendered.stream(WireProtocol.RESPONSES, RESPONSE, script, reason);
  }

  @Test
  void eventsComeInTheOrderOfTheProtocol() {
    assertEquals(
        Stream.of(
                "created",
                "in_progress",
                "output_item.added",
                "content_part.added",
                "reasoning_text.delta",
                "reasoning_text.done",
                "content_part.done",
                "output_item.done",
                "output_item.added",
                "content_part.added",
                "output_text.delta",
                "output_text.done",
                "content_part.done",
                "output_item.done",
                "output_item.added",
                "function_call_arguments.delta",
                "function_call_arguments.done",
                "output_item.done",
                "output_item.added",
                "function_call_arguments.delta",
                "function_call_arguments.done",
                "output_item.done",
                "completed")
            .map(name -> "response." + name)
            .toList(),
        SseReader.events(stream(ALL, FinishReason.TOOL_CALLS)).stream()
            .map(SseReader.Event::name)
            .toList());
  }

  @Test
  void thereIsNoDone() {
    byte[] bytes = stream(ALL, FinishReason.STOP);
    assertTrue(SseReader.events(bytes).stream().noneMatch(SseReader.Event::isDone));
    assertEquals("completed", ResponsesReader.stream(bytes).message().finish());
  }

  @Test
  void outOfTokensIsIncomplete() {
    EventScript script = new EventScript().content("Hel");
    ResponsesReader read = ResponsesReader.stream(stream(script, FinishReason.LENGTH));
    assertEquals("incomplete", read.message().finish());
    assertEquals(Map.of("reason", "max_output_tokens"), read.response().get("incomplete_details"));
    Map<String, @Nullable Object> item =
        JsonTree.asObject(JsonTree.array(read.response(), "output").getFirst());
    assertEquals("incomplete", item.get("status"));
  }

  @Test
  void failureClosesWhatIsOpenAndSaysWhy() {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer = ResponsesRenderer.streaming(RESPONSE, out).getFirst();
    new EventScript().content("Hel").play(renderer, 0, 9);
    renderer.heartbeat();
    renderer.fail(new WireError(500, "It broke.", null, null));
    renderer.finished(FinishReason.ERROR);
    ReadMessage read = ResponsesReader.stream(out.toByteArray()).message();
    assertEquals("failed", read.finish());
    assertEquals("It broke.", read.error());
    assertEquals("Hel", read.text(Kind.CONTENT));
  }

  @Test
  void failureBeforeTheFirstEventIsAWholeStream() {
    WireBuffer out = new WireBuffer(1 << 20);
    ResponsesRenderer.streaming(RESPONSE, out)
        .getFirst()
        .fail(new WireError(500, "No.", null, null));
    assertEquals("No.", ResponsesReader.stream(out.toByteArray()).message().error());
  }

  @Test
  void usageAndRequestFieldsAreReported() {
    WireBuffer out = new WireBuffer(1 << 20);
    WireResponse response =
        RESPONSE.withRequestFields(
            RequestFields.of("\"tool_choice\":\"required\",\"metadata\":{\"k\":\"\u00e9\"}"));
    WireRenderer renderer = ResponsesRenderer.streaming(response, out).getFirst();
    renderer.usage(100, 64, 50, 30);
    ALL.play(renderer, FinishReason.TOOL_CALLS);
    Map<String, @Nullable Object> last = ResponsesReader.stream(out.toByteArray()).response();
    assertEquals("required", last.get("tool_choice"));
    assertEquals(Map.of("k", "\u00e9"), last.get("metadata"));
    Map<String, @Nullable Object> usage = object(last, "usage");
    assertEquals(100L, usage.get("input_tokens"));
    assertEquals(150L, usage.get("total_tokens"));
    assertEquals(
        Map.of("cached_tokens", 64L, "cache_write_tokens", 0L), usage.get("input_tokens_details"));
    assertEquals(Map.of("reasoning_tokens", 30L), usage.get("output_tokens_details"));
  }

  @Test
  void noRequestFieldsAreAdmitted() {
    WireResponse response = RESPONSE.withRequestFields(RequestFields.NONE);
    byte[] body = Rendered.body(WireProtocol.RESPONSES, response, ALL, FinishReason.TOOL_CALLS);
    assertEquals(4, ResponsesReader.body(body).items().size());
  }

  @Test
  void textsMayBeKeptInABufferOfTheCaller() {
    WireBuffer texts = new WireBuffer(1 << 20);
    for (int i = 0; i < 2; i++) {
      WireBuffer out = new WireBuffer(1 << 20);
      List<WireRenderer> renderers = ResponsesRenderer.streaming(RESPONSE, out, texts);
      ALL.play(renderers.getFirst(), FinishReason.TOOL_CALLS);
      assertEquals(4, ResponsesReader.stream(out.toByteArray()).message().items().size());
    }
  }
}
