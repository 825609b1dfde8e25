package dev.deltalex.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a list of tools, as far as it says which tool it is.
 *
 * @param json the entry, unchanged
 * @param isObject whether it is an object; else the other members are empty
 * @param type its {@code type}, or null
 * @param name its {@code name}, or that of its {@code function}; or null
 * @param namePath where the name is or should be: {@code .name} or {@code .function.name}
 * @param hasFunction whether it has a {@code function}
 */
record ToolEntry(
    String json,
    boolean isObject,
    @Nullable String type,
    @Nullable String name,
    String namePath,
    boolean hasFunction) {
  /** Types of tools that the client runs; all other types are tools of the provider. */
  private static final Set<String> RUN_BY_CLIENT = Set.of("function", "custom", "namespace");

  /** Reads an entry from its JSON. */
  static ToolEntry of(String text) throws IOException {
    String type = null;
    String name = null;
    String inner = null;
    boolean function = false;
    try (JsonParser json = Json.FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new ToolEntry(text, false, null, null, ".name", false);
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        boolean string = value == JsonToken.VALUE_STRING;
        if (field.equals("type") && string) {
          type = json.getText();
        } else if (field.equals("name") && string) {
          name = json.getText();
        } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
          function = true;
          inner = name(json);
        } else {
          json.skipChildren();
        }
      }
    }
    String path = function ? ".function.name" : ".name";
    return new ToolEntry(text, true, type, function ? inner : name, path, function);
  }

  /** The {@code name} of the object at the parser's position. */
  private static @Nullable String name(JsonParser json) throws IOException {
    String name = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING && field.equals("name")) {
        name = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return name;
  }

  /** Whether the provider runs the tool, such as {@code web_search}, so that it has no function. */
  boolean isHosted() {
    return type != null && !RUN_BY_CLIENT.contains(type) && !hasFunction;
  }
}
