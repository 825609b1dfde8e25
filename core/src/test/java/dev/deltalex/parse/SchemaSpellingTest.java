package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas and values as people and models spell them: row "value type" and row "object, array". */
class SchemaSpellingTest {
  private static EventLog log(String type, String value) {
    return TestStream.of("qwen3_coder", TestStream.tool("f", "p", type))
        .feed("<tool_call>\n<function=f>\n<parameter=p>\n", value)
        .feed("\n</parameter>\n</function>\n</tool_call>")
        .stop();
  }

  private static String arguments(String type, String value) {
    EventLog.Call call = log(type, value).calls().getFirst();
    assertTrue(call.complete());
    return call.arguments();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"str", "strings", "text", "varchar", "char", "enum", "STRING", "whatever"})
  void namesOfStringAndUnknownNamesAreStrings(String type) {
    assertEquals("{\"p\":\"12\"}", arguments(type, "12"));
    assertEquals("{\"p\":\"{}\"}", arguments(type, "{}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "int       | 12     | 12",
        "uint8     | 12     | 12",
        "long      | 12     | 12",
        "short     | 12     | 12",
        "unsigned  | 12     | 12",
        "num       | 1.5    | 1.5",
        "float32   | 1.5    | 1.5",
        "double    | 1.5    | 1.5",
        "bool      | True   | true",
        "binary    | 0      | false",
        "dict      | {}     | {}",
        "list      | [1]    | [1]",
        "tuple     | (1, 2) | [1,2]"
      })
  void otherNamesInUse(String type, String value, String json) {
    assertEquals("{\"p\":" + json + "}", arguments(type, value));
  }

  @Test
  void missingBraceIsSuppliedAndSaid() {
    EventLog log = log("object", "{\"a\": {\"b\": [1, 2]}");

    assertEquals("{\"p\":{\"a\": {\"b\": [1, 2]}}}", log.calls().getFirst().arguments());
    assertTrue(log.has(Diagnostic.VALUE_REPAIRED));
  }

  @Test
  void indentationIsKept() {
    assertEquals(
        "{\"p\":\"  two\\n    four\\n\\ttab  \"}", arguments("string", "  two\n    four\n\ttab  "));
  }

  @Test
  void onlyOneNewlineOfEachSideIsFraming() {
    assertEquals("{\"p\":\"\\nx\\n\"}", arguments("string", "\nx\n"));
  }
}
