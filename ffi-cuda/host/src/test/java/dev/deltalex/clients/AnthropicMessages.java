package dev.deltalex.clients;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawContentBlockDeltaEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** anthropic-java with its accumulator of messages. */
final class AnthropicMessages implements ReplyClient {
  private static final int MAX_TOKENS = 4_096;

  private final AnthropicClient client;

  AnthropicMessages(String url) {
    client = AnthropicOkHttpClient.builder().baseUrl(url).apiKey("none").maxRetries(0).build();
  }

  @Override
  public String name() {
    return "anthropic-java messages";
  }

  @Override
  public String accumulator() {
    return "MessageAccumulator";
  }

  @Override
  public String version() {
    return Versions.ofJar(AnthropicClient.class);
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public boolean keepsJson() {
    return false;
  }

  @Override
  public Reply stream(String model) {
    MessageAccumulator accumulator = MessageAccumulator.create();
    Map<Long, StringBuilder> inputs = new TreeMap<>();
    try (StreamResponse<RawMessageStreamEvent> events =
        client.messages().createStreaming(request(model))) {
      events.stream()
          .forEach(event -> {
            accumulator.accumulate(event);
            event.contentBlockDelta().ifPresent(delta -> addInput(delta, inputs));
          });
    }
    return withInputs(reply(accumulator.message()), List.copyOf(inputs.values()));
  }

  private static void addInput(RawContentBlockDeltaEvent event, Map<Long, StringBuilder> inputs) {
    event
        .delta()
        .inputJson()
        .ifPresent(json ->
            inputs
                .computeIfAbsent(event.index(), index -> new StringBuilder())
                .append(json.partialJson()));
  }

  /**
   * The message with the JSON text of each call's input. The library returns an empty object for an
   * input that the token limit cut; every other value must be equal to the text's.
   */
  private static Reply withInputs(Reply reply, List<StringBuilder> inputs) {
    List<Part> parts = new ArrayList<>();
    int calls = 0;
    for (Part part : reply.parts()) {
      if (part.isCall()) {
        String came = inputs.get(calls++).toString();
        boolean cut = reply.ends().equals("length") && part.text().equals("{}");
        if (!cut && !Comparing.isSameValue(came, part.text())) {
          throw new IllegalStateException("made " + part.text() + " of " + came);
        }
        parts.add(part.with(came));
      } else {
        parts.add(part);
      }
    }
    return new Reply(parts, reply.ends());
  }

  @Override
  public Reply atOnce(String model) {
    Message message = client.messages().create(request(model));
    message.validate();
    return reply(message);
  }

  private static MessageCreateParams request(String model) {
    MessageCreateParams.Builder params =
        MessageCreateParams.builder().model(model).maxTokens(MAX_TOKENS).addUserMessage("Go on.");
    for (JsonNode tool : Recording.tools()) {
      JsonNode function = tool.get("function");
      Tool.InputSchema.Properties.Builder properties = Tool.InputSchema.Properties.builder();
      function
          .at("/parameters/properties")
          .properties()
          .forEach(e ->
              properties.putAdditionalProperty(e.getKey(), JsonValue.fromJsonNode(e.getValue())));
      params.addTool(
          Tool.builder()
              .name(function.get("name").textValue())
              .description(function.get("description").textValue())
              .inputSchema(Tool.InputSchema.builder().properties(properties.build()).build())
              .build());
    }
    return params.build();
  }

  private static Reply reply(Message message) {
    List<Part> parts = new ArrayList<>();
    for (ContentBlock block : message.content()) {
      if (block.isThinking()) {
        parts.add(Part.reasoning(block.asThinking().thinking()));
      } else if (block.isToolUse()) {
        JsonNode input = block.asToolUse()._input().convert(JsonNode.class);
        parts.add(Part.call(block.asToolUse().name(), String.valueOf(input)));
      } else {
        parts.add(Part.content(block.asText().text()));
      }
    }
    return new Reply(parts, StopReasons.ofMessages(message.stopReason().orElseThrow().asString()));
  }

  @Override
  public void close() {
    client.close();
  }
}
