package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The options beyond the defaults, and what {@code prime} understands of a prompt. */
class ParserOptionsTest {
  private static final ToolSet WRITE =
      ToolSetReader.read(
          """
          [{"type":"function","function":{"name":"write","parameters":{"type":"object",
            "properties":{"text":{"type":"string"},"data":{"type":"object"}}}}}]
          """,
          Limits.DEFAULT);

  private final EventLog log = new EventLog();

  private StreamParser open(String format, ParserOptions options) {
    log.clear();
    return new StreamPool(1)
        .open(StreamSpec.of(Formats.byName(format)).tools(WRITE).options(options).build(), log);
  }

  private StreamParser open(ParserOptions options, Vocabulary words) {
    log.clear();
    return spec(options, words).open(log);
  }

  private static StreamSpec spec(ParserOptions options, Vocabulary words) {
    return StreamSpec.of(Formats.byName("qwen3_coder"))
        .vocabulary(words)
        .tools(WRITE)
        .options(options)
        .build();
  }

  /** Feeds whole and char by char; both must say {@code expected}. */
  private void expect(
      String format,
      ParserOptions options,
      Consumer<StreamParser> before,
      String text,
      String expected) {
    StreamParser whole = open(format, options);
    before.accept(whole);
    whole.feed(text);
    whole.finish(EndCause.STOP);
    assertEquals(expected.strip(), log.print(false).strip(), "whole");
    StreamParser slow = open(format, options);
    before.accept(slow);
    for (int i = 0; i < text.length(); i++) {
      slow.feed(text.substring(i, i + 1));
    }
    slow.finish(EndCause.STOP);
    assertEquals(expected.strip(), log.print(false).strip(), "char by char");
  }

  private void expect(String format, ParserOptions options, String text, String expected) {
    expect(format, options, p -> {}, text, expected);
  }

  @Test
  void primeWithAnOpenThinkTagStartsInReasoning() {
    expect(
        "qwen3_coder",
        ParserOptions.DEFAULT,
        p -> p.prime("<|im_start|>assistant\n<think>\n"),
        "plan\n</think>\n\nHello",
        """
        R "plan"
        C "Hello"
        FIN STOP
        """);
  }

  @Test
  void primeWithoutATagStartsInContentAsIfNothingHadBeenSaid() {
    expect(
        "qwen3_coder",
        ParserOptions.DEFAULT,
        p -> p.prime("<|im_start|>assistant\n"),
        "\n\n<tool_call>\n<function=write>\n</function>\n</tool_call>",
        """
        OPEN 0 tool 0 "write"
        A 0 "{}"
        CLOSE 0 complete
        FIN TOOL_CALLS
        """);
  }

  @Test
  void primeWithAForcedCallReportsItAsTheFirst() {
    expect(
        "qwen3_coder",
        ParserOptions.DEFAULT,
        p -> {
          p.prime("<|im_start|>assistant\n<tool_call>\n<function=write>\n<parameter=text>\nDear ");
          assertEquals(Region.CALL, p.region());
          assertEquals(0, p.callIndex());
        },
        "Ann\n</parameter>\n</function>\n</tool_call>",
        """
        OPEN 0 tool 0 "write"
        A 0 "{\\"text\\":\\"Dear Ann\\"}"
        CLOSE 0 complete
        FIN TOOL_CALLS
        """);
  }

  @Test
  void primeComesFirst() {
    StreamParser p = open("qwen3_coder", ParserOptions.DEFAULT);
    p.feed("x");
    assertThrows(IllegalStateException.class, () -> p.prime("<think>"));
  }

  @Test
  void requiredReadsABareArrayOfCalls() {
    for (String format : new String[] {"qwen3_coder", "hermes"}) {
      expect(
          format,
          ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build(),
          " [{\"name\": \"write\", \"parameters\": {\"text\": \"a\"}},\n"
              + " {\"name\": \"write\", \"parameters\": {}}]",
          """
          OPEN 0 tool 0 "write"
          A 0 "{\\"text\\": \\"a\\"}"
          CLOSE 0 complete
          OPEN 1 tool 0 "write"
          A 1 "{}"
          CLOSE 1 complete
          FIN TOOL_CALLS
          """);
    }
  }

