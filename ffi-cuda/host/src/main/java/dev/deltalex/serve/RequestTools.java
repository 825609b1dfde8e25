package dev.deltalex.serve;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tools of a request, and which of them may or must be called. */
final class RequestTools {
  private final WithProviderTools hosted;
  private final int most;
  private final List<ToolEntry> entries = new ArrayList<>();

  /** Indexes of the entries that are functions. */
  private final List<Integer> functions = new ArrayList<>();

  private ToolChoice choice = ToolChoice.AUTO;
  private @Nullable String named;

  /** The tools of {@code allowed_tools}; null if all are allowed. */
  private @Nullable List<ToolEntry> allowed;

  private String allowedPath = "";

  /** Whether tools that the provider runs, such as {@code web_search}, are skipped. */
  enum WithProviderTools {
    SKIPPED,
    READ
  }

  /**
   * No tools yet.
   *
   * @param most maximum number of entries
   */
  RequestTools(WithProviderTools hosted, int most) {
    this.hosted = hosted;
    this.most = most;
  }

  /** Begins the list, and restarts it if the member is repeated. */
  void clear() {
    entries.clear();
    functions.clear();
  }

  /** Adds the next entry of the list. */
  void add(String json) throws IOException {
    if (entries.size() == most) {
      throw RequestException.field("tools", "more than " + most + " tools; send fewer");
    }
    ToolEntry entry = ToolEntry.of(json);
    if (!isSkipped(entry)) {
      functions.add(entries.size());
    }
    entries.add(entry);
  }

  private boolean isSkipped(ToolEntry entry) {
    return hosted == WithProviderTools.SKIPPED && entry.isHosted();
  }

  /** The list as the request has it. */
  String text() {
    return "[" + String.join(",", entries.stream().map(ToolEntry::json).toList()) + "]";
  }

  /** Types of the tools that are skipped, each once. */
  List<String> skipped() {
    return entries.stream()
        .filter(this::isSkipped)
        .map(ToolEntry::type)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  // ---- the choice

  /** Sets the choice to one of the strings of the three protocols. */
  void choose(String word) {
    choice =
        switch (word) {
          case "none" -> ToolChoice.NONE;
          case "auto" -> ToolChoice.AUTO;
          case "required", "any" -> ToolChoice.REQUIRED;
          default ->
              throw RequestException.field(
                  "tool_choice", "'" + word + "' is not one of none, auto, required, or a tool");
        };
    allowed = null;
  }

  void chooseNamed(String name) {
    choice = ToolChoice.NAMED;
    named = name;
    allowed = null;
  }

  /**
   * Allows only some of the tools.
   *
   * @param path of the members {@code mode} and {@code tools}, such as {@code tool_choice}
   */
  void allow(String path, @Nullable String mode, @Nullable List<ToolEntry> tools) {
    if (mode == null || tools == null) {
      throw RequestException.field(path + (mode == null ? ".mode" : ".tools"), "is required");
    }
    choice =
        switch (mode) {
          case "auto" -> ToolChoice.AUTO;
          case "required" -> ToolChoice.REQUIRED;
          default ->
              throw RequestException.field(
                  path + ".mode", "'" + mode + "' is not one of auto, required");
        };
    allowed = tools;
    allowedPath = path + ".tools";
  }

  ToolChoice choice() {
    return choice;
  }

  /** The tools that may be called, compiled. */
  ToolSet set() {
    ToolSet all = compiled(functions);
    boolean needsTools = choice == ToolChoice.REQUIRED || choice == ToolChoice.NAMED;
    if (needsTools && all.size() == 0) {
      throw RequestException.field(
          "tool_choice",
          entries.isEmpty()
              ? "requires tools, but tools is empty"
              : "requires tools, but tools has no function");
    }
    List<ToolEntry> some = allowed;
    if (some != null) {
      return allowed(some, all);
    }
    if (choice != ToolChoice.NAMED) {
      return all;
    }
    Integer index = indexes(all).get(named);
    if (index == null) {
      throw RequestException.field("tool_choice", "names an unknown tool: '" + named + "'");
    }
    // Only one tool is allowed, so bare arguments belong to it.
    return compiled(List.of(functions.get(index)));
  }

  private ToolSet allowed(List<ToolEntry> tools, ToolSet all) {
    Map<String, Integer> indexes = indexes(all);
    Set<Integer> kept = new LinkedHashSet<>();
    for (int i = 0; i < tools.size(); i++) {
      ToolEntry entry = tools.get(i);
      String path = allowedPath + "[" + i + "]";
      if (!entry.isObject()) {
        throw RequestException.field(path, "must be an object");
      }
      if (isSkipped(entry)) {
        continue;
      }
      String name = entry.name();
      if (name == null) {
        throw RequestException.field(path + entry.namePath(), "is required");
      }
      Integer index = indexes.get(name);
      if (index == null) {
        throw RequestException.field(
            path + entry.namePath(), "names an unknown tool: '" + name + "'");
      }
      kept.add(functions.get(index));
    }
    if (choice == ToolChoice.REQUIRED && kept.isEmpty()) {
      throw RequestException.field(allowedPath, "requires a tool, but allows no function");
    }
    return compiled(List.copyOf(kept));
  }

  /** The index of the first tool of each name. */
  private static Map<String, Integer> indexes(ToolSet tools) {
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < tools.size(); i++) {
      indexes.putIfAbsent(tools.name(i), i);
    }
    return indexes;
  }

  /** The tools of these entries. */
  private ToolSet compiled(List<Integer> indexes) {
    Limits limits = Limits.builder().maxTools(most).build();
    List<String> texts = indexes.stream().map(i -> entries.get(i).json()).toList();
    try {
      return ToolSetReader.read("[" + String.join(",", texts) + "]", limits);
    } catch (ToolSchemaException e) {
      String message = String.valueOf(e.getMessage());
      throw RequestException.field(
          path(e.path(), indexes), message.substring(e.path().length() + 2));
    }
  }

  /** A path of the list that was read, {@code $[0].name}, as one of the request. */
  private static String path(String read, List<Integer> indexes) {
    int end = read.indexOf(']');
    if (!read.startsWith("$[") || end < 0) {
      return "tools" + read.substring(1);
    }
    int index = indexes.get(Integer.parseInt(read.substring(2, end)));
    return "tools[" + index + read.substring(end);
  }
}
