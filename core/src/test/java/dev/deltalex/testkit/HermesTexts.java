package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random responses in the wire text of Hermes with every liberty that models take: keys in any
 * order, rival and other keys, wrapped arguments, arrays, calls without markers, damaged JSON,
 * brackets too few or too many.
 */
final class HermesTexts extends ResponseTexts {
  /** What random texts are put together from. */
  static final String[] PIECES = {
    "<tool_call>",
    "</tool_call>",
    "<tool_call>\n{",
    "<tool_call>[{",
    "}\n</tool_call>",
    "<tool_call",
    "</tool",
    "</tool_call >",
    "<think>",
    "</think>",
    "{\"name\": \"f\", \"arguments\": ",
    "{\"name\": \"search\"",
    "{\"arguments\": {",
    "\"name\": \"f\"",
    "\"name\":\"get_weather\"",
    "'name': 'f'",
    "name",
    "\"name\"",
    "\"arguments\"",
    "\"arguments\": {",
    "\"parameters\": ",
    "\"args\": \"{",
    "\"id\": 1",
    "\"type\": \"function\"",
    "\"",
    "\"",
    "'",
    "{",
    "{",
    "}",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    ", ",
    "\\",
    "\\\"",
    "\\\\",
    "\\u",
    "\\u00",
    "\\ud83d",
    "\\ude00",
    "\\u0041",
    "\\u007b",
    "\\n",
    "\\d",
    "\\'",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "\u0000",
    "\u001f",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "a",
    "k",
    "word ",
    "true",
    "True",
    "None",
    "null",
    "nul",
    "NaN",
    "1",
    "-",
    "0.5",
    "01",
    "1e5",
    "\"k\": \"v\"",
    "\"k\": 1",
    "{\\\"k\\\": 1",
    "{}",
    "{}}",
    "[]",
    "<",
    "</",
    ">",
    "`",
    "\"}",
    "}}",
    "\"\"",
    "''",
    " \"hi\" to",
    "x\">",
    "\", k: ",
    "\" \"k\": ",
    "\\\"hi\\\" ",
    "\\\", ",
    "                        ",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ"
  };

  private static final String[] ARGUMENTS_KEYS = {
    "arguments", "arguments", "arguments", "parameters", "args"
  };

  /** Length of the text when the last call was written: nothing but a call stands before that. */
  private int callEnd = -1;

  /** Whether calls may be written without a wrapper. */
  private final boolean mayBeBare;

  HermesTexts(Pick pick, ToolTexts.Tools tools, ParserOptions options, boolean mayBeBare) {
    super(pick, tools, options);
    this.mayBeBare = mayBeBare;
  }

  /** Pieces put together without plan, more often than not inside a call. */
  static String random(Pick pick, ToolTexts.Tools tools, boolean mayBeBare) {
    StringBuilder text = new StringBuilder();
    if (pick.chance(85)) {
      begin(pick, tools, text, mayBeBare);
    }
    for (int pieces = pick.from(1, pick.chance(10) ? 60 : 14); pieces > 0; pieces--) {
      text.append(pick.of(PIECES));
    }
    if (pick.chance(7)) {
      text.insert(
          pick.below(text.length() + 1), pick.chance(70) ? pick.longText() : pick.longBlank());
    }
    return text.toString();
  }

  /** The beginning of a call, mostly so much of it that it is one whatever follows. */
  private static void begin(
      Pick pick, ToolTexts.Tools tools, StringBuilder text, boolean mayBeBare) {
    boolean declared = !tools.tools().isEmpty() && pick.chance(85);
    String tool = declared ? tools.tools().get(pick.below(tools.tools().size())).name() : "search";
    String name = "{\"name\": " + ReferenceValue.string(tool);
    text.append(pick.of("", "", "", "W ", "\n", "<think>t</think>\n", "t\n</think>"));
    text.append(
        pick.of(
            "<tool_call>\n" + name + ", \"arguments\": {",
            "<tool_call>" + name + ", \"arguments\": {\"k\": \"v",
            "<tool_call>" + name + ", \"arguments\": \"{",
            "<tool_call>" + name + ", \"arguments\": {}}",
            "<tool_call>[" + name + ", \"arguments\": {}}",
            (mayBeBare ? "" : "<tool_call>") + name + ", \"arguments\": {",
            "<tool_call>[{\"arguments\": {",
            "<tool_call>\n{",
            name + ", "));
  }

  @Override
  void calls(int count) {
    if (mayBeBare
        && count == 1
        && atSegmentStart()
        && !tools.tools().isEmpty()
        && pick.chance(30)) {
      bare();
    } else {
      wrapper(count);
    }
    callEnd = text.toString().stripTrailing().length();
  }

  private boolean atSegmentStart() {
    String before = text.toString().stripTrailing();
    return before.isEmpty() || before.endsWith("</think>") || text.length() == callEnd;
  }

  private String tag(String stem) {
    return stem + (pick.chance(5) ? pick.of(" ", "\t", "  ") : "") + ">";
  }

  private void bare() {
    text.append(call(true));
    if (pick.chance(15)) {
      text.append(whitespace()).append('}');
    }
    if (pick.chance(5)) {
      text.append(tag("</tool_call"));
    }
  }

