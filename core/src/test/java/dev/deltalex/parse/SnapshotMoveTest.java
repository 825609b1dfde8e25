package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L11: "continues with the same event log, moved any number of times". */
class SnapshotMoveTest {
  private static final String[] PROMPTS = {
    "<think>\n", "<tool_ca", "<tool_call>\n<function=f>\n<parameter=a>\nx\n", "```\n", "\n"
  };
  private static final long ID_SEED = 42;

  /** Moves the stream of {@code from} to {@code to}: what was read is what was written. */
  private static void move(StreamParser from, StreamParser to) {
    byte[] snapshot = from.snapshot();
    to.restore(snapshot);
    assertArrayEquals(snapshot, to.snapshot());
  }

  private static StreamParser open(StreamSpec spec, EventLog log) {
    StreamParser parser = spec.open(log);
    parser.reset(log, ID_SEED);
    return parser;
  }

  /** Any format. */
  static String format(SplittableRandom random) {
    List<WireFormat> all = Formats.all();
    return all.get(random.nextInt(all.size())).name();
  }

  /** Options of which snapshots keep state, more often than other tests have them. */
  static LawCase law(String format, Cases.Source source, SplittableRandom random) {
    LawCase law = Cases.next(format, source, random.nextLong());
    ParserOptions options = law.options();
    if (random.nextInt(3) > 0) {
      options = options.toBuilder().markersBySpelling(ParserOptions.MarkersBySpelling.OFF).build();
    }
    options =
        switch (random.nextInt(6)) {
          case 0 ->
              options.toBuilder().structuredValues(ParserOptions.StructuredValues.STREAM).build();
          case 1 -> options.toBuilder().fencedCode(ParserOptions.FencedCode.GUARD).build();
          case 2 -> options.toBuilder().entities(ParserOptions.Entities.DECODE).build();
          case 3 -> options.toBuilder().toolChoice(ParserOptions.ToolChoice.REQUIRED).build();
          default -> options;
        };
    return new LawCase(
        law.format(),
        law.text(),
        law.toolsJson(),
        law.tools(),
        options,
        law.limits(),
        law.reason(),
        law.seed(),
        null);
  }

  static void prime(StreamParser parser, SplittableRandom random) {
    if (random.nextInt(6) == 0) {
      parser.prime(PROMPTS[random.nextInt(PROMPTS.length)]);
    }
  }

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void aStreamMayMoveBetweenAnyTwoDeltas(@ForAll Cases.Source source, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LawCase law = law(format(random), source, random);
    MixedDeltas mixed = MixedDeltas.of(law.text(), seed);
    List<Consumer<StreamParser>> deltas = mixed.deltas();
    StreamSpec spec = law.spec().toBuilder().vocabulary(mixed.vocabulary()).build();
    long choices = random.nextLong();
    EventLog expected = new EventLog();
    StreamParser still = open(spec, expected);
    prime(still, new SplittableRandom(choices));
    deltas.forEach(delta -> delta.accept(still));
    law.end(still);

    EventLog moved = new EventLog();
    StreamParser here = open(spec, moved);
    StreamParser there = open(spec, moved);
    prime(here, new SplittableRandom(choices));
    int one = 1 + random.nextInt(6);
    for (Consumer<StreamParser> delta : deltas) {
      delta.accept(here);
      if (random.nextInt(one) == 0) {
        move(here, there);
        move(there, here);
      }
    }
    law.end(here);
    assertTrue(
        expected.agrees(moved, EventLog.Strength.FULL),
        () -> law.describe() + "\n--- stays\n" + expected.print() + "--- moved\n" + moved.print());
  }

  // ---- markers that came as tokens, and only as such are markers

  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string");
  private static final Vocabulary WORDS =
      Vocabulary.builder()
          .addSpecial(0, "<tool_call>")
          .addSpecial(1, "</tool_call>")
          .add(2, "<tool")
          .add(3, "_call>")
          .add(4, "\n<function=f>")
          .add(5, "\n</function>\n")
          .add(6, "text ")
          .build();

  private static final StreamSpec SPEC =
      StreamSpec.of(Formats.byName("qwen3_coder"))
          .vocabulary(WORDS)
          .tools(TOOLS)
          .options(o -> o.markersBySpelling(ParserOptions.MarkersBySpelling.OFF))
          .build();

  private static Consumer<StreamParser> tokens(int... ids) {
    return p -> p.feedTokens(ids, 0, ids.length);
  }

  private static Consumer<StreamParser> chars(String text) {
    return p -> p.feed(text);
  }

