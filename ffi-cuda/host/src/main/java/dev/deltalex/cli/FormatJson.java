package dev.deltalex.cli;

import static java.util.stream.Collectors.joining;

import dev.deltalex.syntax.ResponseTemplate;
import java.util.List;
import java.util.Map;

/** Prints summaries as JSON with the keys that {@code deltalex formats --help} documents. */
final class FormatJson {
  private FormatJson() {}

  /** A list of objects, one a line. */
  static String list(List<FormatSummary> formats) {
    return formats.stream()
        .map(format -> Json.write(members(format)))
        .collect(joining(",\n", "[\n", "\n]"));
  }

  /** An object with the declaration and an example. */
  static String details(FormatSummary format) {
    return details(format, members(format));
  }

  /** As above, of a format that a template was read as. */
  static String details(FormatSummary format, ResponseTemplate template) {
    Map<String, Object> all = members(format);
    all.put("anchors", template.anchors());
    return details(format, all);
  }

  private static String details(FormatSummary format, Map<String, Object> all) {
    FormatExample example = FormatExample.of(format.format());
    all.put("declaration", new Json.Text(format.format().toJson().strip()));
    all.put(
        "example",
        Json.object(
            "beginsInReasoning", example.beginsInReasoning(),
            "tools", new Json.Text(FormatExample.TOOLS.strip()),
            "text", example.text(),
            "events", example.events()));
    return Json.write(all);
  }

  private static Map<String, Object> members(FormatSummary format) {
    return Json.object(
        "name", format.format().name(),
        "aliases", format.format().aliases(),
        "models", format.format().models(),
        "reasoning", format.reasoning().stream().map(FormatJson::markers).toList(),
        "calls", format.calls(),
        "streams", format.streams(),
        "waits", format.waits(),
        "limits", format.limits());
  }

  private static Map<String, Object> markers(FormatSummary.Markers markers) {
    return Json.object("open", markers.open(), "close", markers.close());
  }
}
