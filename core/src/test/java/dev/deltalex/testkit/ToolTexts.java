package dev.deltalex.testkit;

import dev.deltalex.Limits;
import dev.deltalex.schema.ParameterType;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Random tools of a request: names, parameters of every type, schemas spelled in many ways. */
public final class ToolTexts {
  static final String[] TOOL_NAMES = {
    "get_weather", "search", "write_file", "f", "a-b.c", "na\u00efve", "tool_call", "run code"
  };
  static final String[] PARAMETER_NAMES = {
    "city",
    "k",
    "path",
    "a",
    "content",
    "days",
    "x y",
    "null",
    "\u00e9t\u00e9",
    "q\\uote",
    "function"
  };

  /**
   * A tool as generated: its name and its parameters with their type sets; empty: declares none.
   */
  record Tool(String name, Map<String, Integer> parameters) {}

  /** The tools of one request, in both forms. */
  public record Tools(List<Tool> tools, String json, ToolSet set) {
    /** No tools at all. */
    public static final Tools NONE = new Tools(List.of(), "[]", ToolSet.NONE);
  }

  /** What a declared parameter without a type may be. */
  private static final int UNTYPED =
      ParameterType.STRING | ParameterType.OBJECT | ParameterType.ARRAY;

  private ToolTexts() {}

  static Tools next(Pick pick) {
    List<Tool> tools = new ArrayList<>();
    int count = pick.from(1, 4);
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      String name = pick.of(TOOL_NAMES);
      if (tools.stream().noneMatch(tool -> tool.name.equals(name))) {
        Tool tool = tool(pick, name);
        json.append(tools.isEmpty() ? "" : ",").append(json(pick, tool));
        tools.add(tool);
      }
    }
    String text = json.append("]").toString();
    return new Tools(tools, text, ToolSetReader.read(text, Limits.DEFAULT));
  }

  private static Tool tool(Pick pick, String name) {
    Map<String, Integer> parameters = new LinkedHashMap<>();
    for (int count = pick.below(6); count > 0; count--) {
      parameters.put(pick.of(PARAMETER_NAMES), types(pick));
    }
    return new Tool(name, parameters);
  }

  private static int types(Pick pick) {
    int kind = pick.below(10);
    if (kind < 4) {
      return ParameterType.STRING;
    }
    if (kind == 4) {
      return ParameterType.STRING | ParameterType.NULL;
    }
    if (kind == 5) {
      return UNTYPED;
    }
    int one = 1 << pick.from(1, 6);
    return kind < 8 ? one : one | 1 << pick.below(7);
  }

  private static String json(Pick pick, Tool tool) {
    StringBuilder out = new StringBuilder("{\"type\":\"function\",\"function\":{\"name\":");
    out.append(ReferenceValue.string(tool.name));
    if (!tool.parameters.isEmpty() || pick.chance(50)) {
      out.append(",\"parameters\":{\"type\":\"object\",\"properties\":{");
      String comma = "";
      for (Map.Entry<String, Integer> entry : tool.parameters.entrySet()) {
        out.append(comma).append(ReferenceValue.string(entry.getKey())).append(':');
        out.append(schema(pick, entry.getValue()));
        comma = ",";
      }
      out.append("}}");
    }
    return out.append("}}").toString();
  }

  private static String schema(Pick pick, int types) {
    if (types == UNTYPED && pick.chance(80)) {
      return pick.of("{\"description\":\"d\"}", "{}", "true", "{\"type\":[]}");
    }
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < 7; bit++) {
      if ((types & 1 << bit) != 0) {
        names.add(ParameterType.describe(1 << bit));
      }
    }
    if (names.size() == 1) {
      return "{\"type\":\"" + spelled(pick, names.get(0)) + "\"}";
    }
    boolean nullable = names.remove("null");
    String union =
        pick.chance(50)
            ? "\"type\":[\"" + String.join("\",\"", names) + "\"]"
            : "\"anyOf\":[{\"type\":\"" + String.join("\"},{\"type\":\"", names) + "\"}]";
    if (!nullable) {
      return "{" + union + "}";
    }
    return pick.chance(50)
        ? "{\"anyOf\":[{\"type\":\"null\"},{" + union + "}]}"
        : "{" + union + ",\"nullable\":true}";
  }

  private static String spelled(Pick pick, String name) {
    return switch (name) {
      case "string" -> pick.of("string", "string", "str", "text", "String", "varchar");
      case "integer" -> pick.of("integer", "int", "int64", "Integer");
      case "number" -> pick.of("number", "float", "double");
      case "boolean" -> pick.of("boolean", "bool");
      case "object" -> pick.of("object", "dict");
      case "array" -> pick.of("array", "list", "tuple");
      default -> name;
    };
  }
}
