package dev.deltalex.serve;

import dev.deltalex.host.JsonStrings;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code tool_choice} in the spelling of each protocol. */
final class ToolChoiceReader {
  private static final String PATH = "tool_choice";
  private static final String ALLOWED = "allowed_tools";
  private static final int LONGEST_WORD = 64;
  private static final int LONGEST_NAME = 256;

  private final JsonReader json;
  private final RequestTools tools;
  private @Nullable String type;
  private @Nullable String name;

  /** The name in a member {@code function} or {@code custom}. */
  private @Nullable String innerName;

  private @Nullable String mode;
  private @Nullable List<ToolEntry> allowed;
  private boolean allows;
  private boolean parallel = true;
  private String text = "\"auto\"";

  private ToolChoiceReader(JsonReader json, RequestTools tools) {
    this.json = json;
    this.tools = tools;
  }

  /** Reads the choice and sets that of {@code tools}. */
  static ToolChoiceReader read(WireProtocol protocol, JsonReader json, RequestTools tools)
      throws IOException {
    ToolChoiceReader reader = new ToolChoiceReader(json, tools);
    if (protocol != WireProtocol.MESSAGES && json.isString()) {
      String word = json.string(PATH);
      tools.choose(word);
      reader.text = "\"" + word + "\"";
      return reader;
    }
    json.object(PATH, field -> reader.member(PATH, field));
    switch (protocol) {
      case CHAT_COMPLETIONS -> reader.chooseInChat();
      case MESSAGES -> reader.chooseInMessages();
      case RESPONSES -> reader.chooseInResponses();
    }
    return reader;
  }

  /** Whether several calls are allowed. */
  boolean parallel() {
    return parallel;
  }

  /** The choice as the Responses protocol repeats it, JSON. */
  String text() {
    return text;
  }

  private void member(String parent, String field) throws IOException {
    String path = parent + "." + field;
    switch (field) {
      case "type" -> type = json.string(path, 1, LONGEST_WORD);
      case "name" -> name = json.string(path, 1, LONGEST_NAME);
      case "mode" -> mode = json.string(path, 1, LONGEST_WORD);
      case "tools" -> allowed = tools.list(json, path);
      case "disable_parallel_tool_use" -> parallel = !json.bool(path);
      case ALLOWED -> {
        allows = true;
        json.object(
            path,
            inner -> {
              if (!inner.equals(ALLOWED)) {
                member(path, inner);
              }
            });
      }
      case "function", "custom" -> {
        if (json.isObject()) {
          json.object(
              path,
              inner -> {
                if (inner.equals("name")) {
                  innerName = json.string(path + ".name", 1, LONGEST_NAME);
                }
              });
        }
      }
      default -> {
        // Without an effect.
      }
    }
  }

  private void chooseInChat() {
    if (!ALLOWED.equals(type)) {
      String kind = "custom".equals(type) ? "custom" : "function";
      tools.chooseNamed(innerName, PATH + "." + kind + ".name");
    } else if (allows) {
      tools.allow(PATH + "." + ALLOWED, mode, allowed);
    } else {
      throw RequestException.field(PATH + "." + ALLOWED, "is required");
    }
  }

  private void chooseInMessages() {
    if (type == null) {
      throw RequestException.field(PATH + ".type", "is required");
    }
    if (type.equals("tool")) {
      tools.chooseNamed(name, PATH + ".name");
    } else {
      tools.choose(type);
    }
  }

  private void chooseInResponses() {
    if ("function".equals(type) || "custom".equals(type)) {
      tools.chooseNamed(name, PATH + ".name");
      text = "{\"type\":\"" + type + "\",\"name\":" + JsonStrings.quote(String.valueOf(name)) + "}";
    } else if (ALLOWED.equals(type)) {
      tools.allow(PATH, mode, allowed);
      List<String> list = Objects.requireNonNull(allowed).stream().map(ToolEntry::json).toList();
      text =
          "{\"type\":\"allowed_tools\",\"mode\":\""
              + mode
              + "\",\"tools\":["
              + String.join(",", list)
              + "]}";
    } else {
      throw RequestException.field(PATH + ".type", "must be function, custom or allowed_tools");
    }
  }
}