  @Test
  void autoLeavesABareArrayInTheContent() {
    expect(
        "qwen3_coder",
        ParserOptions.DEFAULT,
        "[{\"name\": \"write\", \"parameters\": {}}]",
        """
        C "[{\\"name\\": \\"write\\", \\"parameters\\": {}}]"
        FIN STOP
        """);
  }

  @Test
  void namedReadsBareArguments() {
    for (String format : new String[] {"qwen3_coder", "hermes"}) {
      expect(
          format,
          ParserOptions.builder().namedTool("write").build(),
          "{\"text\": \"a\", \"data\": {\"n\": [1]}}\n",
          """
          OPEN 0 tool 0 "write"
          A 0 "{\\"text\\": \\"a\\", \\"data\\": {\\"n\\": [1]}}"
          CLOSE 0 complete
          FIN TOOL_CALLS
          """);
    }
  }

  @Test
  void aGuardedFenceMakesMarkersText() {
    String fenced = "Try:\n```xml\n<tool_call>\n<function=write>\n</function>\n```\n";
    expect(
        "qwen3_coder",
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build(),
        fenced + "<tool_call>\n<function=write>\n</function>\n</tool_call>",
        """
        C "Try:\\n```xml\\n<tool_call>\\n<function=write>\\n</function>\\n```\\n"
        OPEN 0 tool 0 "write"
        A 0 "{}"
        CLOSE 0 complete
        FIN TOOL_CALLS
        """);
  }

  @Test
  void aFenceThatBeginsTheAnswerIsOne() {
    expect(
        "qwen3_coder",
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build(),
        "<think>\nplan\n</think>\n\n```xml\n<tool_call>\n<function=write>\n",
        """
        R "plan"
        C "```xml\\n<tool_call>\\n<function=write>\\n"
        FIN STOP
        """);
  }

  @Test
  void inlineCodeAtTheStartOfALineIsNoFence() {
    expect(
        "qwen3_coder",
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build(),
        "```ls``` shows it.\n<tool_call>\n<function=write>\n</function>\n</tool_call>",
        """
        C "```ls``` shows it.\\n"
        OPEN 0 tool 0 "write"
        A 0 "{}"
        CLOSE 0 complete
        FIN TOOL_CALLS
        """);
  }

  @Test
  void entitiesOfSurrogatesAndNulAreText() {
    expect(
        "qwen3_coder",
        ParserOptions.builder().entities(ParserOptions.Entities.DECODE).build(),
        "<tool_call>\n"
            + "<function=write>\n"
            + "<parameter=text>\n"
            + "&#0;&#xD83D;&#xDE00;&#x1F600;\n"
            + "</parameter>\n"
            + "</function>\n"
            + "</tool_call>",
        """
        OPEN 0 tool 0 "write"
        A 0 "{\\"text\\":\\"&#0;&#xD83D;&#xDE00;\\ud83d\\ude00\\"}"
        CLOSE 0 complete
        FIN TOOL_CALLS
        """);
  }

  @Test
  void anAmpersandThatBeginsNoEntityIsNotHeld() {
    StreamParser p =
        open(
            "qwen3_coder", ParserOptions.builder().entities(ParserOptions.Entities.DECODE).build());
    p.feed("<tool_call>\n<function=write>\n<parameter=text>\nAT&T &am");
    assertEquals("{\"text\":\"AT&T ", log.calls().getFirst().arguments());
    p.feed("b");
    assertEquals("{\"text\":\"AT&T &amb", log.calls().getFirst().arguments());
  }

