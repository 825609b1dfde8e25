package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are kept until their text shows their type. */
class UndecidedValueTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "l", "array");
  private static final int BUFFERED = 64;

  private static String arguments(String value, int size) {
    TestStream stream =
        TestStream.of(
            "qwen3_coder",
            TOOLS,
            ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build(),
            Limits.builder().maxBufferedChars(BUFFERED).build());
    String text =
        "<tool_call>\n<function=f>\n<parameter=l>\n%s\n</parameter>\n</function>\n</tool_call>"
            .formatted(value);
    for (int at = 0; at < text.length(); at += size) {
      stream.feed(text.substring(at, Math.min(text.length(), at + size)));
    }
    stream.stop();
    return stream.log.calls().getFirst().arguments();
  }

  /** A structure that streams was let begin behind any number of blanks if they came with it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 63, 64, 65, 1_000})
  void blanksBeforeAStructureCount(int blanks) {
    String value = " ".repeat(blanks) + "[1]";
    String expected = blanks > BUFFERED ? "{\"l\":\"" + value + "\"}" : "{\"l\":[1]}";
    for (int size : new int[] {1, 7, 50, 2_000}) {
      assertEquals(expected, arguments(value, size), "deltas of " + size);
    }
  }

  /** Of a pair only the first half is there, and waits for the other; it says enough. */
  @Test
  void halfAPairRulesNullOut() {
    ToolSet tools =
        ToolSetReader.read(
            "[{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":"
                + "{\"a\":{\"type\":[\"string\",\"null\"]}}}}]",
            Limits.DEFAULT);
    TestStream stream = TestStream.of("qwen3_coder", tools);
    stream.feed("<tool_call>\n<function=f>\n<parameter=a>\nn");
    assertEquals("{", stream.log.calls().getFirst().arguments());
    stream.feed("\ud83d");
    assertEquals("{\"a\":\"n", stream.log.calls().getFirst().arguments());
    stream.feed("\ude00\n</parameter>");
    stream.stop();
    assertEquals("{\"a\":\"n\ud83d\ude00\"}", stream.log.calls().getFirst().arguments());
  }
}
