package dev.deltalex.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** openai-java with its accumulator of chat completions. */
final class OpenAiChat implements ReplyClient {
  private static final String REASONING = "reasoning_content";

  private final OpenAIClient client;

  OpenAiChat(String url) {
    client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("none").maxRetries(0).build();
  }

  @Override
  public String name() {
    return "openai-java chat";
  }

  @Override
  public String accumulator() {
    return "ChatCompletionAccumulator";
  }

  @Override
  public String version() {
    return Versions.ofJar(OpenAIClient.class);
  }

  @Override
  public boolean keepsOrder() {
    return false;
  }

  @Override
  public boolean keepsJson() {
    return true;
  }

  @Override
  public Reply stream(String model) {
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    // The library has no field for reasoning; it is only in the additional properties of deltas.
    StringBuilder reasoning = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> events =
        client.chat().completions().createStreaming(streamed(model))) {
      events.stream()
          .forEach(chunk -> {
            accumulator.accumulate(chunk);
            chunk
                .choices()
                .forEach(choice -> reasoning.append(text(choice.delta()._allProperties())));
          });
    }
    return reply(accumulator.chatCompletion(), reasoning.toString());
  }

  @Override
  public Reply atOnce(String model) {
    ChatCompletion completion = client.chat().completions().create(request(model).build());
    completion.validate();
    ChatCompletionMessage message = completion.choices().getFirst().message();
    return reply(completion, text(message._allProperties()));
  }

  private static ChatCompletionCreateParams streamed(String model) {
    return request(model)
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
  }

  private static ChatCompletionCreateParams.Builder request(String model) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder().model(model).addUserMessage("Go on.");
    for (JsonNode tool : Recording.tools()) {
      JsonNode function = tool.get("function");
      FunctionParameters.Builder schema = FunctionParameters.builder();
      function
          .get("parameters")
          .properties()
          .forEach(
              e -> schema.putAdditionalProperty(e.getKey(), JsonValue.fromJsonNode(e.getValue())));
      params.addFunctionTool(
          FunctionDefinition.builder()
              .name(function.get("name").textValue())
              .description(function.get("description").textValue())
              .parameters(schema.build())
              .build());
    }
    return params;
  }

  private static String text(Map<String, JsonValue> properties) {
    JsonValue value = properties.get(REASONING);
    return value == null ? "" : value.asStringOrThrow();
  }

  private static Reply reply(ChatCompletion completion, String reasoning) {
    if (completion.usage().isEmpty()) {
      throw new IllegalStateException("no usage");
    }
    ChatCompletion.Choice choice = completion.choices().getFirst();
    List<Part> parts = new ArrayList<>();
    parts.add(Part.reasoning(reasoning));
    parts.add(Part.content(choice.message().content().orElse("")));
    for (ChatCompletionMessageToolCall call : choice.message().toolCalls().orElse(List.of())) {
      ChatCompletionMessageFunctionToolCall.Function function = call.asFunction().function();
      parts.add(Part.call(function.name(), function.arguments()));
    }
    return new Reply(parts, choice.finishReason().asString());
  }

  @Override
  public void close() {
    client.close();
  }
}
