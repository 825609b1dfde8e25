package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.host.JsonStrings;
import dev.deltalex.wire.RequestFields;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests of {@code /v1/responses}, with the members that a response repeats. */
final class ResponsesReader extends RequestReader {
  private static final List<String> NOT_TEXT =
      List.of("input_image", "input_file", "input_audio", "computer_screenshot");

  private boolean input;
  private @Nullable String instructions;
  private @Nullable String limit;
  private String metadata = "{}";
  private String choiceText = "\"auto\"";

  ResponsesReader(byte[] body, ServeOptions options) throws IOException {
    super(WireProtocol.RESPONSES, body, options);
  }

  @Override
  void read(String field) throws IOException {
    switch (field) {
      case "input" -> readInput();
      case "instructions" -> {
        string(field, 0, Integer.MAX_VALUE);
        instructions = raw();
      }
      case "max_output_tokens" -> {
        tokenLimit(field);
        limit = Integer.toString(maxTokens);
      }
      case "parallel_tool_calls" -> parallel = bool(field);
      case "tool_choice" -> readToolChoice();
      case "metadata" -> {
        object(field);
        metadata = raw();
      }
      case "previous_response_id", "conversation", "prompt" ->
          throw RequestException.field(
              field,
              "is not supported; responses are not stored, send the whole conversation as input");
      case "background" -> {
        if (bool(field)) {
          throw RequestException.field(field, "is not supported; use stream");
        }
      }
      default -> {
        // Options of storage and sampling, which this server does not have.
      }
    }
  }

  @Override
  void check() {
    if (!input) {
      throw RequestException.field("input", "is required");
    }
  }

  @Override
  RequestFields echo() {
    return RequestFields.of(
        "\"instructions\":"
            + instructions
            + ",\"max_output_tokens\":"
            + limit
            + ",\"metadata\":"
            + metadata
            + ",\"parallel_tool_calls\":"
            + parallel
            + ",\"temperature\":"
            + temperature
            + ",\"tool_choice\":"
            + choiceText
            + ",\"tools\":"
            + toolsText()
            + ",\"top_p\":"
            + topP);
  }

  private void readInput() throws IOException {
    input = true;
    startConversation();
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      say(json.getText());
      beginsNoAnswer();
      return;
    }
    array("input");
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String path = "input[" + i + "]";
      object(path);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("content") && value != JsonToken.VALUE_NULL) {
          content(path + ".content", NOT_TEXT);
        } else if (field.equals("output") && value == JsonToken.VALUE_STRING) {
          say(json.getText());
        } else {
          json.skipChildren();
        }
      }
    }
    // This protocol has no prefill.
    beginsNoAnswer();
  }

  private void readToolChoice() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      String word = json.getText();
      toolChoice(word);
      choiceText = "\"" + word + "\"";
      return;
    }
    object("tool_choice");
    String type = null;
    String name = null;
    String mode = null;
    List<ToolEntry> allowed = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "type" -> type = string("tool_choice.type", 1, 64);
        case "name" -> name = toolName("tool_choice.name");
        case "mode" -> mode = string("tool_choice.mode", 1, 64);
        case "tools" -> allowed = allowedTools("tool_choice.tools");
        default -> json.skipChildren();
      }
    }
    StringBuilder text = new StringBuilder("{\"type\":\"");
    if ("function".equals(type)) {
      namedTool(name, "tool_choice.name");
      JsonStrings.quote(text.append("function\",\"name\":"), name == null ? "" : name);
    } else if ("allowed_tools".equals(type)) {
      allow("tool_choice", mode, allowed);
      text.append("allowed_tools\",\"mode\":\"").append(mode).append("\",\"tools\":[");
      List<ToolEntry> tools = allowed == null ? List.of() : allowed;
      text.append(String.join(",", tools.stream().map(ToolEntry::json).toList())).append(']');
    } else {
      throw RequestException.field("tool_choice.type", "must be function or allowed_tools");
    }
    choiceText = text.append('}').toString();
  }
}