  @SafeVarargs
  private static String events(StreamSpec spec, boolean moves, Consumer<StreamParser>... deltas) {
    TestStream stream = TestStream.of(spec);
    StreamParser here = stream.parser;
    for (Consumer<StreamParser> delta : deltas) {
      delta.accept(here);
      if (moves) {
        for (int i = 0; i < 3; i++) {
          StreamParser there = spec.open(stream.log);
          move(here, there);
          here = there;
        }
      }
    }
    here.finish(EndCause.STOP);
    return stream.log.print();
  }

  @SafeVarargs
  private static String sameEvents(Consumer<StreamParser>... deltas) {
    return sameEvents(SPEC, deltas);
  }

  @SafeVarargs
  private static String sameEvents(StreamSpec spec, Consumer<StreamParser>... deltas) {
    String still = events(spec, false, deltas);
    assertEquals(still, events(spec, true, deltas));
    return still;
  }

  @Test
  void aHeldMarkerThatWasATokenStaysOne() {
    String log = sameEvents(tokens(6, 0), chars("\n<function=f>"), tokens(5, 1));
    assertTrue(log.contains("OPEN 0"), log);
    log = sameEvents(tokens(6, 0), tokens(4), tokens(5), tokens(1));
    assertTrue(log.contains("CLOSE 0 complete"), log);
  }

  @Test
  void aSpelledMarkerThatCharsCompleteStaysText() {
    String log = sameEvents(tokens(6, 2), chars("_call>"), chars("\n<function=g>"), chars("x"));
    assertTrue(log.contains("text <tool_call>\\n<function=g>x"), log);
  }

  /**
   * What tokens spelled and is held stays text where chars complete it, also in a parser that was
   * fed no token yet.
   */
  @Test
  void spelledTokensAreKnownToAParserThatGoesOnWithChars() {
    String log = sameEvents(tokens(6, 2), tokens(), chars("_call>"), chars("\n<function=g>x"));
    assertTrue(log.contains("text <tool_call>\\n<function=g>x"), log);
  }

  /** Which markers are tokens decides how held text is read on: such a snapshot is refused. */
  @Test
  void aSnapshotIsBoundToTheMarkersThatAreTokens() {
    Vocabulary none = Vocabulary.builder().add(2, "<tool").build();
    byte[] snapshot = SPEC.open(new EventLog()).snapshot();
    StreamParser other = SPEC.toBuilder().vocabulary(none).build().open(new EventLog());
    assertThrows(IllegalArgumentException.class, () -> other.restore(snapshot));
    SPEC.open(new EventLog()).restore(snapshot);
  }

  /** How what may begin a closer behind JSON came moves along. */
  @Test
  void aCloserThatWasSpelledBehindJsonStaysText() {
    Vocabulary words =
        Vocabulary.builder()
            .addSpecial(0, "<tool_call>")
            .addSpecial(1, "</tool_call>")
            .add(2, "{\"name\": \"f\", \"arguments\": {}}")
            .add(3, "<")
            .add(4, "/tool_call>")
            .build();
    StreamSpec spec =
        StreamSpec.of(Formats.byName("hermes"))
            .vocabulary(words)
            .tools(TOOLS)
            .options(SPEC.options())
            .build();
    String log = sameEvents(spec, tokens(0, 2), tokens(3), chars("/tool_call>"), tokens(1));
    assertTrue(log.contains("</tool_call>"), log);
  }

  @Test
  void aMarkerThatCharsBeganStaysOneWhereTokensCompleteIt() {
    String log = sameEvents(tokens(6), chars("<tool"), tokens(3, 4), tokens(5, 1));
    assertTrue(log.contains("OPEN 0"), log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<tool_call>\n<function=f>\n</function>\n</tool_call>", "<to", "plain"})
  void charsBehindTokensAreNotRestricted(String text) {
    sameEvents(tokens(6), chars(text), tokens(6), chars(text));
  }

  /** What is held of an open call is a marker's beginning: its opener is long gone. */
  @Test
  void theBeginningOfACloserOfAnOpenCall() {
    for (String cut : new String[] {"<", "</", "</tool_call"}) {
      TestStream stream = TestStream.of("hermes", TOOLS);
      stream.feed("      <tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1", cut);
      TestStream moved = TestStream.of("hermes", TOOLS);
      move(stream.parser, moved.parser);
      moved.feed("</tool_call>".substring(cut.length()));
      assertEquals("CLOSE 0 complete", moved.stop().print(false).lines().toList().get(2));
    }
  }
}
