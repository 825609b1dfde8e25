package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;
import java.util.List;

/**
 * Texts in which the rarer options make a difference: code fences, entities, objects and arrays
 * that are normalised as they come, constrained output, and closers inside the strings of calls.
 */
final class OptionTexts {
  private static final String[] FENCES = {
    "```\n",
    "```\n",
    "\n```\n",
    "\n```xml\n",
    "~~~\n",
    "\n~~~~\n",
    "```",
    "``",
    "`",
    "~~~ `x`\n",
    "   ```\n",
    "    ```\n",
    "\t```\n",
    "````\n",
    "\n``` a ` b\n",
    "\r```\r",
    "``` \t\n",
    "```x\r\n",
    "\n```\n<tool_call>\n```\n",
    "\n~~~\n</think>\n~~~\n",
    "``` <think>\n",
    "\n ``",
    "\n"
  };
  private static final String[] ENTITIES = {
    "&lt;",
    "&gt;",
    "&amp;",
    "&quot;",
    "&apos;",
    "&#65;",
    "&#x1F600;",
    "&#x41;",
    "&#X7b;",
    "&#91;",
    "&#xD800;",
    "&#xdfff;",
    "&#0;",
    "&#x110000;",
    "&#0000065;",
    "&#00000065;",
    "&#x00D800;",
    "&#1114111;",
    "&#1114112;",
    "&#9999999",
    "&#0000000",
    "&nope;",
    "&Lt;",
    "&am",
    "&lt",
    "&#",
    "&#x",
    "&",
    "&;",
    "&&lt;",
    "&#12a;",
    "&#x;",
    "&#xG",
    "&quo",
    "&apos",
    ";",
    "n&#117;ll",
    "&#123;&#125;"
  };

  /** What decides whether a closer that came as a token inside a string counts. */
  private static final String[] AROUND_CLOSERS = {
    "</tool_call>",
    "</tool_call>",
    "</tool_call>",
    "<tool_call>",
    "<tool_call>{",
    "<tool_call>\n[ {",
    "</think>",
    "\n",
    " ",
    "\t",
    "x",
    "{",
    "[",
    "\\",
    "\\n",
    "\\u00",
    "\ud83d",
    "\ude00",
    "\"",
    "</tool_call >",
    "                                        ",
    "<",
    "'"
  };

  private final Pick pick;
  private final ParserOptions options;
  private final boolean json;
  private final List<ToolTexts.Tool> tools;

  private OptionTexts(Pick pick, Cases.Setting setting) {
    this.pick = pick;
    options = setting.options();
    json = Cases.json(setting.format());
    tools = setting.tools().tools();
  }

  /** The text, or another one that suits the options better. */
  static String suited(Pick pick, String text, Cases.Setting setting) {
    ParserOptions plain =
        setting.options().toBuilder().initialState(ParserOptions.InitialState.CONTENT).build();
    if (plain.equals(ParserOptions.DEFAULT)) {
      return text;
    }
    return new OptionTexts(pick, setting).suit(text);
  }

  private String suit(String plain) {
    String text = plain;
    boolean constrained = options.toolChoice().compareTo(ParserOptions.ToolChoice.NONE) > 0;
    boolean streamed = options.structuredValues() == ParserOptions.StructuredValues.STREAM;
    if (!tools.isEmpty() && constrained && pick.chance(60)) {
      text = damaged(constrained());
    } else if (!tools.isEmpty() && streamed && pick.chance(60)) {
      text = damaged(structures());
    } else if (!tools.isEmpty() && json && pick.chance(25)) {
      text = damaged(closersInStrings());
    }
    if (options.fencedCode() == ParserOptions.FencedCode.GUARD) {
      text = strewn(text, FENCES);
    }
    return options.entities() == ParserOptions.Entities.DECODE ? strewn(text, ENTITIES) : text;
  }

  private String damaged(String text) {
    if (pick.chance(20)) {
      return text.substring(0, pick.below(text.length() + 1));
    }
    return pick.chance(50) ? Mutations.mutated(pick, text, HermesTexts.PIECES) : text;
  }

  private String strewn(String text, String[] pieces) {
    StringBuilder out = new StringBuilder(text);
    for (int count = pick.from(1, 4); count > 0; count--) {
      int at = pick.below(out.length() + 1);
      int tag = out.indexOf("<", at);
      out.insert(tag >= 0 && pick.chance(50) ? tag : at, pick.of(pieces));
    }
    return out.toString();
  }

  private ToolTexts.Tool tool() {
    return tools.get(pick.below(tools.size()));
  }

  // ---- constrained output