  @Test
  void entitiesAreDecodedWhereThePolicySaysSo() {
    expect(
        "qwen3_coder",
        ParserOptions.builder().entities(ParserOptions.Entities.DECODE).build(),
        "<tool_call>\n<function=write>\n<parameter=text>\na &lt; b &amp;&#38; c &#x3E; d &nope; &am"
            + "\n</parameter>\n</function>\n</tool_call>",
        """
        OPEN 0 tool 0 "write"
        A 0 "{\\"text\\":\\"a < b && c > d &nope; &am\\"}"
        CLOSE 0 complete
        FIN TOOL_CALLS
        """);
  }

  @Test
  void streamedStructuresGoOutAsTheyComeAndAreClosed() {
    ParserOptions stream =
        ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build();
    StreamParser p = open("qwen3_coder", stream);
    p.feed("<tool_call>\n<function=write>\n<parameter=data>\n{\"k\": [1, 2, \"lo");
    assertEquals("{\"data\":{\"k\": [1, 2, \"lo", log.calls().getFirst().arguments());
    p.feed("ng\"\n</parameter>\n</function>\n</tool_call>");
    p.finish(EndCause.STOP);
    assertEquals("{\"data\":{\"k\": [1, 2, \"long\"]}}", log.calls().getFirst().arguments());
  }

  @Test
  void aSpelledMarkerCountsOnlyAsATokenWhereThePolicySaysSo() {
    Vocabulary vocabulary =
        Vocabulary.builder()
            .addSpecial(0, "<tool_call>")
            .addSpecial(1, "</tool_call>")
            .add(2, "<tool")
            .add(3, "_call>")
            .add(4, "\n<function=write>\n</function>\n")
            .build();
    int[] spelled = {2, 3, 4, 1};
    int[] tokens = {0, 4, 1};
    String call = "OPEN 0 tool 0 \"write\"\nA 0 \"{}\"\nCLOSE 0 complete\nFIN TOOL_CALLS";
    // Without a wrapper the declared header is a call of its own.
    String bare = "C \"<tool_call>\\n\"\n" + call.replace("FIN", "D ORPHAN_CLOSER\nFIN");
    for (int step = 1; step <= 4; step++) {
      assertEquals(call, fed(true, spelled, step, vocabulary));
      assertEquals(bare, fed(false, spelled, step, vocabulary));
      assertEquals(call, fed(false, tokens, step, vocabulary));
    }
  }

  @Test
  void aNewlineBeforeWhatIsNoMarkerIsNotHeld() {
    Vocabulary vocabulary =
        Vocabulary.builder().addSpecial(0, "</think>").add(1, "plan\n").add(2, "<").build();
    ParserOptions options =
        ParserOptions.builder()
            .initialState(ParserOptions.InitialState.REASONING)
            .markersBySpelling(ParserOptions.MarkersBySpelling.OFF)
            .build();
    // The ordinary token may begin a call's opener, which leaves the newline, but no closer.
    StreamParser p = open(options, vocabulary);
    p.feedTokens(new int[] {1, 2}, 0, 2);
    assertEquals("plan\n", log.reasoning());
    assertEquals(1, p.heldChars());
  }

  private String fed(boolean bySpelling, int[] tokens, int step, Vocabulary vocabulary) {
    ParserOptions.MarkersBySpelling spelling =
        bySpelling ? ParserOptions.MarkersBySpelling.ON : ParserOptions.MarkersBySpelling.OFF;
    StreamParser p = open(ParserOptions.builder().markersBySpelling(spelling).build(), vocabulary);
    for (int at = 0; at < tokens.length; at += step) {
      p.feedTokens(tokens, at, Math.min(tokens.length, at + step));
    }
    p.finish(EndCause.STOP);
    return log.print(false).strip();
  }

  private StreamParser moved(StreamParser from, ParserOptions options, Vocabulary words) {
    StreamParser to = spec(options, words).open(log);
    to.restore(from.snapshot());
    return to;
  }

