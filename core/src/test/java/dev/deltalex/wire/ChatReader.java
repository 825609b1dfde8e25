package dev.deltalex.wire;

import static dev.deltalex.wire.JsonTree.array;
import static dev.deltalex.wire.JsonTree.asObject;
import static dev.deltalex.wire.JsonTree.number;
import static dev.deltalex.wire.JsonTree.object;
import static dev.deltalex.wire.JsonTree.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.wire.ReadMessage.Item;
import dev.deltalex.wire.ReadMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of chat completions that forgives nothing: whatever made one of the official clients
 * stumble is an AssertionError here.
 */
final class ChatReader {
  private static final Set<String> REASONS =
      Set.of("stop", "length", "tool_calls", "content_filter");

  /** One choice while it is read. */
  private static final class Choice {
    private final ItemsBuilder items = new ItemsBuilder();
    private boolean begun;
    private int calls;
    private String finish = "";
  }

  private final List<Choice> choices = new ArrayList<>();
  private final String reasoningField;
  private Map<String, @Nullable Object> first = Map.of();
  private Map<String, @Nullable Object> usage = Map.of();
  private boolean done;
  private String error = "";

  private ChatReader(int count, String reasoningField) {
    this.reasoningField = reasoningField;
    for (int i = 0; i < count; i++) {
      choices.add(new Choice());
    }
  }

  /** Reads a stream of so many choices. */
  static ChatReader stream(byte[] bytes, int choices) {
    return stream(bytes, choices, "reasoning_content");
  }

  static ChatReader stream(byte[] bytes, int choices, String reasoningField) {
    ChatReader reader = new ChatReader(choices, reasoningField);
    for (SseReader.Event event : SseReader.events(bytes)) {
      assertEquals("", event.name());
      assertFalse(reader.done, "an event behind the end");
      if (event.isDone()) {
        reader.done = true;
      } else {
        reader.chunk(event.json());
      }
    }
    return reader;
  }

  boolean isDone() {
    return done;
  }

  /** The usage chunk's usage; empty if there was none. */
  Map<String, @Nullable Object> usage() {
    return usage;
  }

  ReadMessage message(int choice) {
    Choice read = choices.get(choice);
    return new ReadMessage(read.items.items(), read.finish, error);
  }

  private void chunk(Map<String, @Nullable Object> chunk) {
    assertEquals("", error, "an event behind the error");
    if (chunk.containsKey("error")) {
      error = string(object(chunk, "error"), "message");
      return;
    }
    assertEquals("chat.completion.chunk", string(chunk, "object"));
    if (first.isEmpty()) {
      first = chunk;
    }
    for (String field : List.of("id", "object", "created", "model")) {
      assertEquals(first.get(field), chunk.get(field));
    }
    List<?> list = array(chunk, "choices");
    if (chunk.containsKey("usage")) {
      assertTrue(list.isEmpty());
      assertTrue(usage.isEmpty(), "two usage chunks");
      usage = object(chunk, "usage");
      return;
    }
    assertTrue(usage.isEmpty(), "a chunk behind the usage");
    assertEquals(1, list.size());
    choice(asObject(list.getFirst()));
  }

  private void choice(Map<String, @Nullable Object> read) {
    Choice choice = choices.get((int) number(read, "index"));
    assertEquals("", choice.finish, "a chunk behind the finish chunk");
    Map<String, @Nullable Object> delta = object(read, "delta");
    assertTrue(read.containsKey("finish_reason"));
    Object finish = read.get("finish_reason");
    if (finish != null) {
      assertTrue(choice.begun);
      assertTrue(choices.stream().allMatch(other -> other.begun), "no role for all before an end");
      assertTrue(delta.isEmpty(), "a finish chunk says more");
      assertTrue(REASONS.contains(finish), "finish_reason " + finish);
      choice.finish = (String) finish;
      return;
    }
    if (!choice.begun) {
      assertEquals(Map.of("role", "assistant", "content", ""), delta);
      choice.begun = true;
      return;
    }
    assertFalse(delta.containsValue(null), "a null in a delta");
    if (delta.containsKey("tool_calls")) {
      assertEquals(Set.of("tool_calls"), delta.keySet());
      List<?> calls = array(delta, "tool_calls");
      assertEquals(1, calls.size());
      call(choice, asObject(calls.getFirst()));
    } else if (delta.containsKey("content")) {
      assertEquals(Set.of("content"), delta.keySet());
      assertFalse(string(delta, "content").isEmpty());
      choice.items.text(Kind.CONTENT, string(delta, "content"));
    } else {
      assertFalse(string(delta, reasoningField).isEmpty());
      for (Object field : delta.values()) {
        assertEquals(string(delta, reasoningField), field);
      }
      choice.items.text(Kind.REASONING, string(delta, reasoningField));
    }
  }

  private static void call(Choice choice, Map<String, @Nullable Object> call) {
    Map<String, @Nullable Object> function = object(call, "function");
    if (call.containsKey("id")) {
      assertEquals(Set.of("index", "id", "type", "function"), call.keySet());
      assertEquals(Set.of("name", "arguments"), function.keySet());
      assertEquals(choice.calls, number(call, "index"));
      assertEquals("function", string(call, "type"));
      assertEquals("", string(function, "arguments"));
      assertFalse(string(call, "id").isEmpty());
      choice.calls++;
      choice.items.call(string(call, "id"), string(function, "name"));
    } else {
      assertEquals(Set.of("index", "function"), call.keySet());
      assertEquals(Set.of("arguments"), function.keySet());
      assertEquals(choice.calls - 1, number(call, "index"), "not the open call");
      assertFalse(string(function, "arguments").isEmpty());
      choice.items.arguments(string(function, "arguments"));
    }
  }

  /** Reads a body; reasoning, content and calls come in this order. */
  static ReadMessage body(byte[] bytes, int choice) {
    Map<String, @Nullable Object> body = JsonTree.object(bytes);
    if (body.containsKey("error")) {
      return new ReadMessage(List.of(), "", string(object(body, "error"), "message"));
    }
    assertEquals("chat.completion", string(body, "object"));
    object(object(body, "usage"), "completion_tokens_details");
    Map<String, @Nullable Object> read = asObject(array(body, "choices").get(choice));
    assertEquals(choice, number(read, "index"));
    Map<String, @Nullable Object> message = object(read, "message");
    assertEquals("assistant", string(message, "role"));
    List<Item> items = new ArrayList<>();
    boolean reasoned = message.containsKey("reasoning_content");
    items.add(Item.text(Kind.REASONING, reasoned ? string(message, "reasoning_content") : ""));
    boolean called = message.containsKey("tool_calls");
    if (message.get("content") == null) {
      assertTrue(called && message.containsKey("content"));
    }
    items.add(
        Item.text(Kind.CONTENT, message.get("content") == null ? "" : string(message, "content")));
    if (called) {
      assertFalse(array(message, "tool_calls").isEmpty());
      for (Object each : array(message, "tool_calls")) {
        Map<String, @Nullable Object> call = asObject(each);
        assertEquals("function", string(call, "type"));
        Map<String, @Nullable Object> function = object(call, "function");
        items.add(
            new Item(
                Kind.CALL,
                string(function, "arguments"),
                string(call, "id"),
                string(function, "name")));
      }
    }
    assertNull(message.get("refusal"));
    return new ReadMessage(items, string(read, "finish_reason"), "");
  }
}
