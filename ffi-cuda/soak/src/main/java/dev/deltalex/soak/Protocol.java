package dev.deltalex.soak;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.soak.Transcript.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The parts of the three protocols that a soak client uses. */
enum Protocol {
  CHAT(
      "/v1/chat/completions",
      "{\"model\":\"script:%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Go"
          + " on.\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"note\","
          + "\"parameters\":%s}}]}"),
  MESSAGES(
      "/v1/messages",
      "{\"model\":\"script:%s\",\"stream\":true,\"max_tokens\":4096,\"messages\":[{\"role\":\"user\",\"content\":\"Go"
          + " on.\"}],\"tools\":[{\"name\":\"note\",\"input_schema\":%s}]}"),
  RESPONSES(
      "/v1/responses",
      "{\"model\":\"script:%s\",\"stream\":true,\"input\":\"Go on.\",\"tools\":[{\"type\":"
          + "\"function\",\"name\":\"note\",\"parameters\":%s}]}");

  private static final JsonFactory JSON = new JsonFactory();
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}";

  private final String path;
  private final String request;

  Protocol(String path, String request) {
    this.path = path;
    this.request = request;
  }

  String path() {
    return path;
  }

  /** The body of a request for a script. */
  byte[] request(String script) {
    return request.formatted(script, SCHEMA).getBytes(StandardCharsets.UTF_8);
  }

  /** The kind of an event. */
  enum Meaning {
    /** It has text. */
    DELTA,
    /** Another event. */
    OTHER,
    /** The last event. */
    LAST,
    /** An error of the server. */
    FAILURE
  }

  /**
   * Reads an event and passes its text and calls to {@code check}.
   *
   * @throws IOException if it is not JSON
   */
  Meaning read(String data, WordCheck check) throws IOException {
    if (this == CHAT && data.equals("[DONE]")) {
      return Meaning.LAST;
    }
    Fields fields = new Fields();
    try (JsonParser parser = JSON.createParser(data)) {
      fields.read(parser);
    }
    return switch (this) {
      case CHAT -> chat(fields, check);
      case MESSAGES -> messages(fields, check);
      case RESPONSES -> responses(fields, check);
    };
  }

  private static Meaning chat(Fields fields, WordCheck check) {
    if (fields.hasError) {
      return Meaning.FAILURE;
    }
    call(fields.name, check);
    boolean any = text(Kind.REASONING, fields.reasoning, check);
    any |= text(Kind.CONTENT, fields.content, check);
    any |= text(Kind.ARGUMENTS, fields.arguments, check);
    return any ? Meaning.DELTA : Meaning.OTHER;
  }

  private static Meaning messages(Fields fields, WordCheck check) {
    return switch (fields.type) {
      case "message_stop" -> Meaning.LAST;
      case "error" -> Meaning.FAILURE;
      case "content_block_start" -> {
        call(fields.name, check);
        yield Meaning.OTHER;
      }
      case "content_block_delta" -> {
        boolean any = text(Kind.REASONING, fields.thinking, check);
        any |= text(Kind.CONTENT, fields.text, check);
        any |= text(Kind.ARGUMENTS, fields.partialJson, check);
        yield any ? Meaning.DELTA : Meaning.OTHER;
      }
      default -> Meaning.OTHER;
    };
  }

  private static Meaning responses(Fields fields, WordCheck check) {
    return switch (fields.type) {
      case "response.completed" -> Meaning.LAST;
      case "response.failed", "response.incomplete", "error" -> Meaning.FAILURE;
      case "response.output_item.added" -> {
        call(fields.name, check);
        yield Meaning.OTHER;
      }
      case "response.reasoning_summary_text.delta" -> delta(Kind.REASONING, fields, check);
      case "response.output_text.delta" -> delta(Kind.CONTENT, fields, check);
      case "response.function_call_arguments.delta" -> delta(Kind.ARGUMENTS, fields, check);
      default -> Meaning.OTHER;
    };
  }

  private static Meaning delta(Kind kind, Fields fields, WordCheck check) {
    return text(kind, fields.delta, check) ? Meaning.DELTA : Meaning.OTHER;
  }

  private static void call(@Nullable String name, WordCheck check) {
    if (name != null) {
      check.call(name);
    }
  }

  private static boolean text(Kind kind, @Nullable String text, WordCheck check) {
    if (text == null || text.isEmpty()) {
      return false;
    }
    check.text(kind, text);
    return true;
  }

  /** The relevant members of an event, at any depth, since their names are unique. */
  private static final class Fields {
    String type = "";
    boolean hasError;
    @Nullable String content;
    @Nullable String reasoning;
    @Nullable String arguments;
    @Nullable String name;
    @Nullable String text;
    @Nullable String thinking;
    @Nullable String partialJson;
    @Nullable String delta;

    void read(JsonParser parser) throws IOException {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.VALUE_STRING) {
          String field = parser.currentName();
          if (field != null) {
            take(field, parser.getText(), depth);
          }
        } else if (depth == 2
            && token == JsonToken.START_OBJECT
            && "error".equals(parser.currentName())) {
          hasError = true;
        }
      }
    }

    private void take(String field, String value, int depth) {
      switch (field) {
        case "type" -> type = depth == 1 ? value : type;
        case "content" -> content = value;
        case "reasoning_content" -> reasoning = value;
        case "arguments" -> arguments = value;
        case "name" -> name = value;
        case "text" -> text = value;
        case "thinking" -> thinking = value;
        case "partial_json" -> partialJson = value;
        case "delta" -> delta = value;
        default -> {
          // Ignored.
        }
      }
    }
  }
}
