package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.text.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** L1 per entry point: bytes and token ids mean what the same text means as chars. */
class EntryPointsTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "o", "object");
  private static final String TEXT =
      "<think>\n"
          + "na\u00efve \u4e2d\u6587 \ud83d\ude00</think>\n"
          + "\u00e9t\u00e9 <tool_call>\n"
          + "<function=f>\n"
          + "<parameter=a>\n"
          + "\ud83d\ude00 \"\u00fc\"\n\n"
          + "</parameter>\n"
          + "<parameter=o>\n"
          + "{\"\u00e9\": [\"\u4e2d\"]}\n"
          + "</parameter>\n"
          + "</function>\n"
          + "</tool_call>\n"
          + "\u00df";

  private static EventLog asChars(String format, String text) {
    return TestStream.of(format, TOOLS).feed(text).stop();
  }

  private static void same(EventLog expected, EventLog actual, String how) {
    assertEquals(expected.print(), actual.print(), how);
  }

  @Test
  void bytesCutAnywhere() {
    EventLog expected = asChars("qwen3_coder", TEXT);
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      TestStream stream = TestStream.of("qwen3_coder", TOOLS);
      for (int at = 0; at < bytes.length; at += size) {
        stream.parser.feedUtf8(bytes, at, Math.min(bytes.length, at + size));
      }
      same(expected, stream.stop(), "by " + size);
    }
  }

  @Test
  void moreBytesThanAreDecodedAtOnce() {
    String text = TEXT.replace("na\u00efve", "\u4e2d\ud83d\ude00\u00e9 ".repeat(9_000));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    stream.parser.feedUtf8(bytes, 0, bytes.length);

    same(asChars("qwen3_coder", text), stream.stop(), "whole");
  }

  @Test
  void longCharSequence() {
    String text = TEXT.replace("na\u00efve", "\u4e2d\ud83d\ude00\u00e9 ".repeat(9_000));
    TestStream stream = TestStream.of("qwen3_coder", TOOLS);
    stream.parser.feed(new StringBuilder(text));

    same(asChars("qwen3_coder", text), stream.stop(), "whole");
  }

  @Test
  void malformedBytesBecomeReplacementsInPlace() {
    byte[] bytes = {'a', (byte) 0xE4, (byte) 0xB8, 'b', (byte) 0xFF, 'c', (byte) 0xC3};
    for (int size = 1; size <= bytes.length; size++) {
      TestStream stream = TestStream.of("think_only", ToolSet.NONE);
      for (int at = 0; at < bytes.length; at += size) {
        stream.parser.feedUtf8(bytes, at, Math.min(bytes.length, at + size));
      }
      assertEquals("a\ufffdb\ufffdc\ufffd", stream.stop().content(), "by " + size);
    }
  }

  /** Cuts {@code bytes} into random tokens; markers are special ones now and then. */
  private static int[] tokens(byte[] bytes, SplittableRandom random, Vocabulary.Builder words) {
    List<Integer> ids = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(6));
      byte[] token = Arrays.copyOfRange(bytes, at, end);
      int id = ids.size();
      String text = new String(token, StandardCharsets.UTF_8);
      // A brace that has a token of its own begins a call only as that token, if markers by
      // spelling
      // are off.
      boolean mayBeSpecial = text.indexOf('\ufffd') < 0 && !text.equals("{");
      if (random.nextInt(8) == 0 && mayBeSpecial) {
        words.addSpecial(id, text);
      } else {
        words.add(id, token);
      }
      ids.add(id);
      at = end;
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void feedTokens(StreamParser parser, int[] tokens, SplittableRandom random) {
    int at = 0;
    while (at < tokens.length) {
      int end = Math.min(tokens.length, at + random.nextInt(9));
      parser.feedTokens(tokens, at, end);
      at = end;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes", "think_only"})
  void tokensOfAnyCut(String format) {
    EventLog expected = asChars(format, TEXT);
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Vocabulary.Builder words = Vocabulary.builder();
      int[] tokens = tokens(bytes, random, words);
      TestStream stream = TestStream.of(format, TOOLS, words.build());
      feedTokens(stream.parser, tokens, random);
      same(expected, stream.stop(), "seed " + seed);
    }
  }

  /** Newlines may belong to a closer, so that where a token or a burst ends makes a difference. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\n\n\"y\n",
        "\n\na\n",
        "\r\n\rb\r\n",
        "\t\\\n\u0001\r\n\n",
        "a<b\n<\n[",
        "\n\n\n\n\n"
      })
  void newlinesInTokensOfEveryCut(String value) {
    String opener = "<tool_call>\n<function=f>\n<parameter=a>\n-";
    String closer = "</parameter>\n</function>\n</tool_call>";
    EventLog expected = asChars("qwen3_coder", opener + value + closer);
    for (int cuts = 0; cuts < 1 << value.length() - 1; cuts++) {
      Vocabulary.Builder words = Vocabulary.builder().add(0, opener).add(1, closer);
      int[] tokens = new int[value.length()];
      int count = 0;
      for (int at = 0, end; at < value.length(); at = end) {
        end = at + 1 + Integer.numberOfTrailingZeros(cuts >>> at | 1 << value.length() - 1 - at);
        tokens[count] = count + 2;
        words.add(tokens[count++], value.substring(at, end));
      }
      Vocabulary vocabulary = words.build();
      for (int burst = 1; burst <= count; burst++) {
        TestStream stream = TestStream.of("qwen3_coder", TOOLS, vocabulary);
        stream.parser.feedTokens(new int[] {0}, 0, 1);
        for (int at = 0; at < count; at += burst) {
          stream.parser.feedTokens(tokens, at, Math.min(count, at + burst));
        }
        stream.parser.feedTokens(new int[] {1}, 0, 1);
        same(expected, stream.stop(), "cuts " + cuts + ", bursts of " + burst);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes", "think_only"})
  void tokensOfGeneratedTexts(String format) {
    for (int seed = 0; seed < 300; seed++) {
      LawCase law = Cases.next(format, Cases.Source.MUTATED, seed);
      byte[] bytes = law.text().getBytes(StandardCharsets.UTF_8);
      String text = new String(bytes, StandardCharsets.UTF_8);
      EventLog expected = new EventLog();
      SplittableRandom random = new SplittableRandom(seed);
      Vocabulary.Builder words = Vocabulary.builder();
      int[] tokens = tokens(bytes, random, words);
      StreamParser parser = law.spec().toBuilder().vocabulary(words.build()).build().open(expected);
      parser.feed(text);
      law.end(parser);

      EventLog log = new EventLog();
      parser.reset(log, 1);
      feedTokens(parser, tokens, random);
      long[] counts = counts(parser);
      law.end(parser);
      same(expected, log, law.describe());
      parser.reset(new EventLog(), 1);
      assertArrayEquals(countedOneByOne(parser, tokens), counts, law.describe());
    }
  }

  private static long[] counts(StreamParser parser) {
    return Arrays.stream(Region.values()).mapToLong(parser::tokens).toArray();
  }

  /** Where the stream stood when each token came. */
  private static long[] countedOneByOne(StreamParser parser, int[] tokens) {
    long[] counts = new long[Region.values().length];
    for (int i = 0; i < tokens.length; i++) {
      counts[parser.region().ordinal()]++;
      parser.feedTokens(tokens, i, i + 1);
    }
    return counts;
  }

  @Test
  void halfACodePointBeforeAWholeTokenIsReplaced() {
    Vocabulary words =
        Vocabulary.builder()
            .add(0, new byte[] {(byte) 0xE4, (byte) 0xB8})
            .add(1, "x")
            .addSpecial(2, "<think>")
            .add(3, new byte[] {(byte) 0xAD})
            .build();
    EventLog log = new EventLog();
    StreamParser parser =
        StreamSpec.of(Formats.byName("think_only")).vocabulary(words).build().open(log);
    parser.feedTokens(new int[] {0, 3, 0, 1, 0, 2, 0, -1, 3, 0}, 0, 10);
    parser.finish(EndCause.STOP);

    assertEquals("\u4e2d\ufffdx\ufffd", log.content());
    assertEquals("\u4e2d\ufffd", log.reasoning());
  }

  private static final Vocabulary CD = Vocabulary.builder().add(0, "cd").build();

  private static final String IN_STRING = "<tool_call>\n<function=f>\n<parameter=a>\n-";
  private static final String IN_JSON_STRING =
      "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"-";

  /** What was said behind {@code open}, half a code point, and what {@code next} feeds. */
  private static String behindHalfACodePoint(
      String format, String open, Consumer<StreamParser> next) {
    TestStream stream = TestStream.of(format, TOOLS, CD).feed(open);
    // Text is open now: the deltas that follow are the commonest ones.
    stream.parser.feed(new char[] {'a'}, 0, 1);
    stream.parser.feedUtf8(new byte[] {'b', (byte) 0xF0, (byte) 0x9F}, 0, 3);
    next.accept(stream.parser);
    EventLog log = stream.stop();
    return log.calls().isEmpty()
        ? log.reasoning() + log.content()
        : log.calls().getFirst().arguments();
  }

  /** Bytes that are pending are malformed once chars or whole tokens come, also in plain text. */
  @ParameterizedTest
  @CsvSource({
    "think_only, x",
    "think_only, <think>",
    "qwen3_coder, x",
    "qwen3_coder, <think>",
    "hermes, x",
    "qwen3_coder, ''",
    "hermes, ''"
  })
  void halfACodePointBeforeCharsIsReplacedInPlace(String format, String opener) {
    String inString = format.equals("hermes") ? IN_JSON_STRING : IN_STRING;
    String open = opener.isEmpty() ? inString : opener;
    List<Consumer<StreamParser>> ways =
        List.of(
            p -> p.feed(new char[] {'c', 'd'}, 0, 2),
            p -> p.feed("cd"),
            p -> p.feedTokens(new int[] {0}, 0, 1),
            p -> p.feedTokens(new int[] {-1, 0}, 0, 2));
    for (int i = 0; i < ways.size(); i++) {
      String said = behindHalfACodePoint(format, open, ways.get(i));
      assertTrue(said.contains("ab\ufffdcd"), said + ", way " + i);
    }
    String whole =
        behindHalfACodePoint(
            format, open, p -> p.feedUtf8(new byte[] {(byte) 0x98, (byte) 0x80, 'c'}, 0, 3));
    assertTrue(whole.contains("ab\ud83d\ude00c"), whole);
  }
}
