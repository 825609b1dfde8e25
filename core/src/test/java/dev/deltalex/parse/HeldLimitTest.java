package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be held does not depend on how the text was cut. */
class HeldLimitTest {
  private static final int HELD = 64;

  private static String events(String text, int size) {
    TestStream stream =
        TestStream.of(
            "qwen3_coder",
            TestStream.tool("f", "a", "string"),
            ParserOptions.builder()
                .initialState(ParserOptions.InitialState.REASONING)
                .unknownTool(ParserOptions.UnknownTool.DROP)
                .callsInReasoning(ParserOptions.CallsInReasoning.CALL_THEN_RESUME)
                .build(),
            Limits.builder().maxHeldChars(HELD).build());
    stream.feedBy(size, text);
    stream.parser.finish(EndCause.LENGTH);
    return stream.log.print();
  }

  /**
   * Behind a call in reasoning blanks wait for a closer that would take them along; with the second
   * char of another tag they need not wait any more, in one delta as in many.
   */
  @ParameterizedTest
  @ValueSource(ints = {60, 61, 62, 63, 64, 65, 66})
  void blanksWaitForCloserOnly(int blanks) {
    for (String tag : new String[] {"<fu", "<function=x>", "</fun", "</tool_call>", "<x"}) {
      String text = "<tool_call><function=r></function>" + "\n".repeat(blanks) + tag;
      String whole = events(text, text.length());
      for (int size : new int[] {1, 2, 3, 50}) {
        assertEquals(whole, events(text, size), tag + " in deltas of " + size);
      }
    }
  }
}
