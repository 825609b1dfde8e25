package dev.deltalex.serve;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions.ToolChoice;
import dev.deltalex.host.JsonStrings;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.wire.CallForm;
import dev.deltalex.wire.WireProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request, and which of them may or must be called. In OpenAI's protocols tools that
 * a provider runs are skipped, a custom tool is offered to the model as a function with the string
 * {@code input}, and the tools of a namespace are declared like others. In the Messages protocol
 * all these types mean functions.
 */
final class RequestTools {
  /** The parameters of a custom tool. */
  private static final String FREE_TEXT =
      "\"parameters\":{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
          + "\"required\":[\"input\"]}";

  /**
   * A tool that the client runs.
   *
   * @param path where it is declared, such as {@code tools[2]}
   * @param namespace the name of the namespace that it is in, or null
   */
  private record Declared(String path, ToolEntry entry, @Nullable String namespace) {}

  /**
   * The tools that may be called.
   *
   * @param forms how the calls of each tool of the set are rendered
   */
  record Callable(ToolSet set, List<CallForm> forms) {}

  private final boolean typed;
  private final int most;

  /** The entries of the list, unchanged. */
  private final List<String> entries = new ArrayList<>();

  private final Set<String> skipped = new LinkedHashSet<>();
  private final List<Declared> declared = new ArrayList<>();
  private ToolChoice choice = ToolChoice.AUTO;
  private @Nullable String named;

  /** The tools of {@code allowed_tools}; null if all are allowed. */
  private @Nullable List<ToolEntry> allowed;

  private String allowedPath = "";

  /**
   * No tools yet.
   *
   * @param most maximum number of tools
   */
  RequestTools(WireProtocol protocol, int most) {
    this.typed = protocol != WireProtocol.MESSAGES;
    this.most = most;
  }

  /** Reads the list; a repeated member replaces the earlier one. */
  void read(JsonReader json) throws IOException {
    entries.clear();
    skipped.clear();
    declared.clear();
    for (ToolEntry entry : list(json, "tools")) {
      String path = "tools[" + entries.size() + "]";
      entries.add(entry.json());
      if (typed && entry.isNamespace()) {
        declareNamespace(path, entry);
      } else {
        declare(path, entry, null);
      }
    }
  }

  /** Reads a list of tools. */
  List<ToolEntry> list(JsonReader json, String path) throws IOException {
    List<ToolEntry> list = new ArrayList<>();
    json.list(
        path,
        i -> {
          checkCount(i, path);
          list.add(ToolEntry.of(json.raw()));
        });
    return list;
  }

  private void checkCount(int count, String path) {
    if (count == most) {
      throw RequestException.field(path, "more than " + most + " tools; send fewer");
    }
  }

  private void declareNamespace(String path, ToolEntry namespace) {
    String name = namespace.name();
    String tools = namespace.tools();
    if (name == null || tools == null) {
      throw RequestException.field(path + (name == null ? ".name" : ".tools"), "is required");
    }
    String inside = path + ".tools";
    List<ToolEntry> list = JsonReader.read(tools, json -> list(json, inside));
    for (int i = 0; i < list.size(); i++) {
      String each = inside + "[" + i + "]";
      if (list.get(i).isNamespace()) {
        // A call names one namespace.
        throw RequestException.field(each + ".type", "is a namespace, too; send its tools");
      }
      declare(each, list.get(i), name);
    }
  }

