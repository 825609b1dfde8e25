package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import org.junit.jupiter.api.Test;

/** Row "a token longer than heldChars: JSON string": one as long as that is still a word. */
class HeldWordTest {
  private static final int HELD = 64;

  private static String value(String word, int size) {
    TestStream stream =
        TestStream.of(
            "hermes",
            TestStream.tool("f"),
            ParserOptions.DEFAULT,
            Limits.builder().maxHeldChars(HELD).build());
    String text = "<tool_call>{\"name\": \"f\", \"arguments\": {\"k\":" + word + "}}</tool_call>";
    stream.feedBy(size, text).stop();
    String arguments = stream.arguments();
    return arguments.substring("{\"k\":".length(), arguments.length() - 1);
  }

  @Test
  void wordAsLongAsMayBeHeldIsRead() {
    String digits = "1".repeat(HELD);
    for (int size : new int[] {1, 2, 63, 64, 65, 4_096}) {
      assertEquals(digits, value(digits, size));
      assertEquals("[" + digits + ", 2]", value("[" + digits + ", 2]", size));
    }
  }

  @Test
  void longerWordIsAString() {
    String digits = "1".repeat(HELD + 1);
    for (int size : new int[] {1, 2, 63, 64, 65, 4_096}) {
      assertEquals('"' + digits + '"', value(digits, size));
      assertEquals("[\"" + digits + "\", 2]", value("[" + digits + ", 2]", size));
    }
  }
}
