package dev.deltalex.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The text ends before the stop string that is complete first, for any division into bursts. */
class StopStringsTest {
  private static final String[] ALPHABET = {"a", "b", "<", "\u00e9", "\uD83D\uDE00", "\n"};

  /** The stop string that was found, and its offset. */
  private record Hit(int index, int at) {}

  /**
   * The stop string that is complete first, the longest of several; if there is none, -1 and the
   * length of the text.
   */
  private static Hit naive(String text, List<String> stops) {
    for (int end = 1; end <= text.length(); end++) {
      int found = -1;
      for (int i = 0; i < stops.size(); i++) {
        String stop = stops.get(i);
        if (text.startsWith(stop, end - stop.length())
            && (found < 0 || stop.length() > stops.get(found).length())) {
          found = i;
        }
      }
      if (found >= 0) {
        return new Hit(found, end - stops.get(found).length());
      }
    }
    return new Hit(-1, text.length());
  }

  private static String random(SplittableRandom random, int most) {
    StringBuilder text = new StringBuilder();
    int n = 1 + random.nextInt(most);
    for (int i = 0; i < n; i++) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }

  /** Feeds a filter with random bursts and returns whether it found a stop string. */
  private static boolean feed(
      StopStringFilter tail, StreamParser parser, int[] tokens, SplittableRandom random) {
    int[] burst = new int[tokens.length];
    for (int at = 0; at < tokens.length; ) {
      int count = Math.min(tokens.length - at, 1 + random.nextInt(6));
      System.arraycopy(tokens, at, burst, 0, count);
      if (tail.feed(parser, burst, count, ByteTokens.VOCABULARY)) {
        return true;
      }
      at += count;
    }
    return false;
  }

