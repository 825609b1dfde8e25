package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Option fencedCode GUARD: "markers inside a Markdown code fence are literal". */
class FenceGuardTest {
  private static final ToolSet TOOLS = TestStream.tool("f");
  private static final String CALL = "<tool_call>\n<function=f>\n</function>\n</tool_call>";

  /** Calls behind {@code text}, whole and char by char. */
  private static int calls(String text) {
    ParserOptions guard =
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build();
    int whole = TestStream.of("qwen3_coder", TOOLS, guard).feed(text + CALL).stop().calls().size();
    int slow =
        TestStream.of("qwen3_coder", TOOLS, guard).feedBy(1, text + CALL).stop().calls().size();
    assertEquals(whole, slow);
    return whole;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\n",
        "~~~\n",
        "text\n```xml\n",
        "text\n````\n",
        " ```\n",
        "  ~~~ tilde ~~~\n",
        "   ```\n",
        "```\n``\n",
        "````\n```\n",
        "```\n~~~\n",
        "```\n``` no closer\n",
        "```\nclosed\n```\n\n~~~\n"
      })
  void markersInAFenceAreText(String text) {
    assertEquals(0, calls(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "``\n",
        "text ```\n",
        "    ```\n",
        "text\n    ~~~\n",
        "     ```\n",
        "```\nclosed\n```\n",
        "```\nclosed\n   ```\n",
        "```\nclosed\n````  \n",
        "~~~\n```\n~~~\n",
        "`~~\n"
      })
  void markersOutsideCount(String text) {
    assertEquals(1, calls(text));
  }

  /** A closer is indented by three spaces at most, too. */
  @ParameterizedTest
  @ValueSource(strings = {"```\n    ```\n", "~~~\n     ~~~\n"})
  void deeplyIndentedCloserClosesNothing(String text) {
    assertEquals(0, calls(text));
  }
}