  private void wrapper(int calls) {
    boolean array = pick.chance(calls > 1 ? 50 : 10);
    text.append(tag("<tool_call")).append(whitespace());
    text.append(array ? "[" + whitespace() : "");
    String last = "";
    for (int i = 0; i < calls; i++) {
      if (i > 0) {
        text.append(whitespace()).append(array && pick.chance(85) ? "," : "").append(whitespace());
      }
      last = call(false);
      text.append(last);
      if (pick.chance(8)) {
        text.append(whitespace()).append("}".repeat(pick.from(1, 2)));
      }
    }
    if (array) {
      text.append(whitespace()).append(pick.chance(90) ? "]" : "");
    }
    wrapperOpen = false;
    if (!array && text.toString().endsWith(last) && pick.chance(12)) {
      dropBrackets();
      text.append(pick.of("", "\n", " ")).append(tag("</tool_call"));
    } else if (pick.chance(90)) {
      text.append(whitespace()).append(tag("</tool_call"));
    } else {
      wrapperOpen = true;
    }
  }

  /** Takes away closing brackets of the last call, which its marker then closes. */
  private void dropBrackets() {
    int end = text.length();
    int from = end;
    while ("}]".indexOf(text.charAt(from - 1)) >= 0) {
      from--;
    }
    from = pick.from(from, end);
    String rest = text.substring(0, from).stripTrailing();
    if (!rest.endsWith(":") && !rest.endsWith("{")) {
      text.setLength(from);
    }
  }

  // ---- one call

  private String call(boolean bare) {
    boolean declared = bare || pick.chance(90) && !tools.tools().isEmpty();
    String name =
        declared ? tools.tools().get(pick.below(tools.tools().size())).name() : "undeclared";
    boolean liberties = pick.chance(35);
    List<String> members = new ArrayList<>();
    members.add(member("name", quoted(name, liberties), liberties));
    String json = "{}";
    if (bare || pick.chance(92)) {
      JsonTexts value = new JsonTexts(pick, liberties);
      if (isLong(50)) {
        value.objectOf(pick.longText());
      } else {
        value.object(3);
      }
      boolean none = pick.chance(8);
      String wire = none ? pick.of("null", "\"\"", "None", "\" \"") : wrapped(value.wire());
      json = none ? json : value.meant();
      members.add(member(pick.of(ARGUMENTS_KEYS), wire, liberties));
      if (value.marker() && !none) {
        expected.noteMarkerInValue();
      }
    }
    if (pick.chance(15)) {
      Collections.swap(members, 0, members.size() - 1);
    }
    boolean argumentsGiven = members.size() > 1;
    extras(members, liberties, argumentsGiven);
    expected.addCall(name, json);
    return put(members, liberties);
  }

  private void extras(List<String> members, boolean liberties, boolean argumentsGiven) {
    int first = members.size();
    if (pick.chance(15)) {
      members.add(0, member("id", quoted("call_1", liberties), liberties));
      first++;
    }
    if (pick.chance(10)) {
      members.add(pick.below(first + 1), member("type", "\"function\"", liberties));
      first++;
    }
    if (liberties && pick.chance(15)) {
      JsonTexts other = new JsonTexts(pick, true);
      other.value(2);
      members.add(member("index", other.wire(), true));
    }
    if (liberties && pick.chance(15)) {
      String rival = argumentsGiven ? pick.of("arguments", "parameters", "args", "name") : "name";
      JsonTexts other = new JsonTexts(pick, true);
      other.value(2);
      members.add(member(rival, other.wire(), true));
    }
    if (members.size() > first) {
      List<String> tail = members.subList(first, members.size());
      Collections.shuffle(tail, new Random(pick.seed()));
    }
  }

  private String put(List<String> members, boolean liberties) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < members.size(); i++) {
      boolean mayMiss = i > 0 && commaMayMiss(members.get(i - 1), members.get(i));
      boolean comma = i > 0 && !(mayMiss && liberties && pick.chance(6));
      out.append(i == 0 ? "" : comma ? "," : " ").append(pick.of("", " ", " ", "\n  "));
      out.append(members.get(i));
    }
    boolean trails = liberties && pick.chance(8);
    out.append(trails ? "," : "").append(pick.of("", "", "", " ", "\n"));
    return out.append(!trails && liberties && pick.chance(3) ? "]" : "}").toString();
  }

  /** Whether a comma may be left out: behind a string in double quotes a key in quotes follows. */
  static boolean commaMayMiss(String before, String after) {
    return !before.endsWith("\"") || after.startsWith("\"") || after.startsWith("'");
  }

  private String member(String key, String value, boolean liberties) {
    String quote = liberties && pick.chance(15) ? pick.of("'", "") : "\"";
    return quote + key + quote + pick.of("", "", " ") + ":" + pick.of("", " ", " ") + value;
  }

  private String quoted(String name, boolean liberties) {
    if (liberties && pick.chance(15) && name.indexOf('\'') < 0) {
      return "'" + name + "'";
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      boolean escape = pick.chance(3);
      out.append(escape ? String.format("\\u%04x", (int) name.charAt(i)) : name.charAt(i));
    }
    return out.append('"').toString();
  }

  /** The arguments as they are, or as a JSON string of their text. */
  private String wrapped(String json) {
    if (!pick.chance(18)) {
      return json;
    }
    StringBuilder out = new StringBuilder("\"").append(pick.of("", "", " ", "\\n"));
    for (int i = 0; i < json.length(); i++) {
      String c = json.substring(i, i + 1);
      out.append(
          pick.chance(3)
              ? String.format("\\u%04x", (int) json.charAt(i))
              : ReferenceValue.escaped(c));
    }
    return out.append(pick.of("", "", " ", "\\n")).append('"').toString();
  }
}
