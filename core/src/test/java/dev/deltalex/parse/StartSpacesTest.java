package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.EndCause;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spaces that an encoder adds to a text are cut from the start of a response, once. */
class StartSpacesTest {
  private static final Vocabulary WORDS =
      Vocabulary.builder()
          .add(0, " a")
          .add(1, "b")
          .add(2, " ")
          .add(3, "   c")
          .add(4, "")
          .addSpecial(5, "<tool_call>")
          .startSpaces(1)
          .build();

  /** {@code _} is a space. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, a",
    "'', 00, a_a",
    "'', 20, _a",
    "'', 3, __c",
    "'', 10, b_a",
    "'', 40, a",
    "'', 50, <tool_call>_a",
    "'', 2, ''",
    "<|im_start|>assistant, 0, _a",
  })
  void cutFromTheFirstTokenOnly(String prompt, String ids, String content) {
    for (int burst = 1; burst <= ids.length(); burst++) {
      if (ids.startsWith("4") && burst == 1) {
        continue; // The first delta has no text, and nothing is cut later.
      }
      EventLog log = new EventLog();
      StreamSpec spec =
          StreamSpec.of(Formats.byName("qwen3_coder"))
              .tools(ToolSet.NONE)
              .vocabulary(WORDS)
              .build();
      try (StreamParser parser = prompt.isEmpty() ? spec.open(log) : spec.open(log, prompt)) {
        int[] tokens = ids.chars().map(c -> c - '0').toArray();
        for (int from = 0; from < tokens.length; from += burst) {
          parser.feedTokens(tokens, from, Math.min(tokens.length, from + burst));
        }
        parser.finish(EndCause.STOP);
      }
      assertEquals(content, log.content().replace(' ', '_'), log::toString);
    }
  }
}