  @Property
  void theFirstStopStringEndsTheTextHoweverItIsWritten(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> stops = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      stops.add(random(random, 6));
    }
    StopStringFilter tail = new StopStringFilter();
    for (int i = 0; i < 20; i++) {
      String text = random(random, 60);
      Hit wanted = naive(text, stops);
      int end = wanted.at();
      EventLog log = new EventLog();
      StreamParser parser = plain(log);
      tail.open(StopStrings.of(stops));
      boolean hit = feed(tail, parser, ByteTokens.tokens(text, random), random);
      String context = stops + " in " + text;
      assertEquals(wanted.index() >= 0, hit, context);
      assertEquals(wanted.index(), tail.hitIndex(), context);
      if (!hit) {
        tail.flush(parser);
      }
      parser.finish(EndCause.STOP_STRING);
      Logs.assertSame(
          Logs.whole(
              "think_only",
              ToolSet.NONE,
              ParserOptions.DEFAULT,
              Limits.DEFAULT,
              text.substring(0, end),
              FinishReason.STOP_STRING),
          log,
          context);
    }
  }

  private static StreamParser plain(EventLog log) {
    return plain(ByteTokens.VOCABULARY, log);
  }

  private static StreamParser plain(Vocabulary words, EventLog log) {
    return StreamSpec.of(Formats.byName("think_only")).vocabulary(words).build().open(log);
  }

  @Property
  void malformedBytesAroundAStopStringAreWhatTheParserMakesOfThem(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] some = {0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 'S', 'T', 'O', 'P', 'x', 0xFF};
    int[] tokens = random.ints(30, 0, some.length).map(i -> some[i]).toArray();
    EventLog whole = new EventLog();
    StreamParser reference = plain(whole);
    reference.feedTokens(tokens, 0, tokens.length);
    reference.finish(EndCause.STOP);
    List<String> stops = List.of("ST", "\uFFFDO", "\u00e9x", "\uFFFD\uFFFDP");
    int end = naive(whole.content(), stops).at();
    EventLog log = new EventLog();
    StreamParser parser = plain(log);
    StopStringFilter tail = new StopStringFilter();
    tail.open(StopStrings.of(stops));
    if (!feed(tail, parser, tokens, random)) {
      tail.flush(parser);
    }
    parser.finish(EndCause.STOP);
    assertEquals(whole.content().substring(0, end), log.content(), Arrays.toString(tokens));
  }

  @Test
  void aStopStringIsFoundCutAtEachPosition() {
    String text = "the end\u20acSTOP and more";
    StopStrings stops = StopStrings.of(List.of("d\u20acSTOP"));
    byte[] utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int cut = 0; cut <= utf8.length; cut++) {
      Vocabulary two =
          Vocabulary.builder()
              .add(0, Arrays.copyOfRange(utf8, 0, cut))
              .add(1, Arrays.copyOfRange(utf8, cut, utf8.length))
              .build();
      for (int bursts = 1; bursts <= 2; bursts++) {
        EventLog log = new EventLog();
        StreamParser parser = plain(two, log);
        StopStringFilter tail = new StopStringFilter();
        tail.open(stops);
        boolean hit =
            bursts == 1
                ? tail.feed(parser, new int[] {0, 1}, 2, two)
                : tail.feed(parser, new int[] {0}, 1, two)
                    || tail.feed(parser, new int[] {1}, 1, two);
        assertTrue(hit, "cut at " + cut);
        parser.finish(EndCause.STOP_STRING);
        assertEquals("the en", log.content(), "cut at " + cut);
      }
    }
  }

  @Test
  void aHitEndsTheStreamAndTellsTheProducer() {
    try (MuxRig rig = new MuxRig(1)) {
      EventLog log = new EventLog();
      StreamHandle stream =
          rig.open("one two STOP three", EndReason.EOS, StopStrings.of(List.of(" STOP")), log);
      rig.run();
      assertEquals("one two", log.content());
      assertEquals(FinishReason.STOP_STRING, log.finish());
      assertEquals(StreamEnd.STOP_STRING, stream.cause());
      assertEquals(0, stream.stopString());
      assertTrue(rig.writer.cancelRequested(stream.slot, stream.epoch));
      rig.settle();
      assertEquals(0, rig.count(MuxCounter.DRAINING));
      assertEquals(1, rig.count(MuxCounter.STOP_STRINGS));
      assertEquals(0, rig.count(MuxCounter.CANCELS));
      assertEquals(0, rig.count(MuxCounter.HELD_CHARS));
    }
  }

  @Test
  void theHandleSaysWhichStopStringWasHit() {
    StopStrings stops = StopStrings.of(List.of("zzz", "two", "o", "t two", "two"));
    assertEquals(2, whichEnds("mot two three", stops));
    assertEquals(3, whichEnds("cat two three", stops));
    assertEquals(1, whichEnds("ab two three", stops));
    assertEquals(-1, whichEnds("a b c", stops));
    assertEquals("t two", stops.text(3));
  }

  private static int whichEnds(String text, StopStrings stops) {
    try (MuxRig rig = new MuxRig(1)) {
      StreamHandle stream = rig.open(text, EndReason.EOS, stops, new EventLog());
      assertEquals(-1, stream.stopString(), "not before the end");
      rig.run();
      return stream.stopString();
    }
  }

  @Test
  void tokensBehindAHitInItsBurstAreNotCounted() {
    for (int cuts = 0; cuts < 8; cuts++) {
      try (MuxRig rig = new MuxRig(1, MuxOptions.DEFAULT, cuts)) {
        int[] tokens = "abSTOPefgh".chars().toArray();
        int script = rig.producer.add(new ScriptedProducer.Script(tokens, EndReason.EOS));
        StreamHandle stream =
            rig.mux.open(
                MuxRig.request(script),
                StreamSpec.of(Formats.byName("think_only")).build(),
                StopStrings.of(List.of("STOP")),
                new EventLog());
        rig.run();
        assertEquals(6, stream.tokens());
      }
    }
  }

  @Test
  void whatLooksLikeABeginningComesOutAtTheEnd() {
    for (EndReason end : List.of(EndReason.EOS, EndReason.LENGTH, EndReason.ERROR)) {
      try (MuxRig rig = new MuxRig(1)) {
        EventLog log = new EventLog();
        rig.open("one STO", end, StopStrings.of(List.of("STOP")), log);
        rig.run();
        assertEquals("one STO", log.content());
      }
    }
  }

  /** A stop string inside a call ends it as incomplete. */
  @Test
  void aHitInsideACallLeavesItIncomplete() {
    ToolSet tools =
        ToolSetReader.read(
            "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":"
                + "\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}}]",
            Limits.DEFAULT);
    String head = "<tool_call>\n<function=f>\n<parameter=a>\nvalue ";
    for (ParserOptions.Truncation truncation : ParserOptions.Truncation.values()) {
      ParserOptions options = ParserOptions.builder().truncation(truncation).build();
      try (MuxRig rig = new MuxRig(1)) {
        EventLog log = new EventLog();
        StreamHandle stream =
            rig.open(
                "qwen3_coder",
                tools,
                options,
                Limits.DEFAULT,
                head + "END of it\n</parameter>\n</function>\n</tool_call>",
                EndReason.EOS,
                StopStrings.of(List.of("END")),
                log);
        rig.run();
        EventLog wanted =
            Logs.whole(
                "qwen3_coder", tools, options, Limits.DEFAULT, head, FinishReason.STOP_STRING);
        Logs.assertSame(wanted, log, truncation.toString());
        assertEquals(1, log.calls().size());
        assertEquals(false, log.calls().getFirst().complete());
        assertEquals(FinishReason.STOP_STRING, log.finish());
        assertEquals(1, stream.calls());
      }
    }
  }

  @Test
  void tokensStayTokens() {
    try (MuxRig rig = new MuxRig(1)) {
      int[] tokens = {'S', 'T', ByteTokens.SILENT, ByteTokens.UNKNOWN, 'x', 0xC3, 0xA9, 'S'};
      int script = rig.producer.add(new ScriptedProducer.Script(tokens, EndReason.EOS));
      EventLog log = new EventLog();
      StreamHandle stream =
          rig.mux.open(
              MuxRig.request(script),
              StreamSpec.of(Formats.byName("think_only"))
                  .options(
                      ParserOptions.builder()
                          .initialState(ParserOptions.InitialState.REASONING)
                          .build())
                  .build(),
              StopStrings.of(List.of("STOP")),
              log);
      rig.run();
      assertEquals("STx\u00e9S", log.reasoning());
      assertEquals(8, stream.tokens());
      assertEquals(8, stream.tokens(Region.REASONING));
    }
  }

  @Test
  void whatIsHeldIsBoundedWhateverComes() {
    StopStrings stops = StopStrings.of(List.of("\u20ac".repeat(256)));
    StopStringFilter tail = new StopStringFilter();
    tail.open(stops);
    EventLog log = new EventLog();
    StreamParser parser = plain(log);
    byte[] euro = "\u20ac".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int[] burst = new int[8];
    int bursts = 0;
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 255; i++) {
        burst[0] = euro[0] & 0xFF;
        burst[1] = ByteTokens.SILENT;
        burst[2] = euro[1] & 0xFF;
        burst[3] = ByteTokens.UNKNOWN;
        burst[4] = euro[2] & 0xFF;
        assertEquals(false, tail.feed(parser, burst, 5, ByteTokens.VOCABULARY));
        assertTrue(tail.heldChars() <= 255);
        bursts++;
      }
      burst[0] = 'x';
      tail.feed(parser, burst, 1, ByteTokens.VOCABULARY);
      assertEquals(0, tail.heldChars());
    }
    parser.finish(EndCause.STOP);
    assertEquals(100 * 256, log.content().length());
    assertEquals(5 * bursts + 100, parser.tokens(Region.CONTENT));
  }

  @Test
  void stopStringsThatCannotBeAreRefused() {
    assertEquals("stop string 1 has 0 chars; it must have 1 to 256", refused(List.of("a", "")));
    assertEquals(
        "stop string 0 has 257 chars; it must have 1 to 256", refused(List.of("x".repeat(257))));
    assertEquals("65 stop strings; the maximum is 64", refused(Collections.nCopies(65, "a")));
    assertEquals(
        "stop string 0 begins or ends within a surrogate pair", refused(List.of("\uDE00a")));
    assertTrue(StopStrings.of(List.of()).isEmpty());
  }

  private static String refused(List<String> stops) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> StopStrings.of(stops)).getMessage());
  }
}
