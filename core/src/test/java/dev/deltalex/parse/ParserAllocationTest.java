package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.text.Vocabulary;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * L8 with the scalar scanner and compiled code: once a stream of a kind has been read, further ones
 * allocate nothing, from their first delta to their end.
 */
@Tag("allocation")
class ParserAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 200;
  private static final int QUIET = 5;
  private static final int LENT = 1_000;

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
    allocatesNothing(spec(format), stream);
  }

  private void allocatesNothing(StreamSpec spec, OneStream stream) {
    StreamParser parser = pool.open(spec, sink);
    allocatesNothing(() -> read(parser, stream));
  }

  private static StreamSpec spec(String format) {
    return StreamSpec.of(Formats.byName(format)).tools(AllocationTexts.TOOLS).build();
  }

  private static void allocatesNothing(Runnable streams) {
    allocates(1, 0, streams);
  }

  private static void allocates(int times, int mostBytes, Runnable streams) {
    // Compilations owe the thread a few bytes now and then; code that allocates never comes to
    // quiet rounds in a row. InterpretedAllocationTest asks for 0 from the second stream on.
    int quiet = 0;
    for (int i = 0; i < ROUNDS && quiet < QUIET; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      streams.run();
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      quiet = bytes <= (long) times * mostBytes ? quiet + 1 : 0;
    }
    assertEquals(QUIET, quiet, "quiet rounds in a row");
  }

  private void read(StreamParser parser, OneStream stream) {
    parser.reset(sink, 1);
    stream.read(parser);
    parser.finish(EndCause.STOP);
  }

  private static void deltas(StreamParser parser, char[] text, int size) {
    for (int at = 0; at < text.length; at += size) {
      parser.feed(text, at, Math.min(text.length, at + size));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.deltalex.parse.AllocationTexts#kinds")
  void charsAllocateNothing(String format, String kind) {
    char[] text = AllocationTexts.text(kind).toCharArray();
    allocatesNothing(
        format,
        parser -> {
          deltas(parser, text, 1);
          parser.cancel();
          parser.reset(sink, 2);
          deltas(parser, text, 4);
          parser.cancel();
          parser.reset(sink, 2);
          deltas(parser, text, 61);
          parser.cancel();
          parser.reset(sink, 2);
          parser.feed(text, 0, text.length);
        });
  }

  @ParameterizedTest
  @MethodSource("dev.deltalex.parse.AllocationTexts#formats")
  void everyFormatAllocatesNothing(String format) {
    char[] text = AllocationTexts.canonical(format).toCharArray();
    allocatesNothing(
        format,
        parser -> {
          deltas(parser, text, 1);
          parser.cancel();
          parser.reset(sink, 2);
          deltas(parser, text, 24);
        });
    assertEquals(Formats.byName(format).syntax().calls().isEmpty(), sink.calls == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"string argument", "typed values", "content", "reasoning"})
  void bytesAllocateNothing(String kind) {
    byte[] text = AllocationTexts.text(kind).getBytes(StandardCharsets.UTF_8);
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
    byte[] text = AllocationTexts.text(kind).getBytes(StandardCharsets.UTF_8);
    Vocabulary.Builder words = Vocabulary.builder();
    int[] tokens = new int[(text.length + 3) / 4];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = i;
      words.add(i, Arrays.copyOfRange(text, 4 * i, Math.min(text.length, 4 * i + 4)));
    }
    allocatesNothing(
        spec("qwen3_coder").toBuilder().vocabulary(words.build()).build(),
        parser -> {
          for (int at = 0; at < tokens.length; at += 3) {
            parser.feedTokens(tokens, at, Math.min(tokens.length, at + 3));
          }
        });
  }

  /** Special tokens, with and without spelled ones counting. */
  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes"})
  void specialTokensAllocateNothing(String format) {
    String text =
        format.equals("hermes")
            ? "{\"name\": \"f\", \"arguments\": {\"a\": \"see "
            : "<function=f>\n<parameter=a>\nsee ";
    String end = format.equals("hermes") ? "\"}}" : "\n</parameter>\n</function>\n";
    Vocabulary words =
        Vocabulary.builder()
            .addSpecial(0, "<tool_call>")
            .addSpecial(1, "</tool_call>")
            .add(2, text)
            .add(3, end)
            .add(4, "<tool")
            .build();
    for (ParserOptions.MarkersBySpelling spelling : ParserOptions.MarkersBySpelling.values()) {
      StreamSpec spec =
          spec(format).toBuilder()
              .vocabulary(words)
              .options(o -> o.markersBySpelling(spelling))
              .build();
      int[] tokens = {4, 0, 2, 1, 4, 3, 1, 4};
      OneStream stream =
          each -> {
            for (int i = 0; i < tokens.length; i++) {
              each.feedTokens(tokens, i, i + 1);
            }
          };
      allocatesNothing(spec, stream);
    }
  }

  @Test
  void charSequencesAllocateNothing() {
    String text = AllocationTexts.text("string argument");
    allocatesNothing("qwen3_coder", parser -> parser.feed(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LENGTH", "STOP_STRING", "ERROR", "CANCELLED", "STOP"})
  void everyEndAllocatesNothing(String reason) {
    FinishReason why = FinishReason.valueOf(reason);
    char[] tagged = AllocationTexts.text("typed values").toCharArray();
    char[] json = AllocationTexts.text("json arguments").toCharArray();
    StreamParser one =
        pool.open(
            StreamSpec.of(Formats.byName("qwen3_coder")).tools(AllocationTexts.TOOLS).build(),
            sink);
    StreamParser two =
        pool.open(
            StreamSpec.of(Formats.byName("hermes")).tools(AllocationTexts.TOOLS).build(), sink);
    allocatesNothing(() -> {
      endEverywhere(one, tagged, why);
      endEverywhere(two, json, why);
    });
  }

  private void endEverywhere(StreamParser parser, char[] text, FinishReason why) {
    for (int end = 0; end <= Math.min(400, text.length); end++) {
      parser.reset(sink, 1);
      parser.feed(text, 0, end);
      LawCase.end(parser, why);
    }
  }

  @Test
  void poolAllocatesOnlyTheHandle() {
    char[] text = AllocationTexts.text("many calls").toCharArray();
    StreamParser[] lent = new StreamParser[LENT];
    // A handle a stream and nothing else: 32 bytes at most.
    StreamSpec spec = spec("qwen3_coder");
    allocates(LENT, 32, () -> lendAll(spec, lent, text));
  }

  private void lendAll(StreamSpec spec, StreamParser[] lent, char[] text) {
    for (int i = 0; i < lent.length; i++) {
      lent[i] = pool.open(spec, sink);
    }
    for (int at = 0; at < 2_000; at += 100) {
      for (StreamParser parser : lent) {
        parser.feed(text, at, at + 100);
      }
    }
    for (StreamParser parser : lent) {
      parser.finish(EndCause.LENGTH);
      parser.close();
    }
  }
}
