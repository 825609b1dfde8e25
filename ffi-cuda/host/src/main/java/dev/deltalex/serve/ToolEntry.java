package dev.deltalex.serve;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entry of a list of tools, as far as it says which tool it is. */
final class ToolEntry {
  private static final String CUSTOM = "custom";
  private static final String NAMESPACE = "namespace";

  /** Types of tools that the client runs; all other types are tools of the provider. */
  private static final Set<String> RUN_BY_CLIENT = Set.of("function", CUSTOM, NAMESPACE);

  private final String json;
  private boolean object;
  private @Nullable String type;
  private @Nullable String name;
  private @Nullable String innerName;
  private @Nullable String tools;

  /** The member that has the name, {@code function} or {@code custom}; else empty. */
  private String inner = "";

  private ToolEntry(String json) {
    this.json = json;
  }

  /** Reads an entry from its JSON. */
  static ToolEntry of(String text) {
    return JsonReader.read(
        text,
        json -> {
          ToolEntry entry = new ToolEntry(text);
          entry.object = json.isObject();
          if (entry.object) {
            json.object(field -> entry.read(json, field));
          }
          return entry;
        });
  }

  private void read(JsonReader json, String field) throws IOException {
    switch (field) {
      case "type" -> type = json.isString() ? json.string(field) : null;
      case "name" -> name = json.isString() ? json.string(field) : null;
      case "tools" -> tools = json.raw();
      case "function", CUSTOM -> {
        if (json.isObject()) {
          inner = field;
          innerName = null;
          json.object(
              field,
              member -> {
                if (member.equals("name") && json.isString()) {
                  innerName = json.string(member);
                }
              });
        }
      }
      default -> {
        // Not part of what it is called.
      }
    }
  }

  /** The entry, unchanged. */
  String json() {
    return json;
  }

  /** Whether it is an object; else it has no members. */
  boolean isObject() {
    return object;
  }

  @Nullable String type() {
    return type;
  }

  /** Its name, or that of its {@code function} or {@code custom}; or null. */
  @Nullable String name() {
    return inner.isEmpty() ? name : innerName;
  }

  /** Where the name is or should be, such as {@code .name} or {@code .function.name}. */
  String namePath() {
    return inner.isEmpty() ? ".name" : "." + inner + ".name";
  }

  /** The list of tools of a namespace, as JSON; or null. */
  @Nullable String tools() {
    return tools;
  }

  /** Whether the provider runs the tool, such as {@code web_search}, so that it has no function. */
  boolean isHosted() {
    return type != null && !RUN_BY_CLIENT.contains(type) && inner.isEmpty();
  }

  /** Whether its calls have free text instead of JSON. */
  boolean isCustom() {
    return CUSTOM.equals(type) && !inner.equals("function");
  }

  /** Whether it is a list of tools with a common name. */
  boolean isNamespace() {
    return NAMESPACE.equals(type) && inner.isEmpty();
  }
}
