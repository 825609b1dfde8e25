import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks LangChain4j's streaming models for the recorded answers, and writes down what each of them
 * puts together: java LangChain.java CASES ANSWERS, one JSON object a line.
 */
final class LangChain {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 30;

  private record Client(String name, Function<String, StreamingChatModel> model) {}

  public static void main(String[] args) throws Exception {
    JsonNode cases = JSON.readTree(Path.of(args[0]).toFile());
    String url = cases.get("url").textValue();
    List<ToolSpecification> tools = tools(cases.get("tools"));
    List<Client> clients =
        List.of(
            new Client(
                "langchain4j OpenAiStreamingChatModel",
                model ->
                    OpenAiStreamingChatModel.builder()
                        .baseUrl(url + "/v1")
                        .apiKey("none")
                        .modelName(model)
                        .returnThinking(true)
                        .build()),
            new Client(
                "langchain4j AnthropicStreamingChatModel",
                model ->
                    AnthropicStreamingChatModel.builder()
                        .baseUrl(url + "/v1")
                        .apiKey("none")
                        .modelName(model)
                        .maxTokens(4096)
                        .returnThinking(true)
                        .build()),
            new Client(
                "langchain4j OpenAiResponsesStreamingChatModel",
                model ->
                    OpenAiResponsesStreamingChatModel.builder()
                        .baseUrl(url + "/v1")
                        .apiKey("none")
                        .modelName(model)
                        .build()));
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
      for (Client client : clients) {
        for (JsonNode model : cases.get("models")) {
          out.println(answer(client, model.textValue(), tools));
        }
      }
    }
    // The threads of the HTTP clients live on.
    System.exit(0);
  }

  private static List<ToolSpecification> tools(JsonNode openAi) {
    List<ToolSpecification> tools = new ArrayList<>();
    for (JsonNode tool : openAi) {
      JsonNode function = tool.get("function");
      JsonObjectSchema.Builder parameters = JsonObjectSchema.builder();
      for (var property : function.get("parameters").get("properties").properties()) {
        parameters.addProperty(
            property.getKey(), JsonRawSchema.from(property.getValue().toString()));
      }
      tools.add(
          ToolSpecification.builder()
              .name(function.get("name").textValue())
              .description(function.get("description").textValue())
              .parameters(parameters.build())
              .build());
    }
    return tools;
  }

  private static ObjectNode answer(Client client, String model, List<ToolSpecification> tools) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("client", client.name())
            .put("version", version())
            .put("keepsOrder", false)
            .put("keepsJson", true)
            .put("model", model);
    ArrayNode parts = answer.putArray("parts");
    try {
      ChatResponse response = ask(client.model().apply(model), tools, parts);
      answer.put(
          "ends",
          switch (response.finishReason()) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "tool_calls";
            default -> response.finishReason().toString();
          });
    } catch (Exception e) {
      answer.put("ends", "error").put("error", String.valueOf(e));
    }
    return answer;
  }

  /** The version in the name of the library's jar. */
  private static String version() {
    var source = StreamingChatModel.class.getProtectionDomain().getCodeSource();
    return source.getLocation().getPath().replaceAll(".*-(\\d[\\d.]*)\\.jar", "$1");
  }

  private static void part(ArrayNode parts, String kind, String name, String text) {
    if (!text.isEmpty() || kind.equals("CALL")) {
      parts.addObject().put("kind", kind).put("name", name).put("text", text);
    }
  }

  /** Adds the parts of a response, from its deltas, which the complete one must agree with. */
  private static ChatResponse ask(
      StreamingChatModel model, List<ToolSpecification> tools, ArrayNode parts) throws Exception {
    ChatRequest request =
        ChatRequest.builder()
            .messages(UserMessage.from("Go on."))
            .toolSpecifications(tools)
            .build();
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<ToolExecutionRequest> calls = new ArrayList<>();
    CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    model.chat(
        request,
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String delta) {
            text.append(delta);
          }

          @Override
          public void onPartialThinking(PartialThinking delta) {
            thinking.append(delta.text());
          }

          @Override
          public void onCompleteToolCall(CompleteToolCall call) {
            calls.add(call.toolExecutionRequest());
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            done.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            done.completeExceptionally(error);
          }
        });
    ChatResponse response = done.get(SECONDS, TimeUnit.SECONDS);
    AiMessage message = response.aiMessage();
    same("text", text.toString(), message.text() == null ? "" : message.text());
    // Of Responses, the library hands over the deltas of the reasoning only.
    if (message.thinking() != null) {
      same("thinking", thinking.toString(), message.thinking());
    }
    if (!calls.equals(message.toolExecutionRequests())) {
      throw new IllegalStateException("the calls were " + calls);
    }
    part(parts, "REASONING", "", thinking.toString());
    part(parts, "CONTENT", "", text.toString());
    for (ToolExecutionRequest call : calls) {
      part(parts, "CALL", call.name(), call.arguments());
    }
    return response;
  }

  /** The library puts line breaks between several texts of a response. */
  private static void same(String what, String deltas, String whole) {
    if (!deltas.replaceAll("\\s", "").equals(whole.replaceAll("\\s", ""))) {
      throw new IllegalStateException("the deltas of the " + what + " were " + deltas);
    }
  }
}