  /** The marker began as a token and is completed by chars: how it began counts, moved or not. */
  @Test
  void spelledMarkerStaysTextInAStreamThatMoves() {
    ParserOptions strict =
        ParserOptions.builder().markersBySpelling(ParserOptions.MarkersBySpelling.OFF).build();
    // Until more comes, the char may begin a marker without a token of its own: it is held.
    Vocabulary vocabulary = Vocabulary.builder().addSpecial(0, "<tool_call>").add(1, "<").build();
    String rest = "tool_call>\n<function=write>\n</function>\n";
    for (int moves = 0; moves <= 2; moves++) {
      StreamParser p = open(strict, vocabulary);
      p.feedTokens(new int[] {1}, 0, 1);
      for (int i = 0; i < moves; i++) {
        p = moved(p, strict, vocabulary);
      }
      p.feed(rest);
      p.finish(EndCause.STOP);
      assertEquals("<tool_call>\n", log.content(), moves + " moves");
      assertEquals(1, log.calls().size());
    }
  }

  /** "Unless a `<think>` was released as text before": nothing of a prompt was. */
  @Test
  void tagThatThePromptMentionsIsNoMention() {
    expect(
        "qwen3_coder",
        ParserOptions.DEFAULT,
        p -> p.prime("<|im_start|>assistant\nSay `<think>` and "),
        "go on</think> then",
        """
        C "go on"
        D ORPHAN_CLOSER
        C " then"
        FIN STOP
        """);
  }

  /** "Consumed only directly behind a call"; bare JSON is a call "only with a declared name". */
  @Test
  void bareArrayLeavesNoWrapperOpen() {
    String call = "[{\"name\": \"write\", \"parameters\": {}}]";
    String said = "OPEN 0 tool 0 \"write\"\nA 0 \"{}\"\nCLOSE 0 complete\n";
    ParserOptions required =
        ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build();
    for (String format : new String[] {"qwen3_coder", "hermes"}) {
      expect(format, required, call + "</tool_call>", said + "D ORPHAN_CLOSER\nFIN TOOL_CALLS");
      String next = "{\"name\": \"nobody\", \"arguments\": {}}";
      expect(
          format,
          required,
          call + "\n" + next,
          said + "C \"\\n" + next.replace("\"", "\\\"") + "\"\nFIN TOOL_CALLS");
    }
  }

  /** The first of three closers is text, so the second is looked at again: it came as a token. */
  @Test
  void everySpecialTokenThatIsHeldIsRemembered() {
    Vocabulary vocabulary =
        Vocabulary.builder()
            .add(0, "<tool_call>\n<function=write>\n<parameter=text>\nx")
            .addSpecial(1, "</parameter>")
            .add(2, "\n</function>\n</tool_call>")
            .build();
    int[] tokens = {0, 1, 1, 1, 2};
    String expected =
        """
        OPEN 0 tool 0 "write"
        A 0 "{\\"text\\":\\"x"
        D MARKER_IN_VALUE
        A 0 "</parameter>\\""
        D ORPHAN_CLOSER
        A 0 "}"
        CLOSE 0 complete
        FIN TOOL_CALLS\
        """;
    for (int step = 1; step <= tokens.length; step++) {
      assertEquals(expected, fed(true, tokens, step, vocabulary), "by spelling, " + step);
      assertEquals(expected, fed(false, tokens, step, vocabulary), "by token, " + step);
    }
  }

  /** The same where many special tokens came before: none that is held is dropped for room. */
  @Test
  void specialTokensAreRememberedBehindManyOthers() {
    Vocabulary vocabulary =
        Vocabulary.builder()
            .add(0, "<tool_call>\n<function=write>\n<parameter=text>\nx")
            .addSpecial(1, "</parameter>")
            .add(2, "\n</function>\n</tool_call>")
            .build();
    for (int closers = 1; closers <= 40; closers++) {
      int[] tokens = new int[closers + 2];
      Arrays.fill(tokens, 1);
      tokens[0] = 0;
      tokens[closers + 1] = 2;
      for (int step : new int[] {1, 7, tokens.length}) {
        String spelled = fed(true, tokens, step, vocabulary);
        assertEquals(spelled, fed(false, tokens, step, vocabulary), closers + " by " + step);
      }
    }
  }
}
