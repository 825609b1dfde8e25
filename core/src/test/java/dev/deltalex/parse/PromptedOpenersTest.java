package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Openers of which the generation prompt has written the first chars: rows of {@code prime}. */
class PromptedOpenersTest {
  private static final String PROMPT = "<|start_header_id|>assistant<|end_header_id|>\n\n>>>";
  private static final ToolSet TOOLS = TestStream.tool("search", "query", "string");
  private static final String TEXT = "all\nI look.\n>>>search\n{\"query\": \"a\"}";

  private static TestStream stream() {
    return TestStream.of("functionary_v32", TOOLS);
  }

  private static void assertReads(EventLog log) {
    assertEquals("I look.\n", log.content());
    assertEquals(List.of("search"), log.calls().stream().map(EventLog.Call::name).toList());
    assertEquals("{\"query\": \"a\"}", log.calls().getLast().arguments());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void countBehindThePrompt(int size) {
    TestStream stream = stream();
    stream.parser.prime(PROMPT);
    assertReads(stream.feedBy(size, TEXT).stop());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void countAtTheStartOfAResponseThatNothingPrimed(int size) {
    assertReads(stream().feedBy(size, TEXT).stop());
    assertReads(stream().feedBy(size, ">>>" + TEXT).stop());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void countOnlyAtTheStart(int size) {
    String text = "So: search\n{\"query\": \"a\"}\nall\nthat.";
    EventLog log = stream().feedBy(size, text).stop();
    assertEquals(text, log.content());
    assertEquals(List.of(), log.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void aHeaderThatOutgrowsWhatIsHeldIsContent(int size) {
    Limits limits = Limits.builder().maxHeldChars(64).build();
    String text = "search\n" + "\n".repeat(70) + "{}";
    EventLog log =
        TestStream.of("functionary_v32", TOOLS, ParserOptions.DEFAULT, limits)
            .feedBy(size, text)
            .stop();
    assertEquals(text, log.content());
    assertEquals(List.of(), log.calls());
  }
}
