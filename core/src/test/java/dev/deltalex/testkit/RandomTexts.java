package dev.deltalex.testkit;

/** Random concatenations of whatever a parser might trip over. */
public final class RandomTexts {
  static final String[] PIECES = {
    "<tool_call>",
    "</tool_call>",
    "<function=",
    "<function=f>",
    "<function=get_weather>",
    "<function=nobody>",
    "</function>",
    "<parameter=",
    "<parameter=a>",
    "<parameter=city>",
    "<parameter=k>",
    "</parameter>",
    "<think>",
    "</think>",
    "<tool_call",
    "<func",
    "<parameter",
    "</param",
    "</parameter",
    "</",
    "<",
    ">",
    "=",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\"",
    "'",
    "`",
    "a",
    "k",
    "word ",
    "null",
    "NULL",
    "nu",
    "true",
    "1",
    "007",
    "-5.0",
    "1e5",
    "{",
    "}",
    "[",
    "]",
    "{\"a\": 1}",
    "[1, 2",
    "\\",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "\u0000",
    "\u001b",
    "\u00e9",
    ",",
    ":",
    "x",
    "</think",
    "<think",
    "<tool_call>\n<function=f>\n",
    "</parameter>\n</function>\n</tool_call>",
    "\n</parameter>\n",
    "<function=f>\n<parameter=a>\n",
    "<parameter=>",
    "<parameter=a=",
    "<parameter=city=",
    "<parameter=city=x",
    "<parameter city>",
    "<parameter name=\"k\">",
    "<function f>",
    "<function name=\"get_weather\">",
    "</a>",
    "</k>",
    "</parameters>",
    "<function=nobody>\n<parameter=k>v</parameter>\n</function>",
    "<function=>",
    "<parameter='k'>",
    "</tool_call >",
    "</function\t>",
    "</parameter x>",
    "```\n",
    "&lt;",
    "&amp;",
    "[{\"name\": \"f\", \"arguments\": {",
    "                        ",
    "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
  };

  /** What decides where a value ends. */
  private static final String[] CLOSERS = {
    "</parameter>",
    "</parameter>",
    "</parameter",
    "</parameter ",
    "</parameterx>",
    "</param",
    "</",
    "<",
    "</parameter\n",
    "</function>",
    "</function>",
    "</tool_call>",
    "</tool_call>",
    "</function",
    "</think>",
    "<tool_call>",
    "<tool_call>\n<function=f>",
    "<function=f>",
    "<function=",
    "<function=f",
    "<parameter=b>",
    "<parameter=",
    "<parameter=>",
    "<parameter=a=",
    "<parameter=content=",
    "=",
    "<parameter a>",
    "<parameter name=\"content\">",
    "<parameter ",
    "<function f>",
    "<function=nobody>",
    "</a>",
    "</content>",
    "</days",
    "</parameters>",
    "<parameter",
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "x",
    "null",
    ">",
    "b"
  };

  private RandomTexts() {}

  /** Pieces without plan, or such as decide where a value ends, behind the beginning of a call. */
  static String next(Pick pick, ToolTexts.Tools tools) {
    if (pick.chance(1)) {
      return manyParameters(pick);
    }
    StringBuilder text = new StringBuilder();
    String[] dictionary = PIECES;
    if (pick.chance(85)) {
      begin(pick, tools, text);
      dictionary = pick.chance(60) ? CLOSERS : PIECES;
    }
    for (int pieces = pick.from(1, pick.chance(10) ? 60 : 14); pieces > 0; pieces--) {
      int kind = pick.below(20);
      if (kind == 0) {
        text.append(pick.of(" ", "\n", " \n").repeat(pick.from(10, 70)));
      } else if (kind == 1) {
        text.append("<parameter=").append(parameter(pick, tools)).append('>');
      } else {
        text.append(pick.of(dictionary));
      }
    }
    if (pick.chance(6)) {
      text.insert(
          pick.below(text.length() + 1), pick.chance(70) ? pick.longText() : pick.longBlank());
    }
    return text.toString();
  }

  private static void begin(Pick pick, ToolTexts.Tools tools, StringBuilder text) {
    String tool =
        tools.tools().isEmpty() ? "f" : tools.tools().get(pick.below(tools.tools().size())).name();
    text.append(pick.of("", "", "W ", "\n", "<think>t</think>\n", "t\n</think>"));
    text.append(pick.of("<tool_call>\n", "<tool_call>", "")).append("<function=").append(tool);
    text.append('>').append(pick.of("", "\n")).append("<parameter=");
    text.append(parameter(pick, tools)).append('>').append(pick.of("", "\n", "\nv"));
  }

  private static String parameter(Pick pick, ToolTexts.Tools tools) {
    if (tools.tools().isEmpty() || pick.chance(30)) {
      return pick.of("a", "b", "k");
    }
    ToolTexts.Tool tool = tools.tools().get(pick.below(tools.tools().size()));
    String[] names = tool.parameters().keySet().toArray(new String[0]);
    return names.length == 0 ? "a" : pick.of(names);
  }

  /** More parameters than are remembered. */
  private static String manyParameters(Pick pick) {
    StringBuilder text = new StringBuilder("<tool_call><function=f>");
    int count = pick.from(60, 75);
    for (int i = 0; i < count; i++) {
      text.append("<parameter=p").append(pick.chance(95) ? i : 64).append(">1</parameter>\n");
    }
    return text.append("</function></tool_call>").toString();
  }
}