  private void declare(String path, ToolEntry entry, @Nullable String namespace) {
    String type = entry.type();
    if (typed && entry.isHosted() && type != null) {
      skipped.add(type);
      return;
    }
    checkCount(declared.size(), "tools");
    declared.add(new Declared(path, entry, namespace));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The list as the request has it. */
  String text() {
    return "[" + String.join(",", entries) + "]";
  }

  /** Types of the tools that are skipped, each once. */
  List<String> skipped() {
    return List.copyOf(skipped);
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

  /** Sets the choice to one tool; {@code path} is that of its name. */
  void chooseNamed(@Nullable String name, String path) {
    if (name == null) {
      throw RequestException.field(path, "is required");
    }
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

  // ---- the result

  /** The tools that may be called, compiled. */
  Callable callable() {
    Map<String, Declared> names = names();
    Callable all = compiled(declared);
    boolean needsTools = choice == ToolChoice.REQUIRED || choice == ToolChoice.NAMED;
    if (needsTools && declared.isEmpty()) {
      throw RequestException.field(
          "tool_choice",
          entries.isEmpty()
              ? "requires tools, but tools is empty"
              : "requires tools, but tools has no function");
    }
    List<ToolEntry> some = allowed;
    if (some != null) {
      return compiled(List.copyOf(allowed(some, names)));
    }
    if (choice != ToolChoice.NAMED) {
      return all;
    }
    Declared only = names.get(named);
    if (only == null) {
      throw RequestException.field("tool_choice", "names an unknown tool: '" + named + "'");
    }
    // Only one tool is allowed, so bare arguments belong to it.
    return compiled(List.of(only));
  }

  /** The tools by name. A call has a name only, so two tools of one name are refused. */
  private Map<String, Declared> names() {
    Map<String, Declared> names = new HashMap<>();
    for (Declared tool : declared) {
      String name = tool.entry().name();
      Declared other = name == null ? null : names.putIfAbsent(name, tool);
      if (other != null) {
        throw RequestException.field(
            tool.path() + tool.entry().namePath(),
            "'" + name + "' is the name of " + other.path() + ", too; names must be unique");
      }
    }
    return names;
  }

  private Set<Declared> allowed(List<ToolEntry> tools, Map<String, Declared> names) {
    Set<Declared> kept = new LinkedHashSet<>();
    for (int i = 0; i < tools.size(); i++) {
      ToolEntry entry = tools.get(i);
      String path = allowedPath + "[" + i + "]";
      if (!entry.isObject()) {
        throw RequestException.field(path, "must be an object");
      }
      if (typed && entry.isHosted()) {
        continue;
      }
      String name = entry.name();
      if (name == null) {
        throw RequestException.field(path + entry.namePath(), "is required");
      }
      Declared tool = names.get(name);
      if (tool == null) {
        throw RequestException.field(
            path + entry.namePath(), "names an unknown tool: '" + name + "'");
      }
      kept.add(tool);
    }
    if (choice == ToolChoice.REQUIRED && kept.isEmpty()) {
      throw RequestException.field(allowedPath, "requires a tool, but allows no function");
    }
    return kept;
  }

  private Callable compiled(List<Declared> tools) {
    Limits limits = Limits.builder().maxTools(most).build();
    String list = "[" + String.join(",", tools.stream().map(this::declaration).toList()) + "]";
    try {
      return new Callable(
          ToolSetReader.read(list, limits), tools.stream().map(this::form).toList());
    } catch (ToolSchemaException e) {
      String message = String.valueOf(e.getMessage());
      throw RequestException.field(path(e.path(), tools), message.substring(e.path().length() + 2));
    }
  }

  private boolean isCustom(Declared tool) {
    return typed && tool.entry().isCustom();
  }

  private CallForm form(Declared tool) {
    return new CallForm(
        isCustom(tool) ? CallForm.Type.CUSTOM : CallForm.Type.FUNCTION, tool.namespace());
  }

  private String declaration(Declared tool) {
    if (!isCustom(tool)) {
      return tool.entry().json();
    }
    String name = tool.entry().name();
    return "{"
        + (name == null ? "" : "\"name\":" + JsonStrings.quote(name) + ",")
        + FREE_TEXT
        + "}";
  }

  /** A path of the list that was compiled, {@code $[0].name}, as one of the request. */
  private static String path(String compiled, List<Declared> tools) {
    int end = compiled.indexOf(']');
    if (!compiled.startsWith("$[") || end < 0) {
      return "tools" + compiled.substring(1);
    }
    int index = Integer.parseInt(compiled.substring(2, end));
    return tools.get(index).path() + compiled.substring(end + 1);
  }
}
