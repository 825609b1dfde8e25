package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.array;
import static dev.deltalex.wire.JsonTree.asObject;
import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.JsonTree.string;
import static dev.deltalex.wire.Rendered.RESPONSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.FinishReason;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reasoning in the Responses protocol, as its text, as a summary, or both. */
class ReasoningEventsTest {
  private static final String TEXT = "Think \"so\".\n\ud83d\ude00";
  private static final EventScript SCRIPT =
      new EventScript().reasoning(TEXT).content("Hi").reasoning("More").call("call_1", "{}");

  private static List<SseReader.Event> stream(ReasoningEvents events) {
    WireBuffer out = new WireBuffer(1 << 20);
    WireRenderer renderer =
        WireProtocol.RESPONSES.streaming(RESPONSE.withReasoningEvents(events), out).getFirst();
    SCRIPT.play(renderer, 3, 4);
    renderer.finished(FinishReason.TOOL_CALLS);
    return SseReader.events(out.toByteArray());
  }

  private static String deltas(List<SseReader.Event> events, String kind) {
    return events.stream()
        .filter(event -> event.name().equals("response." + kind + ".delta"))
        .map(event -> string(event.json(), "delta"))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @EnumSource
  void deltasHaveTheWholeText(ReasoningEvents shown) {
    List<SseReader.Event> events = stream(shown);
    String whole = TEXT + "More";
    assertEquals(shown == ReasoningEvents.SUMMARY ? "" : whole, deltas(events, "reasoning_text"));
    assertEquals(
        shown == ReasoningEvents.TEXT ? "" : whole, deltas(events, "reasoning_summary_text"));
    assertEquals("Hi", deltas(events, "output_text"));
    assertEquals("{}", deltas(events, "function_call_arguments"));
    for (int i = 0; i < events.size(); i++) {
      assertEquals((long) i, JsonTree.number(events.get(i).json(), "sequence_number"));
    }
  }

  @Test
  void theEventsOfASummaryComeInOrder() {
    List<String> names =
        stream(ReasoningEvents.SUMMARY).stream()
            .map(event -> event.name().substring("response.".length()))
            .distinct()
            .limit(8)
            .toList();
    assertEquals(
        List.of(
            "created",
            "in_progress",
            "output_item.added",
            "reasoning_summary_part.added",
            "reasoning_summary_text.delta",
            "reasoning_summary_text.done",
            "reasoning_summary_part.done",
            "output_item.done"),
        names);
    SseReader.Event done =
        stream(ReasoningEvents.SUMMARY).stream()
            .filter(event -> event.name().equals("response.reasoning_summary_part.done"))
            .findFirst()
            .orElseThrow();
    assertEquals(0L, JsonTree.number(done.json(), "summary_index"));
    assertEquals(Map.of("type", "summary_text", "text", TEXT), object(done.json(), "part"));
  }

  @ParameterizedTest
  @EnumSource
  void theItemHasWhatWasStreamed(ReasoningEvents shown) {
    Map<String, @Nullable Object> streamed = object(stream(shown).getLast().json(), "response");
    byte[] body =
        Rendered.body(
            WireProtocol.RESPONSES,
            RESPONSE.withReasoningEvents(shown),
            SCRIPT,
            FinishReason.TOOL_CALLS);
    for (Map<String, @Nullable Object> response : List.of(streamed, object(body))) {
      Map<String, @Nullable Object> item = asObject(array(response, "output").getFirst());
      check(array(item, "content"), shown != ReasoningEvents.SUMMARY, "reasoning_text");
      check(array(item, "summary"), shown != ReasoningEvents.TEXT, "summary_text");
    }
  }

  private static void check(List<?> parts, boolean shown, String type) {
    if (shown) {
      assertEquals(Map.of("type", type, "text", TEXT), parts.getFirst());
    }
    assertEquals(shown ? 1 : 0, parts.size());
  }

  @Test
  void anOpenItemHasNeither() {
    for (ReasoningEvents shown : ReasoningEvents.values()) {
      Map<String, @Nullable Object> item = object(stream(shown).get(2).json(), "item");
      assertTrue(array(item, "content").isEmpty());
      assertTrue(array(item, "summary").isEmpty());
    }
  }
}
