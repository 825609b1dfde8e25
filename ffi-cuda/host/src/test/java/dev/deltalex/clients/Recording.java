package dev.deltalex.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of a model, and the expected message of a client.
 *
 * @param text the output
 * @param cut whether the token limit ended it, so that its last call may be incomplete
 */
record Recording(String format, String name, String text, Reply reply, boolean cut) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** The formats with recordings. */
  static final List<String> FORMATS = List.of("qwen3_coder", "hermes");

  /** All recordings of all formats. */
  static List<Recording> all() {
    List<Recording> all = new ArrayList<>();
    for (String format : FORMATS) {
      for (JsonNode node : resource(format + ".json")) {
        all.add(read(format, node));
      }
    }
    return all;
  }

  /** The tools of every request: OpenAI's array of functions. */
  static JsonNode tools() {
    return resource("tools.json");
  }

  /** The name of its script, as part of a model's name. */
  String id(Cut how) {
    return format + '.' + name.replaceAll("[^a-z0-9]+", "-") + '.' + how.word;
  }

  /** The line of a script file for it. */
  String line(Cut how) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", id(how))
        .put("format", format)
        .put("start", "content")
        .put("cuts", how.cutsOf(text))
        .put("finish", cut ? "length" : "stop")
        .put("text", text);
    return line.toString();
  }

  private static Recording read(String format, JsonNode node) {
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : node.get("parts")) {
      if (part.has("call")) {
        parts.add(Part.call(part.get("call").textValue(), text(part.get("arguments"))));
      } else if (part.has("reasoning")) {
        parts.add(Part.reasoning(text(part.get("reasoning"))));
      } else {
        parts.add(Part.content(text(part.get("content"))));
      }
    }
    return new Recording(
        format,
        node.get("name").textValue(),
        text(node.get("text")),
        new Reply(parts, node.get("ends").textValue()),
        node.path("cut").booleanValue());
  }

  /** A text, or a list of texts and repetitions to concatenate. */
  private static String text(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    StringBuilder all = new StringBuilder();
    for (JsonNode piece : node) {
      if (piece.isObject()) {
        all.repeat(piece.get("repeat").textValue(), piece.get("times").intValue());
      } else {
        all.append(piece.textValue());
      }
    }
    return all.toString();
  }

  private static JsonNode resource(String name) {
    try (InputStream in = Recording.class.getResourceAsStream("/scripts/" + name)) {
      if (in == null) {
        throw new IOException("no resource /scripts/" + name);
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
