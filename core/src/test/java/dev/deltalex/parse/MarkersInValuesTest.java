package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that quote the very tags they stand in: rows "closer inside a value", "opener inside a
 * value".
 */
class MarkersInValuesTest {
  private static final ToolSet EDITOR =
      TestStream.tool(
          "str_replace_editor",
          "command",
          "string",
          "path",
          "string",
          "file_text",
          "string",
          "options",
          "object");

  private static final String CODE =
      "def example():\n    # see <parameter=path>...</parameter> in the docs\n    return 1";

  private static String call(String parameters) {
    return "<tool_call>\n<function=str_replace_editor>\n"
        + parameters
        + "</function>\n</tool_call>";
  }

  private static String parameter(String name, String value) {
    return "<parameter=" + name + ">\n" + value + "\n</parameter>\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void parameterTagsInsideAStringValueAreText(int size) {
    EventLog log =
        TestStream.of("qwen3_coder", EDITOR)
            .feedBy(size, call(parameter("command", "create") + parameter("file_text", CODE)))
            .stop();

    EventLog.Call call = log.calls().getFirst();
    assertEquals(
        "{\"command\":\"create\",\"file_text\":\"def example():\\n"
            + "    # see <parameter=path>...</parameter> in the docs\\n    return 1\"}",
        call.arguments());
    assertTrue(call.complete());
    assertEquals(List.of("MARKER_IN_VALUE@129", "MARKER_IN_VALUE@148"), log.diagnostics());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void parameterTagsInsideAnObjectValueAreText(int size) {
    String object = "{\"doc\": \"<parameter=path>x</parameter> and </function>\", \"n\": 1}";
    EventLog log =
        TestStream.of("qwen3_coder", EDITOR)
            .feedBy(size, call(parameter("options", object) + parameter("path", "a.py")))
            .stop();

    assertEquals(
        "{\"options\":" + object + ",\"path\":\"a.py\"}", log.calls().getFirst().arguments());
    assertEquals(
        List.of("MARKER_IN_VALUE@71", "MARKER_IN_VALUE@88", "MARKER_IN_VALUE@105"),
        log.diagnostics());
  }

  @Test
  void parameterTagInTheMiddleOfALineDoesNotEndTheOpenOne() {
    EventLog log =
        TestStream.of("qwen3_coder", EDITOR)
            .feed(call(parameter("file_text", "a <parameter=path> b")))
            .stop();

    assertEquals("{\"file_text\":\"a <parameter=path> b\"}", log.calls().getFirst().arguments());
  }

  @Test
  void nothingIsLostOrAddedWhenTheValueEndsInAQuotedCloser() {
    EventLog log =
        TestStream.of("qwen3_coder", EDITOR)
            .feed(call(parameter("file_text", "it ends with </parameter>, always")))
            .stop();

    assertEquals(
        "{\"file_text\":\"it ends with </parameter>, always\"}",
        log.calls().getFirst().arguments());
  }
}
