package dev.deltalex.serve;

import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.List;

/**
 * The texts of a request: the messages, of which the last one may be the beginning of the answer,
 * and what else is part of a model's prompt.
 */
final class Conversation {
  private static final long HASH_START = 0xcbf29ce484222325L;
  private static final long HASH_PRIME = 0x100000001b3L;
  private static final int LONGEST_WORD = 64;

  private static final List<String> CHAT_ROLES =
      List.of("system", "developer", "user", "assistant", "tool", "function");
  private static final List<String> MESSAGES_ROLES = List.of("user", "assistant", "system");

  /** Types of parts that are refused, since only text is read. */
  private static final List<String> NOT_TEXT =
      List.of(
          "image_url",
          "input_audio",
          "file",
          "video_url",
          "image",
          "document",
          "input_image",
          "input_file",
          "computer_screenshot");

  private final WireProtocol protocol;
  private final JsonReader json;
  private final StringBuilder messages = new StringBuilder();
  private final StringBuilder others = new StringBuilder();
  private long hash = HASH_START;
  private int count = -1;

  /** Where the last message begins in {@link #messages}. */
  private int last;

  private boolean endsWithAnswer;

  // Of the message that is read.
  private boolean hasRole;
  private boolean hasContent;
  private boolean fromModel;

  Conversation(WireProtocol protocol, JsonReader json) {
    this.protocol = protocol;
    this.json = json;
  }

  /** Number of messages; -1 if the member is missing. */
  int count() {
    return count;
  }

  /** A hash of all messages. */
  long hash() {
    return hash;
  }

  /** The beginning of the answer as given by the client; may be empty. */
  String prefill() {
    return endsWithAnswer ? messages.substring(last) : "";
  }

  /** All texts, for counting their tokens. */
  String text() {
    return others.isEmpty() ? messages.toString() : others.append('\n').append(messages).toString();
  }

  // ---- reading

  /** Reads {@code messages}. */
  void readMessages(String path) throws IOException {
    restart();
    json.list(
        path,
        i -> {
          readMessage(path + "[" + i + "]");
          count = i + 1;
        });
  }

  /** Reads {@code input}: a text, or a list of items. */
  void readInput(String path) throws IOException {
    restart();
    if (json.isString()) {
      say(json.string(path));
      count = 1;
      return;
    }
    json.list(
        path,
        i -> {
          String item = path + "[" + i + "]";
          startText();
          json.object(item, field -> readItem(item, field));
        });
    // May be empty.
    count = 1;
    endsWithAnswer = false;
  }

  /** A repeated member replaces the earlier one. */
  private void restart() {
    messages.setLength(0);
    hash = HASH_START;
    count = 0;
    endsWithAnswer = false;
    startMessage();
  }

  private void startMessage() {
    startText();
    hash = (hash ^ '\n') * HASH_PRIME;
  }

  private void startText() {
    if (!messages.isEmpty()) {
      messages.append('\n');
    }
    last = messages.length();
  }

  private void readMessage(String path) throws IOException {
    startMessage();
    hasRole = false;
    hasContent = false;
    fromModel = false;
    json.object(path, field -> readMember(path, field));
    boolean needsContent = protocol == WireProtocol.MESSAGES;
    if (!hasRole || needsContent && !hasContent) {
      throw RequestException.field(path + (hasRole ? ".content" : ".role"), "is required");
    }
    endsWithAnswer = fromModel;
  }

  private void readMember(String message, String field) throws IOException {
    String path = message + "." + field;
    switch (field) {
      case "role" -> {
        String role = json.string(path, 1, LONGEST_WORD);
        List<String> roles = protocol == WireProtocol.MESSAGES ? MESSAGES_ROLES : CHAT_ROLES;
        if (!roles.contains(role)) {
          throw RequestException.field(
              path, "'" + role + "' is not one of " + String.join(", ", roles));
        }
        hasRole = true;
        fromModel = role.equals("assistant");
      }
      case "content" -> {
        hasContent = true;
        readContent(path);
      }
      case "tool_calls" -> count(json.raw());
      default -> {
        // Not part of the prompt.
      }
    }
  }

  private void readItem(String item, String field) throws IOException {
    switch (field) {
      case "content" -> readContent(item + ".content");
      case "output" -> {
        if (json.isString()) {
          say(json.string(item + ".output"));
        }
      }
      case "arguments", "input" -> count(json.raw());
      default -> {
        // Not part of the prompt.
      }
    }
  }

  /** Reads content: a string, or a list of parts, of which those with a text are used. */
  private void readContent(String path) throws IOException {
    if (json.isString()) {
      say(json.string(path));
      return;
    }
    if (!json.isList()) {
      throw RequestException.field(path, "must be a string or a list of parts");
    }
    json.list(
        path,
        i -> {
          String part = path + "[" + i + "]";
          json.object(part, field -> readPart(part, field));
        });
  }

  private void readPart(String part, String field) throws IOException {
    switch (field) {
      case "type" -> {
        String type = json.string(part + ".type", 1, LONGEST_WORD);
        if (NOT_TEXT.contains(type)) {
          throw RequestException.field(
              part + ".type", "'" + type + "' is not supported; send text");
        }
      }
      case "text" -> say(json.string(part + ".text"));
      // Of a tool's result, and of a call.
      case "content", "input" -> count(json.raw());
      default -> {
        // Not text.
      }
    }
  }

  /** Appends text to the last message. */
  private void say(String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * HASH_PRIME;
    }
    hash = mixed;
    messages.append(text);
  }

  /** Adds text of a prompt that is no message, such as the declarations of tools. */
  void count(String text) {
    if (!others.isEmpty()) {
      others.append('\n');
    }
    others.append(text);
  }
}
