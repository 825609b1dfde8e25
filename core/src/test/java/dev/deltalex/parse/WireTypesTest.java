package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values whose type the response names: row "value type". */
class WireTypesTest {
  private static final ToolSet TOOLS =
      TestStream.tool("f", "text", "string", "number", "integer", "list", "array");

  private static EventLog log(int size, String key, String attribute, String value) {
    String text =
        "<｜DSML｜tool_calls><｜DSML｜invoke name=\"f\"><｜DSML｜parameter "
            + attribute
            + " name=\""
            + key
            + "\">"
            + value
            + "</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜tool_calls>";
    return TestStream.of("deepseek_v4", TOOLS).feedBy(size, text).stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text|string=\"true\"|42|\"42\"",
        "number|string='true'|42|42",
        "unknown|string=\"true\"|[1]|\"[1]\"",
        "unknown|string=\"false\"|[1]|[1]",
        "text|string=false|42|42",
        "text|string=\"false\"|` \"a\" `|\"a\"",
        "list|string=\"false\"|null|null",
        "text|index=\"1\"|42|\"42\"",
      })
  void theResponseNamesTheType(String key, String attribute, String value, String json) {
    for (int size : new int[] {1, 5, 1000}) {
      EventLog log = log(size, key, attribute, value);
      assertEquals("{\"" + key + "\":" + json + "}", log.calls().getLast().arguments());
      assertEquals("[]", log.diagnostics().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void whatIsNotJsonIsAStringWithADiagnostic(int size) {
    EventLog log = log(size, "list", "string=\"false\"", "[1,]");
    assertEquals("{\"list\":\"[1,]\"}", log.calls().getLast().arguments());
    assertEquals(1, log.diagnostics().size());
    assertTrue(log.diagnostics().get(0).startsWith("COERCION_FAILED@"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void aNameInAnAttributeHasNoBlanksAround(int size) {
    EventLog log = log(size, " text ", "string=\"true\"", "a");
    assertEquals("{\"text\":\"a\"}", log.calls().getLast().arguments());
  }
}
