package dev.deltalex.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.List;

/** openai-java with its accumulator of responses. */
final class OpenAiResponses implements ReplyClient {
  private final OpenAIClient client;

  OpenAiResponses(String url) {
    client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("none").maxRetries(0).build();
  }

  @Override
  public String name() {
    return "openai-java responses";
  }

  @Override
  public String accumulator() {
    return "ResponseAccumulator";
  }

  @Override
  public String version() {
    return Versions.ofJar(OpenAIClient.class);
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public boolean keepsJson() {
    return true;
  }

  @Override
  public Reply stream(String model) {
    ResponseAccumulator accumulator = ResponseAccumulator.createWithSnapshots();
    List<Long> numbers = new ArrayList<>();
    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(request(model))) {
      events.stream()
          .forEach(event -> {
            accumulator.accumulate(event);
            numbers.add(sequenceNumber(event));
          });
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i) {
        throw new IllegalStateException("event " + i + " has number " + numbers.get(i));
      }
    }
    // The last event has the complete response; the library also accumulates it from the events.
    Reply last = reply(accumulator.response());
    Reply pieced = reply(accumulator.reconstructedResponse());
    if (!last.equals(pieced)) {
      throw new IllegalStateException("the last event says " + last + ", the others " + pieced);
    }
    return pieced;
  }

  @Override
  public Reply atOnce(String model) {
    Response response = client.responses().create(request(model));
    response.validate();
    return reply(response);
  }

  private static ResponseCreateParams request(String model) {
    ResponseCreateParams.Builder params =
        ResponseCreateParams.builder().model(model).input("Go on.");
    for (JsonNode tool : Recording.tools()) {
      JsonNode function = tool.get("function");
      FunctionTool.Parameters.Builder schema = FunctionTool.Parameters.builder();
      function
          .get("parameters")
          .properties()
          .forEach(
              e -> schema.putAdditionalProperty(e.getKey(), JsonValue.fromJsonNode(e.getValue())));
      params.addTool(
          FunctionTool.builder()
              .name(function.get("name").textValue())
              .description(function.get("description").textValue())
              .parameters(schema.build())
              .strict(false)
              .build());
    }
    return params.build();
  }

  private static long sequenceNumber(ResponseStreamEvent event) {
    return event._json().orElseThrow().convert(JsonNode.class).get("sequence_number").longValue();
  }

  private static Reply reply(Response response) {
    if (response.usage().isEmpty()) {
      throw new IllegalStateException("no usage");
    }
    List<Part> parts = new ArrayList<>();
    boolean calls = false;
    for (ResponseOutputItem item : response.output()) {
      if (item.isReasoning()) {
        // Both, so that what a client may show twice fails.
        item.asReasoning().summary().forEach(summary -> parts.add(Part.reasoning(summary.text())));
        item.asReasoning()
            .content()
            .orElse(List.of())
            .forEach(content -> parts.add(Part.reasoning(content.text())));
      } else if (item.isFunctionCall()) {
        calls = true;
        parts.add(Part.call(item.asFunctionCall().name(), item.asFunctionCall().arguments()));
      } else {
        item.asMessage()
            .content()
            .forEach(content -> parts.add(Part.content(content.asOutputText().text())));
      }
    }
    ResponseStatus status = response.status().orElseThrow();
    String ends =
        status.equals(ResponseStatus.INCOMPLETE)
            ? "length"
            : status.equals(ResponseStatus.COMPLETED)
                ? (calls ? "tool_calls" : "stop")
                : "" + status;
    return new Reply(parts, ends);
  }

  @Override
  public void close() {
    client.close();
  }
}