  private String constrained() {
    StringBuilder out = new StringBuilder();
    out.append(pick.of("", "", "", "<think>t</think>\n\n", "t</think>", "W ", "\n"));
    boolean bare = options.toolChoice() == ParserOptions.ToolChoice.NAMED && pick.chance(60);
    for (int count = pick.chance(70) ? 1 : 2; count > 0; count--) {
      if (bare) {
        out.append(object());
      } else {
        array(out);
      }
      out.append(pick.of("", "", "\n", " ", "}", "]", "</tool_call>", "\n</tool_call>", "w", "<"));
      out.append(pick.of("", "", "", "<think>t</think>", own(), "\n" + own()));
    }
    return out.toString();
  }

  private void array(StringBuilder out) {
    out.append('[').append(pick.of("", "", " ", "\n"));
    for (int count = pick.from(1, 3), i = 0; i < count; i++) {
      out.append(i == 0 ? "" : pick.of(",", ", ", "\n,\n", " ", ",,")).append(call());
      if (pick.chance(12)) {
        out.append(pick.of("}", "</tool_call>", "<think>", "\n" + own(), "x", " <tool_call>"));
      }
    }
    out.append(pick.of("]", "]", "]", "\n]", ""));
  }

  private String call() {
    String name = "\"name\": \"" + (pick.chance(90) ? tool().name() : "undeclared") + '"';
    String arguments =
        pick.of("\"parameters\"", "\"arguments\"")
            + pick.of(":", ": ")
            + (pick.chance(90) ? object() : pick.of("null", "\"{}\"", "\"\"", "1"));
    String id = pick.chance(15) ? ", \"id\": \"call_1\"" : "";
    boolean swapped = pick.chance(15);
    String first = swapped ? arguments : name;
    return "{" + first + ", " + (swapped ? name : arguments) + id + pick.of("}", "}", "}", "}}");
  }

  private String object() {
    JsonTexts json = new JsonTexts(pick, pick.chance(40));
    json.object(3);
    return json.wire();
  }

  /** A call in the wire form of one of the formats. */
  private String own() {
    return pick.of(
        "<tool_call>\n<function=" + tool().name() + ">\n</function>\n</tool_call>",
        "<function=" + tool().name() + "></function>",
        "<tool_call>\n{\"name\": \"" + tool().name() + "\", \"arguments\": {}}\n</tool_call>");
  }

  // ---- closers inside strings

  private String closersInStrings() {
    String value =
        switch (pick.below(5)) {
          case 0 -> "\"" + aroundClosers() + "\": 1";
          case 1 -> "\"k\": " + "[".repeat(pick.from(1, 4)) + aroundClosers() + "]".repeat(3);
          case 2 -> "'k': '" + aroundClosers() + "'";
          default -> "\"k\": \"" + aroundClosers() + "\"";
        };
    String arguments =
        pick.chance(40)
            ? "\"{" + ReferenceValue.escaped(value) + "}\""
            : "{\"a\": {" + value + "}}";
    String more =
        switch (pick.below(4)) {
          case 0 -> ", \"" + aroundClosers() + "\": 2";
          case 1 -> ", \"id\": \"" + aroundClosers() + "\"";
          default -> "";
        };
    String call = "{\"name\": \"" + tool().name() + "\", \"arguments\": " + arguments + more + "}";
    boolean bare = pick.chance(20);
    return (bare ? "" : "<tool_call>\n")
        + call
        + (bare ? "" : "\n</tool_call>")
        + pick.of("", own());
  }

  private String aroundClosers() {
    StringBuilder out = new StringBuilder(pick.of("", "x"));
    if (pick.chance(50)) {
      for (int count = pick.from(1, 6); count > 0; count--) {
        out.append(pick.of(AROUND_CLOSERS));
      }
      return out.toString();
    }
    for (int count = pick.from(1, 3); count > 0; count--) {
      out.append("</tool_call>").append(pick.of("", "", " ", "\n", "x"));
    }
    return out.append(pick.of("</think>", "<tool_call>{", "<tool_call>\n[ {", "", "x")).toString();
  }

  // ---- objects and arrays in tags

  private String structures() {
    ToolTexts.Tool tool = tool();
    StringBuilder out = new StringBuilder(pick.of("<tool_call>\n", "<tool_call>", ""));
    out.append("<function=").append(tool.name()).append(">\n");
    for (String key : tool.parameters().keySet()) {
      JsonTexts json = new JsonTexts(pick, pick.chance(60));
      json.value(3);
      String wire = json.wire();
      out.append("<parameter=").append(key).append('>').append(pick.of("", "\n", " ", "\n  "));
      out.append(pick.chance(5) ? " ".repeat(pick.from(60, 68)) : "");
      out.append(pick.chance(85) ? wire : wire.substring(0, pick.below(wire.length() + 1)));
      out.append(pick.of("", "", "", "x", " }", ",1", "<", "</b>"));
      out.append(pick.of("\n", "", " ", "\n\n")).append("</parameter>\n");
    }
    return out.append("</function>\n").append(pick.of("</tool_call>", "")).toString();
  }
}
