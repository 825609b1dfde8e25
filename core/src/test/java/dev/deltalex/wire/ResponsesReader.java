package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.array;
import static dev.deltalex.wire.JsonTree.asObject;
import static dev.deltalex.wire.JsonTree.number;
import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.JsonTree.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.wire.ReadMessage.Item;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of the Responses protocol that follows every item and compares all that is repeated. */
final class ResponsesReader {
  private final List<Item> items = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> done = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String state = "";
  private String itemId = "";
  private String type = "";
  private String callId = "";
  private String name = "";
  private long sequence;
  private String finish = "";
  private String error = "";
  private Map<String, @Nullable Object> response = Map.of();

  private ResponsesReader() {}

  static ResponsesReader stream(byte[] bytes) {
    ResponsesReader reader = new ResponsesReader();
    for (SseReader.Event event : SseReader.events(bytes)) {
      Map<String, @Nullable Object> json = event.json();
      assertEquals(event.name(), string(json, "type"));
      assertEquals(reader.sequence++, number(json, "sequence_number"));
      reader.event(event.name(), json);
    }
    return reader;
  }

  ReadMessage message() {
    return new ReadMessage(List.copyOf(items), finish, error);
  }

  /** The response object of the last event. */
  Map<String, @Nullable Object> response() {
    return response;
  }

  private void event(String event, Map<String, @Nullable Object> json) {
    assertFalse(state.equals("over"), "an event behind the end");
    switch (event) {
      case "response.created" -> go("", "created", json);
      case "response.in_progress" -> go("created", "between", json);
      case "response.output_item.added" -> added(json);
      case "response.content_part.added" -> {
        target(json, true);
        assertEquals("added", state);
        assertEquals(partType(), string(object(json, "part"), "type"));
        assertEquals("", string(object(json, "part"), "text"));
        state = "part";
      }
      case "response.output_text.delta", "response.reasoning_text.delta" -> {
        assertEquals("response." + partType() + ".delta", event);
        target(json, true);
        assertEquals("part", state);
        delta(json);
      }
      case "response.function_call_arguments.delta" -> {
        assertEquals("function_call", type);
        target(json, false);
        assertEquals("added", state);
        delta(json);
      }
      case "response.output_text.done", "response.reasoning_text.done" -> {
        assertEquals("response." + partType() + ".done", event);
        target(json, true);
        assertEquals("part", state);
        assertEquals(text.toString(), string(json, "text"));
        state = "text done";
      }
      case "response.function_call_arguments.done" -> {
        target(json, false);
        assertEquals("added", state);
        assertEquals(text.toString(), string(json, "arguments"));
        state = "part done";
      }
      case "response.content_part.done" -> {
        target(json, true);
        assertEquals("text done", state);
        assertEquals(text.toString(), string(object(json, "part"), "text"));
        state = "part done";
      }
      case "response.output_item.done" -> itemDone(json);
      case "response.completed", "response.incomplete", "response.failed" -> {
        assertEquals("between", state);
        response = object(json, "response");
        finish = string(response, "status");
        assertEquals("response." + finish, event);
        assertEquals(done, array(response, "output"));
        number(object(object(response, "usage"), "output_tokens_details"), "reasoning_tokens");
        if (finish.equals("failed")) {
          error = string(object(response, "error"), "message");
        }
        state = "over";
      }
      default -> throw new AssertionError("unknown event " + event);
    }
  }

  private void go(String from, String to, Map<String, @Nullable Object> json) {
    assertEquals(from, state);
    assertEquals("in_progress", string(object(json, "response"), "status"));
    assertTrue(array(object(json, "response"), "output").isEmpty());
    state = to;
  }

  private void added(Map<String, @Nullable Object> json) {
    assertEquals("between", state);
    assertEquals(items.size(), number(json, "output_index"));
    Map<String, @Nullable Object> item = object(json, "item");
    itemId = string(item, "id");
    type = string(item, "type");
    assertEquals("in_progress", string(item, "status"));
    if (type.equals("function_call")) {
      callId = string(item, "call_id");
      name = string(item, "name");
      assertFalse(callId.isEmpty());
      assertEquals("", string(item, "arguments"));
    } else {
      assertTrue(array(item, "content").isEmpty());
    }
    text.setLength(0);
    state = "added";
  }

  private void target(Map<String, @Nullable Object> json, boolean part) {
    assertEquals(itemId, string(json, "item_id"));
    assertEquals(items.size(), number(json, "output_index"));
    if (part) {
      assertEquals(0, number(json, "content_index"));
    }
  }

  private String partType() {
    return type.equals("reasoning") ? "reasoning_text" : "output_text";
  }

  private void delta(Map<String, @Nullable Object> json) {
    assertFalse(string(json, "delta").isEmpty());
    text.append(string(json, "delta"));
  }

  private void itemDone(Map<String, @Nullable Object> json) {
    assertEquals("part done", state);
    assertEquals(items.size(), number(json, "output_index"));
    Map<String, @Nullable Object> item = object(json, "item");
    assertEquals(itemId, string(item, "id"));
    Item read = item(item);
    assertEquals(text.toString(), read.text());
    if (read.kind() == Kind.CALL) {
      assertEquals(callId, read.id());
      assertEquals(name, read.name());
    }
    items.add(read);
    done.add(item);
    state = "between";
  }

  private static Item item(Map<String, @Nullable Object> item) {
    switch (string(item, "type")) {
      case "function_call":
        return new Item(
            Kind.CALL, string(item, "arguments"), string(item, "call_id"), string(item, "name"));
      case "reasoning":
        return Item.text(Kind.REASONING, onlyPart(item));
      default:
        assertEquals("message", string(item, "type"));
        return Item.text(Kind.CONTENT, onlyPart(item));
    }
  }

  private static String onlyPart(Map<String, @Nullable Object> item) {
    assertEquals(1, array(item, "content").size());
    return string(asObject(array(item, "content").getFirst()), "text");
  }

  /** Reads a body. */
  static ReadMessage body(byte[] bytes) {
    Map<String, @Nullable Object> body = JsonTree.object(bytes);
    Object failure = body.get("error");
    if (failure != null) {
      return new ReadMessage(List.of(), "", string(asObject(failure), "message"));
    }
    assertEquals("response", string(body, "object"));
    List<Item> items = new ArrayList<>();
    for (Object each : array(body, "output")) {
      items.add(item(asObject(each)));
    }
    return new ReadMessage(items, string(body, "status"), "");
  }
}
