package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings go out while they are open, other types when they are stable: L5 and row "string …". */
class StreamedArgumentsTest {
  private static final int LENGTH = 64 * 1024;
  private static final int DELTA = 4;

  private static final ToolSet TOOLS =
      TestStream.tool(
          "write", "content", "string", "n", "integer", "x", "number", "flag", "boolean", "list",
          "array", "map", "object");

  /** Source code: indented lines of some forty chars. */
  static String code(int length) {
    StringBuilder code = new StringBuilder();
    for (int line = 0; code.length() < length; line++) {
      code.append("    value[").append(line).append("] = f(a < b, \"text\"); // note\n");
    }
    return code.substring(0, length - 1) + ";";
  }

  private static long events(String format, String head, String body, String tail) {
    CountingSink sink = new CountingSink();
    StreamParser parser = StreamSpec.of(Formats.byName(format)).tools(TOOLS).build().open(sink);
    parser.feed(head);
    long before = sink.argumentEvents;
    char[] chars = body.toCharArray();
    for (int at = 0; at < chars.length; at += DELTA) {
      parser.feed(chars, at, Math.min(chars.length, at + DELTA));
    }
    long events = sink.argumentEvents - before;
    parser.feed(tail);
    assertEquals(1, sink.completeCalls);
    assertEquals(0, sink.diagnostics);
    return events;
  }

  @Test
  void longStringGoesOutWithItsDeltas() {
    long events =
        events(
            "qwen3_coder",
            "<tool_call>\n<function=write>\n<parameter=content>\n",
            code(LENGTH),
            "\n</parameter>\n</function>\n</tool_call>");

    assertTrue(events * 100 >= LENGTH / DELTA * 95L, events + " events");
    assertTrue(events <= LENGTH / DELTA, "one callback a delta, not " + events);
  }

  @Test
  void longStringInJsonGoesOutWithItsDeltas() {
    String escaped = code(LENGTH).replace("\"", "\\\"").replace("\n", "\\n");
    int deltas = (escaped.length() + DELTA - 1) / DELTA;
    long events =
        events(
            "hermes",
            "<tool_call>\n{\"name\": \"write\", \"arguments\": {\"content\": \"",
            escaped,
            "\"}}\n</tool_call>");

    assertTrue(events * 100 >= deltas * 95L, events + " events of " + deltas);
    assertTrue(events <= deltas, "one callback a delta, not " + events);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n    | 1234567    | 1234567",
        "x    | 0.5e3      | 0.5e3",
        "flag | true       | true",
        "list | [1, [2]]   | [1, [2]]",
        "map  | {\"a\": 1} | {\"a\": 1}"
      })
  void typedValueWaitsForItsEnd(String name, String value, String json) {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    stream.feed("<tool_call>\n<function=write>\n<parameter=" + name + ">\n");
    for (char c : (value + "\n</parameter>\n").toCharArray()) {
      stream.feed(String.valueOf(c));
      assertEquals("{", stream.arguments(), "up to " + c);
    }
    stream.feed("</function>");
    assertEquals("{\"" + name + "\":" + json + "}", stream.arguments());
  }

  @ParameterizedTest
  @ValueSource(strings = {"</param", "\n</parameter>\n", "\n</function>", "\r\n", "\ud83d"})
  void whatMayBeMoreThanTextIsHeldAndThenReleased(String start) {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    stream.feed("<tool_call>\n<function=write>\n<parameter=content>\nabc", start);
    assertEquals("{\"content\":\"abc", stream.arguments());

    stream.feed("x");
    String escaped = start.replace("\r", "\\r").replace("\n", "\\n").replace('\ud83d', '\ufffd');
    assertEquals("{\"content\":\"abc" + escaped + "x", stream.arguments());
  }

  /** Half a pair waits for the other half, but not where an escape has begun behind it: no pair. */
  @Test
  void longKeyKeepsItsOrderAmidAnEscape() {
    String arguments = "{\"abcdefg\ud83d" + "\\uDE00\": 1}";
    TestStream stream =
        TestStream.of(
            "hermes",
            TestStream.tool("f", "a", "string"),
            ParserOptions.DEFAULT,
            Limits.builder().maxNameChars(8).build());
    stream.feedBy(
        1, "<tool_call>\n{\"name\": \"f\", \"arguments\": " + arguments + "}\n</tool_call>");
    stream.stop();
    assertEquals("{\"abcdefg\ufffd\\ufffd\": 1}", stream.log.calls().getFirst().arguments());
  }
}
