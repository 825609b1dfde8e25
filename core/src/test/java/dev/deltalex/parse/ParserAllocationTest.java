package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.format.Formats;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.text.Vocabulary;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L8 with the scalar scanner: after one stream of a kind has been read, further ones allocate nothing,
 * from their first delta to their end.
 */
@Tag("allocation")
class ParserAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STREAMS = 20;

  private static final ToolSet TOOLS =
      TestStream.tool(
          "f", "s", "string", "n", "integer", "x", "number", "b", "boolean", "o", "object", "l",
          "array");

  private static final String CODE = StreamedArgumentsTest.code(8_000);
  private static final String PROSE = "Words and words, a < b, `code` \u00e9\u4e2d\ud83d\ude00.\n".repeat(200);

  private final StreamPool pool = new StreamPool(ScalarCharScanner.INSTANCE, 1);
  private final CountingSink sink = new CountingSink();

  /** Reads one stream with a parser that was reset. */
  private interface OneStream {
    void read(StreamParser parser);
  }

  @BeforeEach
  void counterIsReady() {
    assertTrue(THREADS.isThreadAllocatedMemoryEnabled());
    THREADS.getCurrentThreadAllocatedBytes();
  }

  private void allocatesNothing(String format, OneStream stream) {
    StreamParser parser =
        pool.open(
            Formats.byName(format), TOOLS, Policies.DEFAULT, Limits.DEFAULT, sink);
    read(parser, stream);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STREAMS; i++) {
      read(parser, stream);
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertEquals(0, bytes, "bytes for " + STREAMS + " streams");
    assertEquals(STREAMS + 1, sink.finishes);
  }

  private void read(StreamParser parser, OneStream stream) {
    parser.reset(sink, 1);
    stream.read(parser);
    parser.finish(FinishReason.STOP);
  }

  private static void deltas(StreamParser parser, char[] text, int size) {
    for (int at = 0; at < text.length; at += size) {
      parser.feed(text, at, Math.min(text.length, at + size));
    }
  }

  private static String text(String kind) {
    String tagged = "<tool_call>\n<function=f>\n%s</function>\n</tool_call>";
    String json = "<tool_call>\n{\"name\": \"f\", \"arguments\": %s}\n</tool_call>\n";
    String object = "{\"s\": \"x \\\"y\\\" \\n\\u00e9\", \"n\": [1, -2.5e3, true, null], \"o\": {\"k\": {}}}";
    return switch (kind) {
      case "content" -> PROSE;
      case "reasoning" -> "<think>\n" + PROSE + "</think>\n" + PROSE;
      case "string argument" -> tagged.formatted("<parameter=s>\n" + CODE + "\n</parameter>\n");
      case "typed values" ->
          tagged.formatted(
              "<parameter=n>\n+007\n</parameter>\n<parameter=x>\n1.50\n</parameter>\n"
                  + "<parameter=b>\nTrue\n</parameter>\n<parameter=o>\n{\"a\": [1, {\"b\": 2}]}\n"
                  + "</parameter>\n<parameter=l>\n[1, 2, {\"a\": \"\u00e9\"}\n</parameter>\n"
                  + "<parameter=zz>\nundeclared\n</parameter>\n");
      case "values that do not fit" ->
          tagged.formatted(
              "<parameter=n>\nseven\n</parameter>\n<parameter=x>\nnan\n</parameter>\n"
                  + "<parameter=l>\n('a', {'b': None, \"c\": 0x10}, b'x')\n</parameter>\n"
                  + "<parameter=o>\n{'a': (1, 2.5, True), 'b': 'it\\'s'}\n</parameter>\n");
      case "many calls" ->
          tagged.formatted("<parameter=s>\nx\n</parameter>\n<parameter=zz>\ny\n</parameter>\n")
              .repeat(300);
      case "damage" ->
          "</think>a<tool_call> b <function=f> c<tool_call><function=f>stray<parameter=s>1</parameter=s>"
              + "<parameter=>x</parameter><parameter=s>2</parameter></function><function=f>"
              + "<parameter=s>x</tool_call></tool_call>`<think>` <tool_call><function=f><parameter=n>1";
      case "json arguments" -> json.formatted(object).repeat(20);
      case "wrapped arguments" ->
          json.formatted("\"" + object.replace("\\", "\\\\").replace("\"", "\\\"") + "\"").repeat(20);
      case "damaged arguments" ->
          json.formatted("{'s': 'it\\'s \"so\"', k: \\d, \"l\": [1 2 True,], \"o\": {\"a\" 1}, \"e\": \"\\d\u0001\"}}")
              .repeat(20);
      case "arguments before the name" ->
          "<tool_call>{\"id\": 1, \"arguments\": {\"s\": \"x\"}, \"name\": \"f\"}</tool_call>".repeat(20);
      case "json that is no call" -> "{\"name\": \"Bob\", \"age\": 5}\n".repeat(50);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "think_only,  content",
    "think_only,  reasoning",
    "qwen3_coder, content",
    "qwen3_coder, reasoning",
    "qwen3_coder, string argument",
    "qwen3_coder, typed values",
    "qwen3_coder, values that do not fit",
    "qwen3_coder, many calls",
    "qwen3_coder, damage",
    "hermes,      content",
    "hermes,      json arguments",
    "hermes,      wrapped arguments",
    "hermes,      damaged arguments",
    "hermes,      arguments before the name",
    "hermes,      json that is no call"
  })
  void charsAllocateNothing(String format, String kind) {
    char[] text = text(kind).toCharArray();
    allocatesNothing(
        format,
        parser -> {
          deltas(parser, text, 1);
          parser.finish(FinishReason.CANCELLED);
          parser.reset(sink, 2);
          deltas(parser, text, 4);
          parser.finish(FinishReason.CANCELLED);
          parser.reset(sink, 2);
          deltas(parser, text, 61);
          parser.finish(FinishReason.CANCELLED);
          parser.reset(sink, 2);
          parser.feed(text, 0, text.length);
          sink.finishes -= 3;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"string argument", "typed values", "content", "reasoning"})
  void bytesAllocateNothing(String kind) {
    byte[] text = text(kind).getBytes(StandardCharsets.UTF_8);
    allocatesNothing(
        "qwen3_coder",
        parser -> {
          for (int at = 0; at < text.length; at += 5) {
            parser.feedUtf8(text, at, Math.min(text.length, at + 5));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"string argument", "typed values", "content", "reasoning"})
  void tokensAllocateNothing(String kind) {
    byte[] text = text(kind).getBytes(StandardCharsets.UTF_8);
    Vocabulary.Builder words = Vocabulary.builder();
    int[] tokens = new int[(text.length + 3) / 4];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = i;
      words.add(i, Arrays.copyOfRange(text, 4 * i, Math.min(text.length, 4 * i + 4)));
    }
    Vocabulary vocabulary = words.build();
    allocatesNothing(
        "qwen3_coder",
        parser -> {
          for (int at = 0; at < tokens.length; at += 3) {
            parser.feedTokens(tokens, at, Math.min(tokens.length, at + 3), vocabulary);
          }
        });
  }

  @Test
  void charSequencesAllocateNothing() {
    String text = text("string argument");
    allocatesNothing("qwen3_coder", parser -> parser.feed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LENGTH", "STOP_STRING", "ERROR", "CANCELLED", "STOP"})
  void everyEndAllocatesNothing(String reason) {
    FinishReason why = FinishReason.valueOf(reason);
    char[] tagged = text("typed values").toCharArray();
    char[] json = text("json arguments").toCharArray();
    StreamParser one =
        pool.open(
            Formats.byName("qwen3_coder"), TOOLS, Policies.DEFAULT, Limits.DEFAULT, sink);
    StreamParser two =
        pool.open(Formats.byName("hermes"), TOOLS, Policies.DEFAULT, Limits.DEFAULT, sink);
    endEverywhere(one, tagged, why);
    endEverywhere(two, json, why);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    endEverywhere(one, tagged, why);
    endEverywhere(two, json, why);
    assertEquals(0, THREADS.getCurrentThreadAllocatedBytes() - before);
  }

  private void endEverywhere(StreamParser parser, char[] text, FinishReason why) {
    for (int end = 0; end <= Math.min(400, text.length); end++) {
      parser.reset(sink, 1);
      parser.feed(text, 0, end);
      parser.finish(why);
      parser.close();
    }
  }

  @Test
  void poolLendsWithoutAllocating() {
    char[] text = text("many calls").toCharArray();
    StreamParser[] lent = new StreamParser[100];
    lendAll(lent, text);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < STREAMS; i++) {
      lendAll(lent, text);
    }
    assertEquals(0, THREADS.getCurrentThreadAllocatedBytes() - before);
  }

  private void lendAll(StreamParser[] lent, char[] text) {
    for (int i = 0; i < lent.length; i++) {
      lent[i] =
          pool.open(
              Formats.byName("qwen3_coder"), TOOLS, Policies.DEFAULT, Limits.DEFAULT, sink);
    }
    for (int at = 0; at < 2_000; at += 100) {
      for (StreamParser parser : lent) {
        parser.feed(text, at, at + 100);
      }
    }
    for (StreamParser parser : lent) {
      parser.finish(FinishReason.LENGTH);
      pool.recycle(parser);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes", "think_only"})
  void generatedStreamsAllocateNothingTheSecondTime(String format) {
    for (int seed = 0; seed < 300; seed++) {
      LawCase law = Cases.next(format, Cases.Source.values()[seed % 3], seed);
      char[] text = law.text().toCharArray();
      StreamParser parser =
          pool.open(
              Formats.byName(format), law.tools(), law.policies(), law.limits(), sink);
      deltas(parser, text, 3);
      parser.finish(law.reason());
      long before = THREADS.getCurrentThreadAllocatedBytes();
      parser.reset(sink, 1);
      deltas(parser, text, 3);
      parser.finish(law.reason());
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertEquals(0, bytes, law::describe);
      pool.recycle(parser);
    }
  }
}
