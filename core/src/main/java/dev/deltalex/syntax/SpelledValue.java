package dev.deltalex.syntax;

import dev.deltalex.json.IndentedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of arguments as formats spell them that do not write JSON. */
final class SpelledValue {
  private SpelledValue() {}

  /** A value outside of JSON: strings as they are. */
  static String text(@Nullable Object value) {
    return value instanceof String text ? text : IndentedJson.line(value);
  }

  /** A value as a Python literal. */
  static String python(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return value == null ? "None" : value.equals(true) ? "True" : "False";
    }
    if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(python(item)));
      return "[" + String.join(", ", items) + "]";
    }
    if (value instanceof Map<?, ?> map) {
      List<String> items = new ArrayList<>();
      map.forEach((key, item) -> items.add(IndentedJson.line(key) + ": " + python(item)));
      return "{" + String.join(", ", items) + "}";
    }
    return IndentedJson.line(value);
  }

  /** A value whose strings are between literals and whose keys have no quotes. */
  static String quoted(@Nullable Object value, String quote) {
    if (value instanceof String text) {
      return quote + text + quote;
    }
    if (value instanceof List<?> list) {
      List<String> items = new ArrayList<>();
      list.forEach(item -> items.add(quoted(item, quote)));
      return "[" + String.join(",", items) + "]";
    }
    if (value instanceof Map<?, ?> map) {
      List<String> items = new ArrayList<>();
      map.forEach((key, item) -> items.add(key + ":" + quoted(item, quote)));
      return "{" + String.join(",", items) + "}";
    }
    return IndentedJson.line(value);
  }
}
