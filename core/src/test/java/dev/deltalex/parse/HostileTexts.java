package dev.deltalex.parse;

import dev.deltalex.Limits;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.function.Supplier;

/** Texts that a parser must get through without stopping, growing or slowing down. */
enum HostileTexts {
  TOOL_CALLS("qwen3_coder", () -> "<tool_call>".repeat(100_000)),
  TOOL_CALLS_OF_JSON("hermes", () -> "<tool_call>".repeat(100_000)),
  TOOL_CALLS_AND_BRACES("hermes", () -> "<tool_call>{".repeat(100_000)),
  TOOL_CALLS_AND_NAMES("hermes", () -> "<tool_call>{\"name\":\"f\",".repeat(50_000)),
  TOOL_CALLS_AND_ARRAYS("hermes", () -> "<tool_call>[".repeat(100_000)),
  UNPROVEN_ARGUMENTS(
      "hermes", () -> "<tool_call>{\"arguments\":{\"a\":" + "[{\"b\":1},".repeat(100_000)),
  BARE_BRACES("hermes", () -> "{".repeat(1_000_000)),
  BARE_OBJECTS("hermes", () -> "{\"name\":\"f\",".repeat(80_000)),
  BRACES_BEHIND_A_CALL("hermes", () -> "<tool_call>{\"name\":\"f\"}" + "}".repeat(1_000_000)),
  CLOSERS_BEHIND_A_CALL(
      "hermes", () -> "<tool_call>{\"name\":\"f\"}" + "</tool_call>".repeat(80_000)),
  MANY_CALLS("hermes", () -> "<tool_call>{\"name\":\"f\"}</tool_call>".repeat(30_000)),
  MANY_TAGGED_CALLS(
      "qwen3_coder", () -> "<tool_call><function=f></function></tool_call>".repeat(30_000)),
  HEADERS("qwen3_coder", () -> "<function=f>".repeat(100_000)),
  HEADERS_OF_CALLS("qwen3_coder", () -> "<tool_call><function=f>".repeat(50_000)),
  HALF_HEADERS("qwen3_coder", () -> "<tool_call><function=".repeat(50_000)),
  THINK("think_only", () -> "<think>".repeat(150_000)),
  THINK_PAIRS("think_only", () -> "<think></think>".repeat(70_000)),
  THINK_ENDS("think_only", () -> "</think>".repeat(120_000)),
  MENTIONS("think_only", () -> "`<think>".repeat(120_000)),
  ANGLES("qwen3_coder", () -> "<".repeat(1_000_000)),
  ALMOST_MARKERS("qwen3_coder", () -> "<tool_cal".repeat(100_000)),
  NEWLINES("qwen3_coder", () -> "\n".repeat(1_000_000)),
  NULS("qwen3_coder", () -> "\0".repeat(1_000_000)),
  LONE_SURROGATES("qwen3_coder", () -> "\ud83d\ude00\ud83d\ude00\ude00\ud83d".repeat(150_000)),
  PARAMETER_ENDS_IN_A_VALUE("qwen3_coder", () -> inValue("a", "</parameter>", 100_000)),
  PARAMETER_ENDS_AND_BLANKS("qwen3_coder", () -> inValue("a", "</parameter>  \n", 70_000)),
  FUNCTION_ENDS_IN_A_VALUE("qwen3_coder", () -> inValue("a", "</function>", 100_000)),
  CALL_ENDS_IN_A_VALUE("qwen3_coder", () -> inValue("a", "</tool_call> ", 80_000)),
  CLOSER_PAIRS_IN_A_VALUE("qwen3_coder", () -> inValue("a", "</parameter></parameter>x", 40_000)),
  DAMAGED_CLOSERS("qwen3_coder", () -> inValue("a", "</parameter<", 80_000)),
  OPENERS_IN_A_VALUE("qwen3_coder", () -> inValue("a", "\n<parameter=a>", 70_000)),
  NAMES_IN_A_VALUE("qwen3_coder", () -> inValue("a", "\n<parameter=", 70_000)),
  QUOTED_CALLS("qwen3_coder", () -> inValue("a", "<tool_call><function=f>", 40_000)),
  NEWLINES_IN_A_VALUE("qwen3_coder", () -> inValue("a", "\n", 1_000_000)),
  NULS_IN_A_VALUE("qwen3_coder", () -> inValue("a", "\0", 1_000_000)),
  SURROGATES_IN_A_VALUE("qwen3_coder", () -> inValue("a", "\ud83d", 1_000_000)),
  BLANKS_IN_A_CALL(
      "qwen3_coder", () -> "<tool_call><function=f>" + " \n".repeat(500_000) + "</function>"),
  STRAY_IN_A_CALL("qwen3_coder", () -> "<tool_call><function=f>" + "stray <x ".repeat(100_000)),
  NAMELESS_PARAMETERS(
      "qwen3_coder", () -> "<tool_call><function=f>" + "<parameter=>".repeat(80_000)),
  MANY_PARAMETERS("qwen3_coder", () -> "<tool_call><function=f>" + parameters(30_000)),
  REPEATED_PARAMETERS(
      "qwen3_coder", () -> "<tool_call><function=f>" + "<parameter=a>1</parameter>".repeat(30_000)),
  BRACKETS_IN_AN_OBJECT("qwen3_coder", () -> inValue("o", "[", 1_000_000)),
  BRACES_IN_AN_OBJECT("qwen3_coder", () -> inValue("o", "{\"a\":", 200_000)),
  BRACKETS_IN_A_UNION("qwen3_coder", () -> inValue("u", "[", 1_000_000)),
  TUPLES_IN_AN_ARRAY("qwen3_coder", () -> inValue("l", "(", 1_000_000)),
  QUOTES_IN_AN_OBJECT("qwen3_coder", () -> inValue("o", "{'", 400_000)),
  DIGITS("qwen3_coder", () -> inValue("n", "7", 1_000_000)),
  ZEROS("qwen3_coder", () -> inValue("n", "0", 1_000_000)),
  BLANKS_IN_AN_INTEGER("qwen3_coder", () -> inValue("n", " ", 1_000_000)),
  LONG_STRING("qwen3_coder", () -> inValue("a", "text of ten chars", 600_000)),
  LONG_OBJECT("qwen3_coder", () -> inValue("o", "{\"key\": [1, 2, 3]},", 520_000)),
  BRACKETS_IN_ARGUMENTS("hermes", () -> inArguments("[", 1_000_000)),
  BRACES_IN_ARGUMENTS("hermes", () -> inArguments("{\"a\":", 200_000)),
  BRACKETS_OF_BOTH_KINDS("hermes", () -> inArguments("[{\"a\":", 150_000)),
  CLOSED_BRACKETS(
      "hermes", () -> inArguments("[", 500_000) + "]".repeat(500_000) + "}}</tool_call> x"),
  WRONG_BRACKETS("hermes", () -> inArguments("[}", 500_000)),
  COMMAS("hermes", () -> inArguments("[1,", 300_000) + ",".repeat(1_000_000)),
  COLONS("hermes", () -> inArguments("{", 1) + ":".repeat(1_000_000)),
  BACKSLASHES("hermes", () -> inArguments("\"", 1) + "\\".repeat(1_000_001)),
  UNICODE_ESCAPES("hermes", () -> inArguments("\"", 1) + "\\ud83d\\u0".repeat(100_000)),
  NULS_IN_A_STRING("hermes", () -> inArguments("\"", 1) + "\0".repeat(1_000_000)),
  SURROGATES_IN_A_STRING("hermes", () -> inArguments("\"", 1) + "\ud83d".repeat(1_000_000)),
  LONG_STRING_OF_JSON("hermes", () -> inArguments("\"", 1) + "ten chars!".repeat(1_000_000)),
  LONG_TOKEN("hermes", () -> inArguments("1", 1_000_000)),
  LONG_KEY("hermes", () -> inArguments("{\"", 1) + "key".repeat(300_000)),
  BLANKS_BEFORE_A_VALUE("hermes", () -> inArguments(" \n", 500_000) + "1"),
  WRAPPED_BRACKETS(
      "hermes",
      () -> "<tool_call>{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":" + "[".repeat(1_000_000)),
  WRAPPED_BACKSLASHES(
      "hermes",
      () -> "<tool_call>{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\\\"" + "\\".repeat(999_999)),
  SKIPPED_BRACKETS("hermes", () -> "<tool_call>{\"name\":\"f\",\"x\":" + "[".repeat(1_000_000)),
  SKIPPED_BRACKETS_OF_A_CALL(
      "hermes", () -> "<tool_call>{\"name\":\"f\",\"arguments\":{},\"x\":" + "[".repeat(1_000_000)),
  LONG_NAME("hermes", () -> "<tool_call>{\"name\":\"" + "f".repeat(1_000_000)),
  LONG_TAGGED_NAME("qwen3_coder", () -> "<tool_call><function=" + "f".repeat(1_000_000)),
  ELEMENTS_IN_ELEMENTS("minimax_m3", () -> inElement("x", "~<a>", 60_000)),
  CLOSERS_OF_NOTHING("minimax_m3", () -> inElement("x", "~<a>", 256) + tags("~</b>", 50_000)),
  CLOSERS_OF_OUTER_ELEMENTS(
      "minimax_m3", () -> inElement("x", "~<a>", 256) + tags("~</f>.", 50_000)),
  CLOSERS_IN_AN_ELEMENT("minimax_m3", () -> inElement("a", "~</a>.", 50_000)),
  ELEMENTS_OF_AN_ARRAY("minimax_m3", () -> inElement("l", "~<item>1~</item>", 25_000)),
  MEMBERS_OF_AN_OBJECT("minimax_m3", () -> inElement("o", "", 1) + members(20_000)),
  BLANKS_BEFORE_AN_ELEMENT("minimax_m3", () -> inElement("o", " \n", 500_000) + tags("~<a>", 9)),
  NAMESPACES("minimax_m3", () -> inElement("o", " ]", 300_000)),
  VALUES_IN_VALUES("cohere_xml", () -> inCofl("<cofl:value name=\"k\" type=\"dict\">", 30_000)),
  CLOSERS_OF_VALUES(
      "cohere_xml", () -> inCofl("<cofl:value name=\"a\">", 1) + "</cofl:value> ".repeat(80_000)),
  NAMELESS_VALUES("cohere_xml", () -> inCofl("<cofl:value type=\"list\">", 40_000));

  /** The request's only tool. */
  static final ToolSet TOOLS =
      ToolSetReader.read(
          "[{\"type\":\"function\",\"function\":{\"name\":\"f\","
              + "\"parameters\":{\"type\":\"object\",\"properties\":{"
              + "\"a\":{\"type\":\"string\"},\"o\":{\"type\":\"object\"},"
              + "\"l\":{\"type\":\"array\"},\"n\":{\"type\":\"integer\"},"
              + "\"u\":{\"type\":[\"string\",\"array\",\"null\"]}}}}}]",
          Limits.DEFAULT);

  final String format;
  private final Supplier<String> text;

  HostileTexts(String format, Supplier<String> text) {
    this.format = format;
    this.text = text;
  }

  String text() {
    return text.get();
  }

  private static String inValue(String parameter, String piece, int times) {
    return "<tool_call>\n<function=f>\n<parameter=" + parameter + ">\n" + piece.repeat(times);
  }

  private static String inArguments(String piece, int times) {
    return "<tool_call>{\"name\":\"f\",\"arguments\":{\"k\":" + piece.repeat(times);
  }

  /** A tilde stands for the namespace. */
  private static String tags(String piece, int times) {
    return piece.replace("~", "]<]minimax[>[").repeat(times);
  }

  private static String inElement(String parameter, String piece, int times) {
    return tags("~<tool_call>~<invoke name=\"f\">~<" + parameter + ">", 1) + tags(piece, times);
  }

  private static String inCofl(String piece, int times) {
    return "<cofl:tool_calls><cofl:tool_call name=\"f\">" + piece.repeat(times);
  }

  private static String members(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(tags("~<m" + i + ">1~</m" + i + ">", 1));
    }
    return text.toString();
  }

  private static String parameters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("<parameter=p").append(i).append(">1</parameter>");
    }
    return text.toString();
  }
}
