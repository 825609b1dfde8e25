package dev.deltalex.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints summaries as JSON with the keys that {@code deltalex formats --help} documents. */
final class FormatJson {
  private FormatJson() {}

  /** A list of objects, one a line. */
  static String list(List<FormatSummary> formats) {
    return "[\n"
        + String.join(",\n", formats.stream().map(format -> object(format, null)).toList())
        + "\n]";
  }

  /** An object with the declaration and an example. */
  static String details(FormatSummary format) {
    return object(format, FormatExample.of(format.format()));
  }

  private static String object(FormatSummary format, @Nullable FormatExample example) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JsonTree.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("name", format.format().name());
      strings(json, "aliases", format.format().aliases());
      strings(json, "models", format.format().models());
      json.writeArrayFieldStart("reasoning");
      for (FormatSummary.Markers markers : format.reasoning()) {
        json.writeStartObject();
        strings(json, "open", markers.open());
        strings(json, "close", markers.close());
        json.writeEndObject();
      }
      json.writeEndArray();
      strings(json, "calls", format.calls());
      strings(json, "streams", format.streams());
      strings(json, "waits", format.waits());
      strings(json, "limits", format.limits());
      if (example != null) {
        json.writeFieldName("declaration");
        json.writeRawValue(format.format().toJson().strip());
        json.writeObjectFieldStart("example");
        json.writeBooleanField("beginsInReasoning", example.beginsInReasoning());
        json.writeFieldName("tools");
        json.writeRawValue(FormatExample.TOOLS.strip());
        json.writeStringField("text", example.text());
        strings(json, "events", example.events());
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return out.toString();
  }

  private static void strings(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
