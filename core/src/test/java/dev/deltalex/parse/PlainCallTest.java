package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls in the spelling of the templates are read a tag at a time where a delta holds all that
 * decides; in deltas of one char never. Both report the same.
 */
class PlainCallTest {
  private static final String LONG_NAME = "k".repeat(60);

  private static final ToolSet TOOLS =
      TestStream.tool(
          "f", "a", "string", "b", "string", "n", "integer", "list", "array", LONG_NAME, "string",
          "a=b", "string");

  private static String parameter(String name, String value) {
    return "<parameter=" + name + ">\n" + value + "\n</parameter>\n";
  }

  private static String call(String... parameters) {
    return "<tool_call>\n<function=f>\n"
        + String.join("", parameters)
        + "</function>\n</tool_call>";
  }

  private static EventLog read(String text, int size, Limits limits) {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, ParserOptions.DEFAULT, limits);
    stream.feedBy(size, text);
    stream.parser.finish(EndCause.STOP);
    return stream.log;
  }

  /** Values and tags of which each is an exception somewhere. */
  static List<String> texts() {
    String code = "if (x < y) {\n\treturn \"a\\b\";\n}";
    return List.of(
        call(),
        call(parameter("a", "x"), parameter("b", code)),
        call(parameter("b", code), parameter("a", "\u00e9\ud83d\ude00")),
        call(parameter("a", ""), parameter("b", "\n")),
        call("<parameter=a>\n</parameter>\n", parameter("b", "\r")),
        call("<parameter=a>x</parameter>", "<parameter=b>\r\ny\r\n</parameter>\r\n"),
        call(parameter("a", "1"), parameter("a", "2"), parameter("b", "3")),
        call(parameter("a", "1"), parameter("z", "2"), parameter("b", "3")),
        call(parameter("a", "1"), parameter("n", "2"), parameter("b", "3")),
        call(parameter("list", "[1, 2]"), parameter("b", "3")),
        call(parameter(" a ", "1"), parameter("\"b\"", "2")),
        call("<parameter=a=ls -la</parameter>\n", parameter("b", "2")),
        call(parameter("a=b", "1"), parameter("b", "2")),
        call(parameter("a", "1"), "<parameter=>\nx\n</parameter>\n", parameter("b", "2")),
        call(parameter("a", "see </parameter> and <parameter=b> there")),
        call(parameter("a", "see\n</parameter>\nthere"), parameter("b", "2")),
        call(parameter("a", "<tool_call>\n<function=f>\n</function>\n</tool_call>")),
        call(parameter("a", "lone \ud83d here"), parameter("b", "\udc00")),
        call(parameter("a", "x".repeat(240)), parameter("b", "x".repeat(257))),
        call(parameter("a", "\"".repeat(200)), parameter("b", "\u0001".repeat(200))),
        call(parameter("a", "x\n</a>"), parameter("b", "2")),
        call(parameter("a", "1"), "stray", parameter("b", "2")),
        call(parameter("a", "1")) + "\n" + call(parameter("b", "2")),
        "text " + call(parameter("a", "1")) + " more",
        "<think>\nwhy" + call(parameter("a", "1")) + "</think>\nanswer",
        "```\n" + call(parameter("a", "1")) + "\n```\n",
        call(parameter("a", "1")).replace(">\n<", "><"),
        call(parameter("a", "1")).replace("<function=f>", "<function=g>"),
        call(parameter("a", "1")).replace("<function=f>", "<function= f >"),
        call(parameter("a", "1")).replace("</parameter>", "</parameter >"),
        "<tool_call>\n<function=f>\n" + parameter("a", "1"),
        "<tool_call>\n<function=f>\n<parameter=a>\n1\n</parameter>",
        "<tool_call>\n<function=f>\n<parameter=a>\n1\n</parameter>\n<parameter=b");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void whatIsReadAtOnceIsWhatIsReadCharByChar(String text) {
    String slow = read(text, 1, Limits.DEFAULT).print();
    for (int size : new int[] {text.length(), 7, 40, 64, 100}) {
      assertEquals(slow, read(text, size, Limits.DEFAULT).print(), "in deltas of " + size);
    }
    for (int cut = 1; cut < text.length(); cut++) {
      TestStream stream = TestStream.of("qwen3_coder", TOOLS);
      stream.feed(text.substring(0, cut), text.substring(cut)).parser.finish(EndCause.STOP);
      assertEquals(slow, stream.log.print(), "cut at " + cut);
    }
  }

  /** The whitespace and the tag behind a closer are held; more than the limit is another text. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 50, 51, 52, 53, 70})
  void whatMayBeHeldLimitsWhatIsReadAtOnce(int blanks) {
    Limits limits = Limits.builder().maxHeldChars(64).build();
    String space = "\n".repeat(blanks);
    for (String text :
        List.of(
            call(parameter("a", "1") + space, parameter("b", "2")),
            call(parameter("a", "1") + space),
            call(space + parameter(LONG_NAME, "1")),
            call(parameter("a", "1") + space + parameter(LONG_NAME.substring(blanks / 2), "1")),
            call(parameter("a", "1")).replace("\n<function", space + "\n<function"))) {
      assertEquals(read(text, 1, limits).print(), read(text, text.length(), limits).print());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 58, 59, 60, 61})
  void aNameMayBeAsLongAsTheLimit(int most) {
    Limits limits = Limits.builder().maxNameChars(most).build();
    String text = call(parameter(LONG_NAME, "1"), parameter("list", "[]"), parameter("b", "2"));
    assertEquals(read(text, 1, limits).print(), read(text, text.length(), limits).print());
  }

  @Test
  void aCallOfAnUndeclaredToolMayBeContent() {
    ParserOptions options =
        ParserOptions.builder().unknownTool(ParserOptions.UnknownTool.AS_CONTENT).build();
    String text = call(parameter("a", "1")).replace("<function=f>", "<function=g>");
    assertEquals(text, TestStream.of("qwen3_coder", TOOLS, options).feed(text).stop().content());
  }

  @Test
  void theCallLimitCountsForACallThatIsReadAtOnce() {
    Limits limits = Limits.builder().maxCalls(1).build();
    String text = call(parameter("a", "1")) + call(parameter("a", "2"));
    EventLog log = read(text, text.length(), limits);
    assertEquals(1, log.calls().size());
    assertEquals(read(text, 1, limits).print(), log.print());
  }

  @Test
  void valuesThatAreReadAtOnceAreEscaped() {
    String text = call(parameter("a", "1 < 2"), parameter("b", "\"q\"\n"));
    EventLog log = read(text, text.length(), Limits.DEFAULT);
    assertEquals("{\"a\":\"1 < 2\",\"b\":\"\\\"q\\\"\\n\"}", log.calls().getFirst().arguments());
  }
}
