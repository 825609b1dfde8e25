package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * A string of more than two thousand chars in one delta is escaped and searched in one pass, piece
 * by piece; in short deltas it is not. Both report the same.
 */
class LongValuesTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "b", "string");
  private static final String OPENER = "<tool_call>\n<function=f>\n<parameter=a>\n";
  private static final String CLOSER =
      "\n</parameter>\n<parameter=b>\nx\n</parameter>\n</function>\n</tool_call>";

  /** What stands at the border of a piece, or looks like a marker. */
  private static final List<String> ODD =
      List.of(
          "\n",
          "\r\n",
          "\r",
          "<",
          "</",
          "</div>",
          "<p>",
          "</parameter",
          "<tool_call>",
          "\"",
          "\\",
          "\ud83d\ude00",
          "\ud83d",
          "\ude00",
          "\u0000",
          "\u2028",
          "\n\n\n",
          "\n</parameter>x",
          "\n<parameter=b",
          "if (a < b) {\n\treturn;\n}\n");

  private static String events(String format, String text, int size) {
    Limits limits = Limits.builder().maxHeldChars(64).build();
    TestStream stream = TestStream.of(format, TOOLS, ParserOptions.DEFAULT, limits);
    EventLog log = stream.feedBy(size, text).stop();
    assertNull(log.violation());
    return log.print();
  }

  private static String value(Random random) {
    StringBuilder text = new StringBuilder("v");
    int chars = 1500 + random.nextInt(5000);
    int every = 1 + random.nextInt(400);
    while (text.length() < chars) {
      text.append(random.nextInt(every) == 0 ? ODD.get(random.nextInt(ODD.size())) : "word ");
    }
    return text.toString();
  }

  @Property(tries = 300)
  void aLongValueIsReadAsInShortDeltas(@ForAll long seed) {
    Random random = new Random(seed);
    String format = random.nextBoolean() ? "qwen3_coder" : "seed_oss";
    String opener = format.equals("seed_oss") ? OPENER.replace("<tool", "<seed:tool") : OPENER;
    String text = opener + value(random) + CLOSER;
    String slow = events(format, text, 7);
    assertEquals(slow, events(format, text, text.length()));
    assertEquals(slow, events(format, text, 2049 + random.nextInt(2000)));
  }

  /** A newline or the first char of a marker may be the last one of a piece. */
  @Test
  void whatStandsAtTheBorderOfAPieceIsReadWithTheNext() {
    for (String odd : ODD) {
      for (int before = 1015; before < 1030; before++) {
        String value = "v\"" + "x".repeat(before) + odd + "y".repeat(3000);
        String text = OPENER + value + "\n</b>" + value + CLOSER;
        assertEquals(events("qwen3_coder", text, 7), events("qwen3_coder", text, 1 << 20));
      }
    }
  }

  @Test
  void aLongRunOfLineEndsIsText() {
    String value = "v\"" + "\n".repeat(5000) + "w";
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    EventLog log = stream.feed(OPENER + value + CLOSER).stop();
    assertEquals(
        "{\"a\":\"v\\\"" + "\\n".repeat(5000) + "w\",\"b\":\"x\"}",
        log.calls().getFirst().arguments());
  }
}
