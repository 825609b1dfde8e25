package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.List;

/** Reads requests of {@code /v1/chat/completions}. */
final class ChatReader extends RequestReader {
  /** Maximum of {@code n}; each choice is a stream. */
  private static final int MOST_CHOICES = 16;

  private static final List<String> ROLES =
      List.of("system", "developer", "user", "assistant", "tool", "function");
  private static final List<String> NOT_TEXT =
      List.of("image_url", "input_audio", "file", "video_url");

  private static final String ALLOWED = "allowed_tools";

  private int messages = -1;

  ChatReader(byte[] body, ServeOptions options) throws IOException {
    super(WireProtocol.CHAT_COMPLETIONS, body, options);
  }

  @Override
  void read(String field) throws IOException {
    switch (field) {
      case "messages" -> readMessages();
      case "tool_choice" -> readToolChoice();
      case "parallel_tool_calls" -> parallel = bool(field);
      case "stream_options" -> readStreamOptions();
      case "n" -> choices = (int) integer(field, 1, MOST_CHOICES);
      case "max_tokens", "max_completion_tokens" -> tokenLimit(field);
      case "stop" -> stops(field);
      case "seed" -> seed = integer(field, Long.MIN_VALUE, Long.MAX_VALUE);
      case "functions", "function_call" ->
          throw RequestException.field(field, "is not supported; use tools and tool_choice");
      default -> {
        // Options such as sampling, which the model does not support.
      }
    }
  }

  @Override
  void check() {
    if (messages < 0) {
      throw RequestException.field("messages", "is required");
    }
    if (messages == 0) {
      throw RequestException.field("messages", "must not be empty");
    }
  }

  private void readMessages() throws IOException {
    array("messages");
    startConversation();
    for (messages = 0; json.nextToken() != JsonToken.END_ARRAY; messages++) {
      String path = "messages[" + messages + "]";
      object(path);
      startMessage();
      boolean assistant = false;
      boolean role = false;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("role")) {
          role = true;
          String word = string(path + ".role", 1, 64);
          assistant = word.equals("assistant");
          if (!ROLES.contains(word)) {
            throw RequestException.field(
                path + ".role", "'" + word + "' is not one of " + String.join(", ", ROLES));
          }
        } else if (field.equals("content") && value != JsonToken.VALUE_NULL) {
          content(path + ".content", NOT_TEXT);
        } else {
          json.skipChildren();
        }
      }
      if (!role) {
        throw RequestException.field(path + ".role", "is required");
      }
      if (!assistant) {
        beginsNoAnswer();
      }
    }
  }

  private void readToolChoice() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      toolChoice(json.getText());
      return;
    }
    object("tool_choice");
    String type = null;
    String name = null;
    boolean allows = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("type") && value == JsonToken.VALUE_STRING) {
        type = json.getText();
      } else if (field.equals(ALLOWED) && value != JsonToken.VALUE_NULL) {
        allows = true;
        readAllowed();
      } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String inner = json.currentName();
          json.nextToken();
          if (inner.equals("name")) {
            name = toolName("tool_choice.function.name");
          } else {
            json.skipChildren();
          }
        }
      } else {
        json.skipChildren();
      }
    }
    if (!ALLOWED.equals(type)) {
      namedTool(name, "tool_choice.function.name");
    } else if (!allows) {
      throw RequestException.field("tool_choice.allowed_tools", "is required");
    }
  }

  /** Reads {@code {"mode": "auto", "tools": […]}}. */
  private void readAllowed() throws IOException {
    String path = "tool_choice." + ALLOWED;
    object(path);
    String mode = null;
    List<ToolEntry> allowed = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "mode" -> mode = string(path + ".mode", 1, 64);
        case "tools" -> allowed = allowedTools(path + ".tools");
        default -> json.skipChildren();
      }
    }
    allow(path, mode, allowed);
  }

  private void readStreamOptions() throws IOException {
    object("stream_options");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("include_usage") && value != JsonToken.VALUE_NULL) {
        includeUsage = bool("stream_options.include_usage");
      } else {
        json.skipChildren();
      }
    }
  }
}
