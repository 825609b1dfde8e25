package dev.deltalex.parse;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.CanonicalText;
import dev.deltalex.syntax.Syntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Streams of every kind whose allocation is measured. */
final class AllocationTexts {
  static final ToolSet TOOLS =
      TestStream.tool(
          "f", "s", "string", "n", "integer", "x", "number", "b", "boolean", "o", "object", "l",
          "array");

  private static final String CODE = StreamedArgumentsTest.code(4_000);
  private static final String PROSE =
      "Words and words, a < b, `code` \u00e9\u4e2d\ud83d\ude00.\n".repeat(100);

  private static final String PYTHON =
      "f(s='it\\'s \\x41\\u00e9\\U0001F600\\7' \"x\\ny\", n=1_000, x=.5, b=True, "
          + "o={'a': (1, None)}, l=[r'\\d', '''a\n'b''', word], 3)";

  /** Formats and kinds in turn. */
  static final String[][] KINDS = {
    {"think_only", "content"},
    {"think_only", "reasoning"},
    {"qwen3_coder", "content"},
    {"qwen3_coder", "reasoning"},
    {"qwen3_coder", "string argument"},
    {"qwen3_coder", "typed values"},
    {"qwen3_coder", "values that do not fit"},
    {"qwen3_coder", "many calls"},
    {"qwen3_coder", "damage"},
    {"hermes", "content"},
    {"hermes", "json arguments"},
    {"hermes", "wrapped arguments"},
    {"hermes", "damaged arguments"},
    {"hermes", "arguments before the name"},
    {"hermes", "json that is no call"},
    {"minimax_m3", "elements"},
    {"cohere_xml", "values in values"},
    {"lfm2", "python arguments"},
    {"granite_pythonic", "python lines"}
  };

  private AllocationTexts() {}

  static Stream<Arguments> kinds() {
    return Stream.of(KINDS).map(kind -> Arguments.of(kind[0], kind[1]));
  }

  static Stream<String> formats() {
    return Formats.all().stream().map(WireFormat::name);
  }

  /** Reasoning, content, and calls with arguments of every type. */
  static String canonical(String format) {
    Syntax syntax = Formats.byName(format).syntax();
    CanonicalText writer = new CanonicalText(syntax);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("s", CODE);
    arguments.put("n", 7);
    arguments.put("x", 1.5);
    arguments.put("b", true);
    arguments.put("o", Map.of("k", List.of("v", 1, false)));
    arguments.put("l", List.of("a", "b"));
    StringBuilder text = new StringBuilder(writer.reasoning(PROSE)).append(writer.content(PROSE));
    for (CallForm form : syntax.calls()) {
      text.append(writer.call(form, "f", "0", arguments)).append('\n');
    }
    return text.toString();
  }

  static String text(String kind) {
    String tagged = "<tool_call>\n<function=f>\n%s</function>\n</tool_call>";
    String json = "<tool_call>\n{\"name\": \"f\", \"arguments\": %s}\n</tool_call>\n";
    String object =
        "{\"s\": \"x \\\"y\\\" \\n\\u00e9\", \"n\": [1, -2.5e3, true, null], \"o\": {\"k\": {}}}";
    return switch (kind) {
      case "content" -> PROSE;
      case "reasoning" -> "<think>\n" + PROSE + "</think>\n" + PROSE;
      case "string argument" -> tagged.formatted("<parameter=s>\n" + CODE + "\n</parameter>\n");
      case "typed values" ->
          tagged.formatted(
              "<parameter=n>\n+007\n</parameter>\n<parameter=x>\n1.50\n</parameter>\n"
                  + "<parameter=b>\nTrue\n</parameter>\n<parameter=o>\n{\"a\": [1, {\"b\": 2}]}\n"
                  + "</parameter>\n<parameter=l>\n[1, 2, {\"a\": \"\u00e9\"}\n</parameter>\n"
                  + "<parameter=zz>\nundeclared\n</parameter>\n");
      case "values that do not fit" ->
          tagged.formatted(
              "<parameter=n>\nseven\n</parameter>\n<parameter=x>\nnan\n</parameter>\n"
                  + "<parameter=l>\n('a', {'b': None, \"c\": 0x10}, b'x')\n</parameter>\n"
                  + "<parameter=o>\n{'a': (1, 2.5, True), 'b': 'it\\'s'}\n</parameter>\n");
      case "many calls" ->
          tagged
              .formatted("<parameter=s>\nx\n</parameter>\n<parameter=zz>\ny\n</parameter>\n")
              .repeat(100);
      case "damage" ->
          "</think>a<tool_call> b <function=f>"
              + " c<tool_call><function=f>stray<parameter=s>1</parameter=s>"
              + "<parameter=>x</parameter><parameter=s>2</parameter></function><function=f>"
              + "<parameter=s>x</tool_call></tool_call>`<think>`"
              + " <tool_call><function=f><parameter=n>1";
      case "json arguments" -> json.formatted(object).repeat(20);
      case "wrapped arguments" ->
          json.formatted("\"" + object.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
              .repeat(20);
      case "damaged arguments" ->
          json.formatted(
                  "{'s': 'it\\'s \"so\"', k: \\d, \"l\": [1 2 True,], \"o\": {\"a\" 1}, \"e\":"
                      + " \"\\d\u0001\"}}")
              .repeat(20);
      case "arguments before the name" ->
          "<tool_call>{\"id\": 1, \"arguments\": {\"s\": \"x\"}, \"name\": \"f\"}</tool_call>"
              .repeat(20);
      case "python arguments" ->
          "<|tool_call_start|>[%s, f()]<|tool_call_end|>\n".formatted(PYTHON).repeat(20);
      case "python lines" -> (PROSE.substring(0, 200) + '\n' + PYTHON + '\n').repeat(20);
      case "json that is no call" -> "{\"name\": \"Bob\", \"age\": 5}\n".repeat(50);
      case "elements" ->
          ("~<tool_call>~<invoke name=\"f\">~<o>\n~<a>x \u00e9\n~</a>~<b>~<c>-1.5~</c>~<c>2~</c>~</b>"
                  + "~<d>~</d>stray~</e>~</o>~<l>~<item>1~</item>~<x>y~</item>~</l>~<zz>~<k>z~</k>"
                  + "~</zz>~<n>007~</n>~<o>~<a>1~</a>~</o>~</invoke>~</tool_call>")
              .replace("~", "]<]minimax[>[")
              .repeat(20);
      case "values in values" ->
          ("<cofl:tool_calls><cofl:tool_call id=\"0\" name=\"f\"><cofl:value name=\"o\""
                  + " type=\"dict\"><cofl:value name=\"a\" type=\"raw\">x</cofl:value><cofl:value"
                  + " name=\"l\" type=\"list\"><cofl:value type=\"json\">{\"k\": 1}</cofl:value>"
                  + "</cofl:valu></cofl:value><cofl:tool_param name=\"s\" string=\"true\">y"
                  + "</cofl:tool_param></cofl:tool_param><cofl:value>z</cofl:value>"
                  + "</cofl:tool_call></cofl:tool_calls>")
              .repeat(20);
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
