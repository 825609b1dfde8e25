package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row "a double quote inside a string that was not escaped". */
class UnescapedQuotesTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string");
  private static final String HEAD = "<tool_call>\n{\"name\": \"f\", \"arguments\": ";
  private static final String TAIL = "}\n</tool_call>";
  private static final int HELD = 64;

  private static TestStream stream() {
    Limits limits = Limits.builder().maxHeldChars(HELD).build();
    return TestStream.of("hermes", TOOLS, ParserOptions.DEFAULT, limits);
  }

  /** The arguments of the one call, equal for every place of one cut, and char by char. */
  private static String arguments(String text) {
    EventLog whole = stream().feed(text).stop();
    assertEquals(whole.print(), stream().feedBy(1, text).stop().print());
    for (int cut = 1; cut < text.length(); cut++) {
      EventLog log = stream().feed(text.substring(0, cut), text.substring(cut)).stop();
      assertEquals(whole.print(), log.print(), "cut at " + cut);
    }
    assertEquals(1, whole.calls().size(), whole.print());
    assertTrue(whole.calls().getFirst().complete(), whole.print());
    return whole.calls().getFirst().arguments();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        // In an object's value.
        "{\"a\": \"He said \"hi\" to me\"}|{\"a\": \"He said \\\"hi\\\" to me\"}",
        "{\"a\": \"<a href=\"x\">\", \"b\": 1}|{\"a\": \"<a href=\\\"x\\\">\", \"b\": 1}",
        "{\"a\": \"echo \"hi\"\", \"b\": 1}|{\"a\": \"echo \\\"hi\\\"\", \"b\": 1}",
        "{\"a\": \"echo \"hi\"\"}|{\"a\": \"echo \\\"hi\\\"\"}",
        "{\"a\": \"x\", and y\", b : 1}|{\"a\": \"x\\\", and y\", \"b\" : 1}",
        "{\"a\": \"x\" , } |{\"a\": \"x\"  }",
        "{\"a\": \"x\" \"b\" : 1}|{\"a\": \"x\" ,\"b\" : 1}",
        "{\"a\": \"x\"'b': 1}|{\"a\": \"x\",\"b\": 1}",
        "{\"a\": \"x\" \"b\\\": 1\"}|{\"a\": \"x\\\" \\\"b\\\": 1\"}",
        "{\"a\": {\"b\": \"x\"y\"}}|{\"a\": {\"b\": \"x\\\"y\"}}",
        // In an array.
        "{\"a\": [\"x\"y\", \"z\" \"w\"]}|{\"a\": [\"x\\\"y\", \"z\" ,\"w\"]}",
        "{\"a\": [\"x\"\"y\" z\"]}|{\"a\": [\"x\\\"\\\"y\\\" z\"]}",
        // In a key.
        "{\"a \"b\" c\": 1}|{\"a \\\"b\\\" c\": 1}",
        "{\"a\" \"x\"}|{\"a\" :\"x\"}",
        "{\"a\" -1, \"b\" [1], \"c\"{}}|{\"a\" :-1, \"b\" :[1], \"c\":{}}",
        "{\"a\"true\": 1}|{\"a\\\"true\": 1}",
      })
  void quoteEndsAStringWhereTheJsonGoesOn(String written, String meant) {
    assertEquals(meant, arguments(HEAD + written + TAIL));
  }

  @Test
  void valuesThatAreSkippedAndArgumentsInAStringHaveSuchQuotesToo() {
    String skipped =
        "<tool_call>{\"note\": \"a \"b\" c\", \"name\": \"f\", \"arguments\": {}}</tool_call>";
    assertEquals("{}", arguments(skipped));
    String wrapped = HEAD + "\"{\\\"a\\\": \\\"say \\\"hi\\\", x\\\", \\\"b\\\": 1}\"" + TAIL;
    assertEquals("{\"a\": \"say \\\"hi\\\", x\", \"b\": 1}", arguments(wrapped));
    String cut = HEAD + "\"{\\\"a\\\": \\\"x\\\" \\\"y\"" + TAIL;
    assertEquals("{\"a\": \"x\\\" \\\"y\"}", arguments(cut));
  }

  @Test
  void closerOfTheCallEndsTheString() {
    assertEquals("{\"a\": \"x\"\n}", arguments(HEAD + "{\"a\": \"x\"\n</tool_call>"));
    assertEquals("{\"a\": \"x\"}", arguments(HEAD + "{\"a\": \"x\", </tool_call>"));
    assertEquals("{\"a\": \"x\"\n}", arguments(HEAD + "{\"a\": \"x\"\n</tool_c"));
    assertEquals(
        "{\"a\": \"x\\\"<tool_call>\"}", arguments(HEAD + "{\"a\": \"x\"<tool_call>\"" + TAIL));
  }

  @Test
  void whatLooksLikeAKeyEndsAtTheCloser() {
    // Without that the next call would be part of a key.
    String text = HEAD + "{\"a\": \"echo \"\"}}</tool_call> and \"b\": it";
    EventLog log = stream().feed(text).stop();
    assertEquals("{\"a\": \"echo \\\"\"}", log.calls().getFirst().arguments());
    assertEquals(" and \"b\": it", log.content());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\": \"x\"}", "{\"a\": \"x\", \"b\": 1", "{\"a\": [\"x\", ", "{\"a\":"})
  void quoteIsDecidedInItsDelta(String arguments) {
    TestStream stream = stream().feed(HEAD + arguments);
    String emitted = stream.arguments();
    assertTrue(emitted.contains(arguments.contains("x") ? "\"x\"" : "{"), emitted);
  }

  @Test
  void undecidedQuoteIsHeldAndOutgrown() {
    TestStream stream = stream().feed(HEAD + "{\"a\": \"x\"");
    assertEquals("{\"a\": \"x", stream.arguments());
    stream.feed(" ".repeat(HELD - 1));
    assertEquals("{\"a\": \"x", stream.arguments());
    stream.feed("y");
    assertTrue(stream.arguments().startsWith("{\"a\": \"x\" "), stream.arguments());

    String key = "k".repeat(HELD);
    stream = stream().feed(HEAD + "{\"a\": \"x\", " + key + " z\"" + TAIL);
    assertTrue(stream.stop().calls().getFirst().arguments().startsWith("{\"a\": \"x\", \"kk"));
  }

  @Test
  void theEndDecides() {
    EventLog log = stream().feed(HEAD + "{\"a\": \"say \"hi\"").stop();
    assertEquals("{\"a\": \"say \\\"hi\"}", log.calls().getFirst().arguments());
    assertTrue(log.calls().getFirst().complete());
    log = stream().feed(HEAD + "{\"a\": \"say \"hi\" \"you").stop();
    assertEquals("{\"a\": \"say \\\"hi\\\" \\\"you", log.calls().getFirst().arguments());
    assertFalse(log.calls().getFirst().complete());
    log = stream().feed(HEAD + "{\"a\": \"x\"<").stop();
    assertFalse(log.calls().getFirst().complete(), "less than a closer");
  }

  @Test
  void cancelledStreamDoesNotEmitTheUndecidedQuote() {
    TestStream stream = stream().feed(HEAD + "{\"a\": \"x\" ");
    stream.parser.cancel();
    assertEquals("{\"a\": \"x", stream.arguments());
  }

  @Test
  void cutByTheLimitOfTokensTheQuoteEnds() {
    TestStream stream = stream().feed(HEAD + "{\"a\": \"x\" ");
    stream.parser.finish(EndCause.LENGTH);
    assertEquals("{\"a\": \"x\" ", stream.arguments());
  }

  @Test
  void repairIsReportedOnce() {
    EventLog log = stream().feed(HEAD + "{\"a\": \"x \"y\" \"z\" w\"}" + TAIL).stop();
    assertEquals(List.of(Diagnostic.VALUE_REPAIRED + "@" + HEAD.length()), log.diagnostics());
  }

  @Test
  void objectsInTagsThatStreamHaveSuchQuotesToo() {
    ToolSet tools = TestStream.tool("f", "o", "object");
    ParserOptions options =
        ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build();
    String value = "{\"a\": \"<b c=\"d\">\", e: \"x\" \"f\": [\"g\"h\"]";
    String text =
        "<tool_call><function=f><parameter=o>" + value + "</parameter></function></tool_call>";
    EventLog whole = TestStream.of("qwen3_coder", tools, options).feed(text).stop();
    assertEquals(
        "{\"o\":{\"a\": \"<b c=\\\"d\\\">\", \"e\": \"x\" ,\"f\": [\"g\\\"h\"]}}",
        whole.calls().getFirst().arguments());
    for (int size = 1; size < 9; size++) {
      EventLog log = TestStream.of("qwen3_coder", tools, options).feedBy(size, text).stop();
      assertEquals(whole.print(), log.print());
    }
  }
}
