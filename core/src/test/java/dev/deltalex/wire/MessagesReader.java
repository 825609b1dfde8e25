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

/** A client of the Messages protocol that insists on the order of its events. */
final class MessagesReader {
  private final ItemsBuilder items = new ItemsBuilder();
  private String state = "";
  private String block = "";
  private long next;
  private boolean signed;
  private String finish = "";
  private String error = "";
  private int pings;
  private Map<String, @Nullable Object> usage = Map.of();
  private @Nullable Object stopSequence;

  private MessagesReader() {}

  static MessagesReader stream(byte[] bytes) {
    MessagesReader reader = new MessagesReader();
    for (SseReader.Event event : SseReader.events(bytes)) {
      Map<String, @Nullable Object> json = event.json();
      assertEquals(event.name(), string(json, "type"));
      reader.event(event.name(), json);
    }
    return reader;
  }

  ReadMessage message() {
    return new ReadMessage(items.items(), finish, error);
  }

  boolean isStopped() {
    return state.equals("stopped");
  }

  int pings() {
    return pings;
  }

  Map<String, @Nullable Object> usage() {
    return usage;
  }

  @Nullable Object stopSequence() {
    return stopSequence;
  }

  private void event(String type, Map<String, @Nullable Object> json) {
    assertFalse(state.equals("stopped") || state.equals("error"), "an event behind the end");
    switch (type) {
      case "message_start" -> {
        assertEquals("", state);
        Map<String, @Nullable Object> message = object(json, "message");
        assertEquals("message", string(message, "type"));
        assertTrue(array(message, "content").isEmpty());
        object(message, "usage");
        state = "between";
      }
      case "content_block_start" -> start(json);
      case "content_block_delta" -> {
        assertEquals("block", state);
        assertEquals(next, number(json, "index"));
        delta(object(json, "delta"));
      }
      case "content_block_stop" -> {
        assertEquals("block", state);
        assertEquals(next, number(json, "index"));
        assertEquals(block.equals("thinking"), signed);
        next++;
        items.close();
        state = "between";
      }
      case "message_delta" -> {
        assertEquals("between", state);
        usage = object(json, "usage");
        finish = string(object(json, "delta"), "stop_reason");
        assertTrue(object(json, "delta").containsKey("stop_sequence"));
        stopSequence = object(json, "delta").get("stop_sequence");
        state = "told";
      }
      case "message_stop" -> {
        assertEquals("told", state);
        state = "stopped";
      }
      case "ping" -> pings++;
      case "error" -> {
        error = string(object(json, "error"), "message");
        state = "error";
      }
      default -> throw new AssertionError("unknown event " + type);
    }
  }

  private void start(Map<String, @Nullable Object> json) {
    assertEquals("between", state);
    assertEquals(next, number(json, "index"));
    Map<String, @Nullable Object> opened = object(json, "content_block");
    block = string(opened, "type");
    signed = false;
    state = "block";
    switch (block) {
      case "thinking" -> assertEquals("", string(opened, "thinking"));
      case "text" -> assertEquals("", string(opened, "text"));
      default -> {
        assertEquals("tool_use", block);
        assertEquals(Map.of(), object(opened, "input"));
        String id = string(opened, "id");
        assertTrue(id.startsWith("toolu_") && id.length() > 6, id);
        items.call(id, string(opened, "name"));
      }
    }
  }

  private void delta(Map<String, @Nullable Object> delta) {
    assertFalse(signed, "a delta behind the signature");
    switch (string(delta, "type")) {
      case "thinking_delta" -> {
        assertEquals("thinking", block);
        items.text(Kind.REASONING, string(delta, "thinking"));
      }
      case "signature_delta" -> {
        assertEquals("thinking", block);
        assertFalse(string(delta, "signature").isEmpty());
        signed = true;
      }
      case "text_delta" -> {
        assertEquals("text", block);
        items.text(Kind.CONTENT, string(delta, "text"));
      }
      default -> {
        assertEquals("input_json_delta", string(delta, "type"));
        assertEquals("tool_use", block);
        items.arguments(string(delta, "partial_json"));
      }
    }
  }

  /** Reads a body; the text of a call is its input, read and printed as a map. */
  static ReadMessage body(byte[] bytes) {
    Map<String, @Nullable Object> body = JsonTree.object(bytes);
    if (string(body, "type").equals("error")) {
      return new ReadMessage(List.of(), "", string(object(body, "error"), "message"));
    }
    assertEquals("message", string(body, "type"));
    number(object(body, "usage"), "output_tokens");
    List<Item> items = new ArrayList<>();
    for (Object each : array(body, "content")) {
      Map<String, @Nullable Object> read = asObject(each);
      switch (string(read, "type")) {
        case "thinking" -> items.add(Item.text(Kind.REASONING, string(read, "thinking")));
        case "text" -> items.add(Item.text(Kind.CONTENT, string(read, "text")));
        default -> {
          assertEquals("tool_use", string(read, "type"));
          String input = object(read, "input").toString();
          items.add(new Item(Kind.CALL, input, string(read, "id"), string(read, "name")));
        }
      }
    }
    return new ReadMessage(items, string(body, "stop_reason"), "");
  }
}
