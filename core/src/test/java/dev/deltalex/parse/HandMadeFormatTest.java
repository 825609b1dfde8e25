package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.grammar.HandMadeTables;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that no model writes: what tables of any kind may ask of the interpreter. */
class HandMadeFormatTest {
  private static StreamParser open(WireFormat format, Limits limits, EventLog log) {
    return StreamSpec.of(format).limits(limits).build().open(log);
  }

  private static String read(WireFormat format, Limits limits, String text, int size) {
    EventLog log = new EventLog();
    StreamParser parser = open(format, limits, log);
    for (int at = 0; at < text.length(); at += size) {
      parser.feed(text.substring(at, Math.min(text.length(), at + size)));
    }
    parser.finish(EndCause.STOP);
    return log.content() + "|" + log.reasoning();
  }

  // ---- blanks in literals

  @ParameterizedTest
  @CsvSource({
    ">>>, a>> >b, a>> >b|",
    "<tool_call|>, a<tool_call| >b, a<tool_call| >b|",
    "<|call|>, a<|call| >b, a<|call| >b|",
    "to=, ato =b, ato =b|",
    ">>>, a>>>b, a|b",
    "<tool_call>, a<tool_call \t>b, a|b",
    "</tool_call>, a</tool_call >b, a|b",
    "<function=, a<function =b, a|b"
  })
  void blanksAreToleratedInTagsOnly(String marker, String text, String expected) {
    for (int size = 1; size <= text.length(); size++) {
      assertEquals(
          expected,
          read(HandMadeTables.parted(marker, ""), Limits.DEFAULT, text, size),
          "by " + size);
    }
  }

  // ---- what cannot be served is refused when the stream is opened

  private static String refusal(WireFormat format, ParserOptions options, Limits limits) {
    StreamPool pool = new StreamPool(1);
    EventLog log = new EventLog();
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> pool.open(StreamSpec.of(format).options(options).limits(limits).build(), log))
            .getMessage();
    assertEquals(0, log.size());
    // The pool serves the next request.
    StreamParser next = pool.open(StreamSpec.of(Formats.byName("think_only")).build(), log);
    next.feed("text");
    assertEquals("text", log.content());
    return message;
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 80})
  void aHeaderThatCannotBeHeldIsRefusedAtOpen(int heldChars) {
    WireFormat format =
        HandMadeTables.parted("<" + "m".repeat(38) + ">", "<" + "n".repeat(38) + ">");
    assertEquals(
        "Limits.maxHeldChars is "
            + heldChars
            + "; format parted has headers of 80 fixed chars and needs 81",
        refusal(format, ParserOptions.DEFAULT, Limits.builder().maxHeldChars(heldChars).build()));
  }

  @Test
  void aHeaderThatCanJustBeHeldIsRead() {
    String marker = "<" + "m".repeat(38) + ">";
    String look = "<" + "n".repeat(38) + ">";
    String text = "a" + marker + look;
    Limits limits = Limits.builder().maxHeldChars(81).build();
    for (int size = 1; size <= text.length(); size++) {
      assertEquals(
          "a|" + look, read(HandMadeTables.parted(marker, look), limits, text, size), "by " + size);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes", "think_only"})
  void theFormatsServeTheLeastLimit(String name) {
    open(Formats.byName(name), Limits.builder().maxHeldChars(64).build(), new EventLog())
        .feed("text");
  }

  @Test
  void aFormatWithoutReasoningCannotStartInIt() {
    ParserOptions reasoning =
        ParserOptions.builder().initialState(ParserOptions.InitialState.REASONING).build();
    assertEquals(
        "ParserOptions.initialState is REASONING; format plain has no reasoning: use CONTENT",
        refusal(WireFormat.format("plain"), reasoning, Limits.DEFAULT));
  }

  // ---- markers without a step

  @Test
  void aMarkerThatDoesNothingVanishes() {
    assertEquals("abc|", read(HandMadeTables.lineBreaks(), Limits.DEFAULT, "a<br>b<br>c", 2));
  }

  @Test
  void anArrayOfCallsIsOverWhereAnotherCallOpens() {
    ToolSet tools = TestStream.tool("f", "a", "string");
    ParserOptions required =
        ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build();
    TestStream stream = TestStream.of("qwen3_coder", tools, required);
    stream.feed(
        "[{\"name\": \"f\", \"parameters\": {}}",
        " text <think>r<tool_call><function=f></function></tool_call>r</think>text");
    assertEquals(2, stream.stop().calls().size());
    assertTrue(stream.log.content().endsWith("text"), stream.log.print());
  }

  // ---- snapshots

  @ParameterizedTest
  @ValueSource(ints = {2, 127, 128, 129, 300, 1_000})
  void aSnapshotOfAnyState(int states) {
    WireFormat format = HandMadeTables.chain("chain", states);
    for (int reached : new int[] {1, states / 2, states - 1}) {
      EventLog log = new EventLog();
      StreamParser parser = open(format, Limits.DEFAULT, log);
      for (int i = 0; i < reached; i++) {
        parser.feed("<m" + i + ">");
      }
      StreamParser moved = open(format, Limits.DEFAULT, log);
      moved.restore(parser.snapshot());
      moved.feed(reached < states - 1 ? "a<m" + reached + ">b" : "ab");
      moved.finish(EndCause.STOP);
      assertEquals("ab", log.content());
    }
  }

  @Test
  void aSnapshotIsBoundToTheTablesNotToTheName() {
    WireFormat format = HandMadeTables.chain("chain", 3);
    WireFormat sameName = HandMadeTables.chain("chain", 4);
    WireFormat sameTables = HandMadeTables.chain("other", 3);
    StreamParser parser = open(format, Limits.DEFAULT, new EventLog());
    parser.feed("a<m0>b<m");
    byte[] snapshot = parser.snapshot();

    EventLog log = new EventLog();
    StreamParser moved = open(sameTables, Limits.DEFAULT, log);
    moved.restore(snapshot);
    moved.feed("1>c");
    assertEquals("c", log.content());

    assertEquals(
        "the snapshot was taken with other tables of format chain",
        assertThrows(
                IllegalArgumentException.class,
                () -> open(sameName, Limits.DEFAULT, new EventLog()).restore(snapshot))
            .getMessage());
    assertEquals(
        "the snapshot is of format chain, the parser of think_only",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    open(Formats.byName("think_only"), Limits.DEFAULT, new EventLog())
                        .restore(snapshot))
            .getMessage());
  }

  /** A tag with its blanks may be longer than what may be held behind it: it counts as text. */
  @Test
  void aTagWhoseBlanksOutgrowTheLimitIsText() {
    String name = "<" + "m".repeat(60);
    WireFormat format = HandMadeTables.parted(name + ">", "n");
    Limits limits = Limits.builder().maxHeldChars(64).build();
    assertEquals("a|n", read(format, limits, "a" + name + ">n", 1));
    String text = "a" + name + "      >n";
    String whole = read(format, limits, text, text.length());
    assertEquals(text + "|", whole);
    for (int size = 1; size <= text.length(); size++) {
      assertEquals(whole, read(format, limits, text, size), "by " + size);
    }
  }
}
