package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Diagnostics for names and keys that a call should not have. */
class UndeclaredNamesTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "integer");
  private static final String JSON_OF_G = "<tool_call>{\"name\": \"g\", \"arguments\": {}}";
  private static final String TAGS_OF_G = "<tool_call><function=g></function></tool_call>";

  private static EventLog read(int size, String format, ToolSet tools, String text) {
    return TestStream.of(format, tools).feedBy(size, text).stop();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aCallOfAnUndeclaredToolIsReported(int size) {
    assertEquals(
        List.of("UNDECLARED_TOOL@11"), read(size, "qwen3_coder", TOOLS, TAGS_OF_G).diagnostics());
    EventLog json = read(size, "hermes", TOOLS, JSON_OF_G + "</tool_call>");
    assertEquals(1, json.calls().size());
    assertEquals(List.of("UNDECLARED_TOOL@11"), json.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aDroppedCallIsReportedAndACallThatIsContentIsNot(int size) {
    ParserOptions drop =
        ParserOptions.builder().unknownTool(ParserOptions.UnknownTool.DROP).build();
    EventLog dropped = TestStream.of("qwen3_coder", TOOLS, drop).feedBy(size, TAGS_OF_G).stop();
    assertEquals(0, dropped.calls().size());
    assertEquals(List.of("UNDECLARED_TOOL@11"), dropped.diagnostics());
    ParserOptions text =
        ParserOptions.builder().unknownTool(ParserOptions.UnknownTool.AS_CONTENT).build();
    EventLog content = TestStream.of("qwen3_coder", TOOLS, text).feedBy(size, TAGS_OF_G).stop();
    assertEquals(TAGS_OF_G, content.content());
    assertEquals(List.of(), content.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void withoutAListOfToolsNoNameIsUndeclared(int size) {
    EventLog log = read(size, "qwen3_coder", ToolSet.ANY, TAGS_OF_G);
    assertEquals(1, log.calls().size());
    assertEquals(List.of(), log.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void aKeyThatCallsDoNotHaveIsReported(int size) {
    EventLog held =
        read(size, "hermes", TOOLS, "<tool_call>{\"name\": \"f\", \"argument\": {\"a\": 1}}");
    assertEquals("{}", held.calls().getFirst().arguments());
    assertEquals(List.of("UNKNOWN_KEY@25"), held.diagnostics());
    EventLog open =
        read(
            size,
            "hermes",
            TOOLS,
            "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": 1}, \"id\": \"x\", \"why\": 1}");
    assertEquals("{\"a\": 1}", open.calls().getFirst().arguments());
    assertEquals(List.of("UNKNOWN_KEY@59"), open.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void keysThatCallsOftenHaveAreNotReported(int size) {
    String id = "\"id\": \"x\", \"type\": \"function\", ";
    String call = "{" + id + "\"name\": \"f\", \"arguments\": {\"a\": 1}}";
    for (String opener : List.of("<tool_call>", "<function_call>")) {
      String format = opener.equals("<tool_call>") ? "hermes" : "granite_20b_fc";
      EventLog log = read(size, format, TOOLS, opener + call);
      assertEquals("{\"a\": 1}", log.calls().getFirst().arguments());
      assertEquals(List.of(), log.diagnostics());
    }
  }

  /** Before the call is certain, one key of the object is remembered. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 1000})
  void theFirstOddKeyOfHeldTextIsReported(int size) {
    EventLog log =
        read(
            size,
            "hermes",
            TOOLS,
            "<tool_call>{\"x\": 1, \"name\": \"f\", \"name\": \"g\", \"arguments\": {}}");
    assertEquals("f", log.calls().getFirst().name());
    assertEquals(List.of("UNKNOWN_KEY@12"), log.diagnostics());
  }
}
