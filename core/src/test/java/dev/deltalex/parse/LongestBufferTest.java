package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code Limits.buffered} at its maximum, and more text than that: L7. A buffer of 2^28 chars is
 * 512 MiB, and while it grows there are two: the test needs a heap of some 2 GiB, and is skipped
 * where the JVM has none.
 */
@Tag("long")
class LongestBufferTest {
  private static final int LONGEST = 1 << 28;
  private static final int BEYOND = 2_000;
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"name": "f", "parameters": {"type": "object", "properties": {"n": {"type": "integer"},
            "u": {"type": ["integer", "string"]}, "o": {"type": "object"}}}}]
          """,
          Limits.DEFAULT);
  private static final long HEAP = 1_900L << 20;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A JSON call that is not known to be one: its text is held, and is content in the end.
        "hermes|<tool_call>{\"arguments\": {\"a\": \"",
        // A value that is no string, and one that may be a string.
        "qwen3_coder|<tool_call><function=f><parameter=n>1",
        "qwen3_coder|<tool_call><function=f><parameter=u>1",
        "qwen3_coder|<tool_call><function=f><parameter=o>{\"a\": \"",
      })
  void nothingIsThrownBehindTheLongestBuffer(String format, String opener) {
    assumeTrue(Runtime.getRuntime().maxMemory() >= HEAP, "needs a heap of 2 GiB");
    CountingSink sink = new CountingSink();
    StreamParser parser =
        StreamSpec.of(Formats.byName(format))
            .tools(TOOLS)
            .limits(Limits.builder().maxBufferedChars(LONGEST).maxHeldChars(65_535).build())
            .build()
            .open(sink);
    parser.feed(opener);
    char[] digits = new char[1 << 20];
    Arrays.fill(digits, '1');
    for (int at = 0; at < LONGEST; at += digits.length) {
      parser.feed(digits, 0, digits.length);
    }
    parser.feed(digits, 0, BEYOND);
    parser.finish(EndCause.STOP);
    assertEquals(1, sink.finishes);
    long told = sink.contentChars + sink.argumentChars;
    assertEquals((double) LONGEST + BEYOND, (double) told, 100.0);
  }
}
