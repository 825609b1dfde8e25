package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.List;

/** Reads requests of {@code /v1/messages}. */
final class MessagesReader extends RequestReader {
  private static final List<String> NOT_TEXT = List.of("image", "document");

  private int messages = -1;
  private boolean limited;

  MessagesReader(byte[] body, ServeOptions options) throws IOException {
    super(WireProtocol.MESSAGES, body, options);
  }

  @Override
  void read(String field) throws IOException {
    switch (field) {
      case "messages" -> readMessages();
      case "max_tokens" -> {
        tokenLimit(field);
        limited = true;
      }
      case "stop_sequences" -> stops(field);
      case "tool_choice" -> readToolChoice();
      default -> {
        // System prompt and sampling options, which the model does not support.
      }
    }
  }

  @Override
  void check() {
    if (!limited) {
      throw RequestException.field("max_tokens", "is required");
    }
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
      boolean content = false;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("role")) {
          role = true;
          String word = string(path + ".role", 1, 64);
          assistant = word.equals("assistant");
          if (!word.equals("user") && !word.equals("assistant") && !word.equals("system")) {
            throw RequestException.field(
                path + ".role", "'" + word + "' is not one of user, assistant, system");
          }
        } else if (field.equals("content")) {
          content = true;
          content(path + ".content", NOT_TEXT);
        } else {
          json.skipChildren();
        }
      }
      if (!role || !content) {
        throw RequestException.field(path + (role ? ".content" : ".role"), "is required");
      }
      if (!assistant) {
        beginsNoAnswer();
      }
    }
  }

  private void readToolChoice() throws IOException {
    object("tool_choice");
    String type = null;
    String name = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "type" -> type = string("tool_choice.type", 1, 64);
        case "name" -> name = toolName("tool_choice.name");
        case "disable_parallel_tool_use" ->
            parallel = !bool("tool_choice.disable_parallel_tool_use");
        default -> json.skipChildren();
      }
    }
    if (type == null) {
      throw RequestException.field("tool_choice.type", "is required");
    }
    if (type.equals("tool")) {
      namedTool(name, "tool_choice.name");
    } else {
      toolChoice(type);
    }
  }
}
