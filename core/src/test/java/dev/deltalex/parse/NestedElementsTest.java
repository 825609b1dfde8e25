package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that are elements in elements: what is emitted when, limits, and the end. */
class NestedElementsTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"name": "f", "parameters": {"type": "object", "properties": {
            "s": {"type": "string"}, "l": {"type": "array", "items": {"type": "string"}},
            "o": {"type": "object", "properties": {"n": {"type": "integer"}}}}}}]
          """);

  private static TestStream stream() {
    return TestStream.of("minimax_m3", TOOLS);
  }

  /** A tilde stands for the namespace. */
  private static String tags(String text) {
    return text.replace("~", "]<]minimax[>[");
  }

  private static String call(String elements) {
    return tags("~<invoke name=\"f\">" + elements + "~</invoke>");
  }

  private static String arguments(TestStream stream) {
    return stream.log.calls().get(0).arguments();
  }

  private static EventLog read(int size, String elements) {
    return stream().feedBy(size, call(elements)).stop();
  }

  @Test
  void aStringAtAnyDepthIsEmittedAsItComes() {
    TestStream stream = stream().feed(tags("~<invoke name=f>~<o>~<a>~<s>"));
    assertEquals("{\"o\":{\"a\":{", arguments(stream));
    stream.feed("B");
    assertEquals("{\"o\":{\"a\":{\"s\":\"B", arguments(stream));
    stream.feed("ern");
    assertEquals("{\"o\":{\"a\":{\"s\":\"Bern", arguments(stream));
    stream.feed(tags("~</s>"));
    assertEquals("{\"o\":{\"a\":{\"s\":\"Bern", arguments(stream));
    stream.feed(tags("~<"));
    assertEquals("{\"o\":{\"a\":{\"s\":\"Bern\"", arguments(stream));
    stream.feed(tags("/a>~</o>"));
    assertEquals("{\"o\":{\"a\":{\"s\":\"Bern\"}}", arguments(stream));
  }

  @Test
  void anElementOfAnArrayIsEmittedWithoutAKey() {
    TestStream stream = stream().feed(tags("~<invoke name=f>~<l>~<item>a~</item>~<item>"));
    assertEquals("{\"l\":[\"a\"", arguments(stream));
    stream.feed("b");
    assertEquals("{\"l\":[\"a\",\"b", arguments(stream));
  }

  @Test
  void whetherAnElementHoldsElementsIsOpenUntilItsFirstChar() {
    TestStream stream = stream().feed(tags("~<invoke name=f>~<new>\n "));
    assertEquals("{", arguments(stream));
    stream.feed("x");
    assertEquals("{\"new\":\"\\n x", arguments(stream));
    stream = stream().feed(tags("~<invoke name=f>~<new>\n ~<k>"));
    assertEquals("{\"new\":{", arguments(stream));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64, 1_000_000})
  void elementsDeeperThanTheLimitAreText(int size) {
    int depth = 5_000;
    String deep = "~<a>".repeat(depth) + "x" + "~</a>".repeat(depth);
    EventLog log = read(size, "~<o>" + deep + "~</o>");
    String arguments = log.calls().get(0).arguments();
    String opened = "{\"o\":" + "{\"a\":".repeat(256) + "\"" + tags("~<a>");
    assertTrue(arguments.startsWith(opened), arguments.substring(0, 2_000));
    assertTrue(
        arguments.endsWith("\"" + "}".repeat(257)), arguments.substring(arguments.length() - 300));
    assertTrue(log.has(Diagnostic.DEPTH_LIMIT));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1_000_000})
  void anObjectRemembersSixtyFourNames(int size) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 66; i++) {
      members.append("~<m").append(i).append(">1~</m").append(i).append('>');
    }
    EventLog log = read(size, "~<o>" + members + "~<m0>2~</m0>~<m65>2~</m65>~</o>");
    String arguments = log.calls().get(0).arguments();
    assertTrue(arguments.endsWith(",\"m64\":1,\"m65\":1,\"m65\":2}}"), arguments);
    long limits = log.diagnostics().stream().filter(d -> d.startsWith("NAME_LIMIT")).count();
    long repeated = log.diagnostics().stream().filter(d -> d.startsWith("DUPLICATE")).count();
    assertEquals(1, limits);
    assertEquals(1, repeated);
  }

  @Test
  void aTypeOfTheNestedSchemaCountsAtAnyCut() {
    for (int size = 1; size < 60; size++) {
      EventLog log = read(size, "~<o>~<n>007~</n>~<x>007~</x>~</o>~<l>~<item>1~</item>~</l>");
      String arguments = log.calls().get(0).arguments();
      assertEquals("{\"o\":{\"n\":7,\"x\":\"007\"},\"l\":[\"1\"]}", arguments);
    }
  }

  @Test
  void withoutDeclarationsTheSpellingDecides() {
    TestStream stream = TestStream.of("minimax_m3", ToolSet.ANY);
    String text = "~<tool_call>~<invoke name=\"g\">~<a>1~</a>~<b>~<c>x~</c>~</b>~</invoke>";
    EventLog log = stream.feed(tags(text)).stop();
    assertEquals("{\"a\":1,\"b\":{\"c\":\"x\"}}", log.calls().get(0).arguments());
  }

  @Test
  void aCallThatIsDroppedEmitsNothingOfItsElements() {
    ParserOptions drop =
        ParserOptions.builder().unknownTool(ParserOptions.UnknownTool.DROP).build();
    String text = "~<tool_call>~<invoke name=\"g\">~<a>~<b>1~</b>~</a>~</invoke>~</tool_call>";
    EventLog log = TestStream.of("minimax_m3", TOOLS, drop).feed(tags(text + "x")).stop();
    assertEquals(0, log.calls().size());
    assertEquals("x", log.content());
  }

  @Test
  void whitespaceBeyondTheBufferIsAString() {
    Limits limits = Limits.builder().maxBufferedChars(64).build();
    for (int size : new int[] {1, 64, 1_000}) {
      TestStream stream = TestStream.of("minimax_m3", TOOLS, ParserOptions.DEFAULT, limits);
      String text = call("~<o>" + " ".repeat(65) + "~<n>1~</n>~</o>");
      EventLog log = stream.feedBy(size, text).stop();
      String string = " ".repeat(65) + tags("~<n>1~</n>");
      assertEquals("{\"o\":\"" + string + "\"}", log.calls().get(0).arguments());
      assertTrue(log.has(Diagnostic.BUFFER_LIMIT));
    }
  }

  @Test
  void anOpenElementIsClosedBeforeTheNextCallOpens() {
    String text = "~<invoke name=f>~<o>~<a>1~</a>~<invoke name=f>~<s>x~</s>~</invoke>";
    EventLog log = stream().feed(tags(text)).stop();
    assertEquals("{\"o\":{\"a\":1}}", log.calls().get(0).arguments());
    assertEquals("{\"s\":\"x\"}", log.calls().get(1).arguments());
  }
}
