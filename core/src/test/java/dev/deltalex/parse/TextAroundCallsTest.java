package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.SampleFormats;
import dev.deltalex.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Text before, between and after calls and reasoning: what is kept, what is structure, and which
 * pairs stay open. The transcripts have the common cases; here are those that need limits, deltas
 * of their own, or formats that are not shipped.
 */
class TextAroundCallsTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"type": "function", "function": {"name": "f", "parameters": {"type": "object",
            "properties": {"a": {"type": "string"}}}}}]
          """);

  private static final ParserOptions REASONING =
      ParserOptions.builder().initialState(ParserOptions.InitialState.REASONING).build();

  private static StreamSpec spec(String format, ParserOptions options) {
    return StreamSpec.of(Formats.byName(format)).tools(TOOLS).options(options).build();
  }

  /** Reasoning, content and calls; the same in deltas of any size, moved behind each. */
  private static String read(StreamSpec spec, String text) {
    String whole = read(spec, text, text.length());
    for (int size = 1; size <= 9; size++) {
      assertEquals(whole, read(spec, text, size), "in deltas of " + size);
    }
    return whole;
  }

  private static String read(StreamSpec spec, String text, int size) {
    EventLog log = new EventLog();
    StreamParser parser = spec.open(log);
    for (int at = 0; at < text.length(); at += size) {
      parser.feed(text.substring(at, Math.min(text.length(), at + size)));
      StreamParser next = spec.open(log);
      next.restore(parser.snapshot());
      parser = next;
    }
    parser.finish(EndCause.STOP);
    StringBuilder out = new StringBuilder(log.reasoning() + "|" + log.content());
    log.calls().forEach(call -> out.append('|').append(call.name()).append(call.arguments()));
    return out.toString();
  }

  private static String read(WireFormat format, String text) {
    return read(StreamSpec.of(format).tools(TOOLS).build(), text);
  }

  // ---- quoted closers of reasoning

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "`</think>` a; `</think>` a|",
        "x `</think>` a; x `</think>` a|",
        "x (`</think>`) a; x (`</think>`) a|",
        "x [\"</think>\"] a; x [\"</think>\"] a|",
        "x `</think > ` a; x `|` a",
        "x`</think>` a; x`|` a",
        "x ``</think>`` a; x ``|`` a",
        "x `</think>\" a; x `|\" a",
        "x '</think>' a; x '|' a"
      })
  void closersBetweenQuotationMarksAreText(String text, String meaning) {
    assertEquals(meaning, read(spec("think_only", REASONING), text));
  }

  @Test
  void theQuotationMarkMayEndADelta() {
    TestStream stream = TestStream.of(spec("think_only", REASONING));
    stream.feed("word ", "word `", "</think>");
    assertEquals("word word `", stream.log.reasoning());
    stream.feed("` word", " \"", "</think>", "\"", "</think>", "x");
    assertEquals("word word `</think>` word \"</think>\"", stream.log.reasoning());
    assertEquals("x", stream.stop().content());
  }

  @Test
  void aQuotedCloserAtTheEndCloses() {
    TestStream stream = TestStream.of(spec("think_only", REASONING)).feed("a `</think>");
    assertEquals(Region.REASONING, stream.parser.region());
    assertEquals("a `", stream.stop().reasoning());
  }

  @Test
  void anOpenerThatIsMentionedLeavesOtherBlocksAlone() {
    String text = "W `<think>x <response>in</response> out</think>";
    assertEquals("|W `<think>x in out</think>", read(SampleFormats.BLOCKS, text));
  }

  // ---- whitespace

  @Test
  void moreWhitespaceInReasoningThanMayBeHeldIsText() {
    Limits limits = Limits.builder().maxHeldChars(64).build();
    String call = "<tool_call><function=f></function></tool_call>";
    for (int blanks : new int[] {30, 65}) {
      TestStream stream = TestStream.of("qwen3_coder", TOOLS, REASONING, limits);
      String kept = blanks > 64 ? "\n".repeat(blanks) : "";
      stream.feed(call + "\n".repeat(blanks) + call + "</think>");
      assertEquals(kept, stream.stop().reasoning());
      assertEquals(2, stream.log.calls().size());
      assertEquals(blanks > 64, stream.log.diagnostics().toString().contains("HELD_LIMIT"));
    }
  }

  @Test
  void whitespaceBetweenMarkersOfReasoningIsKept() {
    assertEquals(
        " \n|x", read(spec("think_only", ParserOptions.DEFAULT), "<think>\n \n\n</think>x"));
  }

  // ---- pairs

  @Test
  void aPairOfTagsStaysOpenInEveryFormat() {
    String call = "<invoke name=\"f\"></invoke>";
    String text = "<x:tool_call>" + call + " and " + call + ",</b>" + call + "</x:tool_call>.";
    assertEquals("| and .|f{}|f{}|f{}", read(SampleFormats.INVOKE, text));
  }

  @Test
  void textEndsAPairOfTokens() {
    String text = "[CALLS][{\"name\": \"f\", \"arguments\": {}}] and [/CALLS]";
    assertEquals("| and [/CALLS]|f{}", read(SampleFormats.MIXED, text));
  }

  @Test
  void anObjectInTheTextOfAPairThatIsNoCallLeavesThePairOpen() {
    String call = "{\"name\": \"f\", \"arguments\": {}}";
    String text = "<tool_call>" + call + "x {\"name\": \"g\"} " + call + "</tool_call>";
    assertEquals(
        "|x {\"name\": \"g\"} |f{}|f{}", read(spec("hermes", ParserOptions.DEFAULT), text));
  }

  @Test
  void aCutCloserHasMoreThanTwoChars() {
    String call = "<tool_call><function=f></function>";
    for (String cut : new String[] {"</t", "\n</funct", " </tool_call"}) {
      assertEquals("||f{}", read(spec("qwen3_coder", ParserOptions.DEFAULT), call + cut));
    }
    for (String text : new String[] {"</", "<", "\n</x"}) {
      assertEquals(
          "|" + text + "|f{}", read(spec("qwen3_coder", ParserOptions.DEFAULT), call + text));
    }
  }

  /** Where only tokens make markers, the beginning of a closer that is spelled is text. */
  @Test
  void aCutCloserThatIsSpelledIsText() {
    Vocabulary words =
        Vocabulary.builder()
            .addSpecial(0, "</tool_call>")
            .add(1, "<tool_call><function=f></function>")
            .add(2, "</t")
            .build();
    for (var spelling : ParserOptions.MarkersBySpelling.values()) {
      ParserOptions options = ParserOptions.builder().markersBySpelling(spelling).build();
      StreamSpec spec = spec("qwen3_coder", options).toBuilder().vocabulary(words).build();
      TestStream stream = TestStream.of(spec);
      stream.parser.feedTokens(new int[] {1, 2}, 0, 2);
      boolean on = spelling == ParserOptions.MarkersBySpelling.ON;
      assertEquals(on ? "" : "</t", stream.stop().content());
    }
  }

  // ---- objects without markers

  @Test
  void objectsWithoutMarkersAreTextInReasoning() {
    String text = "a\n{\"name\": \"f\", \"arguments\": {}}";
    assertEquals(text + "|", read(spec("hermes", REASONING), text));
  }

  @Test
  void objectsWithoutMarkersCountAtTheStartOfALineOnly() {
    String call = "{\"name\": \"f\", \"arguments\": {}}";
    String read = read(spec("hermes", ParserOptions.DEFAULT), "a\n" + call + "\nb " + call);
    assertEquals("|a\n\nb " + call + "|f{}", read);
    assertTrue(read(spec("hermes", ParserOptions.DEFAULT), call + ";" + call).endsWith("|f{}|f{}"));
  }
}
