package dev.deltalex.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionCustomTool;
import com.openai.models.chat.completions.ChatCompletionMessageCustomToolCall;
import com.openai.models.responses.CustomTool;
import com.openai.models.responses.NamespaceTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseCustomToolCall;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;
import dev.deltalex.serve.DeltalexServer;
import dev.deltalex.serve.Script;
import dev.deltalex.serve.ServeOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls of custom tools, with openai-java; the other clients read functions only. */
class CustomToolsTest {
  private static final String MODEL = "script:patch";
  private static final String INPUT = "*** Begin Patch\n+say(\"é 🙂\\n\")\n*** End Patch";

  private static DeltalexServer server;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    String text =
        "<think>\\nEdit.\\n</think>\\n\\n<tool_call>\\n<function=apply_patch>\\n<parameter=input>\\n"
            + INPUT.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"")
            + "\\n</parameter>\\n</function>\\n</tool_call>";
    Script script =
        Script.parse("{\"id\":\"patch\",\"cuts\":\"chars:2\",\"text\":\"" + text + "\"}");
    server = DeltalexServer.start(ServeOptions.DEFAULT.withScript(script).withoutLoop());
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://127.0.0.1:" + server.port() + "/v1")
            .apiKey("none")
            .maxRetries(0)
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static void check(Response response, Optional<String> namespace) {
    List<ResponseOutputItem> items = response.output();
    assertEquals(2, items.size());
    assertEquals("Edit.", items.getFirst().asReasoning().summary().getFirst().text());
    assertEquals(List.of(), items.getFirst().asReasoning().content().orElse(List.of()));
    ResponseCustomToolCall call = items.getLast().asCustomToolCall();
    assertEquals("apply_patch", call.name());
    assertEquals(INPUT, call.input());
    assertEquals(namespace, call.namespace());
  }

  private static ResponseCreateParams.Builder request() {
    return ResponseCreateParams.builder().model(MODEL).input("Go on.");
  }

  @Test
  void responsesStreamTheInput() {
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    StringBuilder input = new StringBuilder();
    ResponseCreateParams params =
        request().addTool(CustomTool.builder().name("apply_patch").build()).build();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
      events.stream()
          .forEach(event -> {
            accumulator.accumulate(event);
            event.customToolCallInputDelta().ifPresent(delta -> input.append(delta.delta()));
          });
    }
    assertEquals(INPUT, input.toString());
    check(accumulator.response(), Optional.empty());
  }

  @Test
  void responsesNameTheNamespace() {
    Response response =
        client
            .responses()
            .create(
                request()
                    .addTool(
                        NamespaceTool.builder()
                            .name("files")
                            .description("Changes files.")
                            .addCustomTool("apply_patch")
                            .build())
                    .build());
    response.validate();
    check(response, Optional.of("files"));
  }

  @Test
  void chatCompletionsHaveTheInput() {
    ChatCompletionMessageCustomToolCall call =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(MODEL)
                    .addUserMessage("Go on.")
                    .addCustomTool(
                        ChatCompletionCustomTool.Custom.builder().name("apply_patch").build())
                    .build())
            .choices()
            .getFirst()
            .message()
            .toolCalls()
            .orElseThrow()
            .getFirst()
            .asCustom();
    assertEquals("apply_patch", call.custom().name());
    assertEquals(INPUT, call.custom().input());
  }
}
