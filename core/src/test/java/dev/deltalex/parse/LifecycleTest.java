package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Region;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked of a parser when: L7, L9 and row "`finish(CANCELLED)`, `close()`". */
class LifecycleTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "n", "integer");
  private static final String OPEN_CALL = "Hi <tool_call>\n<function=f>\n<parameter=a>\nx";
  private static final Vocabulary WORDS = Vocabulary.builder().add(0, "word").build();

  private static final byte[] SNAPSHOT =
      TestStream.of("qwen3_coder", TOOLS, WORDS).feed(OPEN_CALL).parser.snapshot();

  /** Every way of going on with a stream. */
  private static final List<Consumer<StreamParser>> CONTINUATIONS =
      List.of(
          p -> p.feed("x"),
          p -> p.feed(new char[] {'x'}, 0, 1),
          p -> p.feed(new char[0], 0, 0),
          p -> p.feedUtf8(new byte[] {'x'}, 0, 1),
          p -> p.feedTokens(new int[] {0}, 0, 1),
          p -> p.prime("x"),
          p -> p.finish(EndCause.STOP),
          p -> p.restore(SNAPSHOT),
          StreamParser::snapshot);

  private static void refusesEverything(TestStream stream) {
    String before = stream.log.print();
    for (Consumer<StreamParser> continuation : CONTINUATIONS) {
      assertThrows(IllegalStateException.class, () -> continuation.accept(stream.parser));
    }
    assertEquals(before, stream.log.print());
  }

  @ParameterizedTest
  @EnumSource
  void nothingGoesOnAfterFinish(EndCause cause) {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS);
    stream.parser.finish(cause);

    refusesEverything(stream);
    assertEquals(Region.FINISHED, stream.parser.region());
    stream.parser.cancel();
    stream.parser.close();
    assertEquals("FIN " + cause + "\n", stream.log.print());
  }

  @Test
  void nothingGoesOnAfterClose() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS).feed(OPEN_CALL);
    String before = stream.log.print();
    stream.parser.close();
    stream.parser.close();

    refusesEverything(stream);
    assertEquals(before, stream.log.print());
  }

  @Test
  void cancellingSaysSoOnceAndNothingElse() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS).feed(OPEN_CALL, "<");
    String before = stream.log.print();
    stream.parser.cancel();
    stream.parser.cancel();

    assertEquals(before + "FIN CANCELLED\n", stream.log.print());
  }

  /**
   * "Later `feed…` returns false and `finish` does nothing": a stream that moved here would go on.
   */
  @Test
  void nothingIsRestoredIntoACancelledStream() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS);
    stream.parser.cancel();

    assertThrows(IllegalStateException.class, () -> stream.parser.restore(SNAPSHOT));
    assertFalse(stream.parser.feed("x"));
    assertEquals("FIN CANCELLED\n", stream.log.print());
  }

  @Test
  void rangesOutsideTheArrayAreRefusedAndHarmNothing() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS).feed("text");

    Class<IndexOutOfBoundsException> refused = IndexOutOfBoundsException.class;
    assertThrows(refused, () -> stream.parser.feed(new char[2], 1, 3));
    assertThrows(refused, () -> stream.parser.feed(new char[2], -1, 1));
    assertThrows(refused, () -> stream.parser.feed(new char[2], 2, 1));
    assertThrows(refused, () -> stream.parser.feedUtf8(new byte[2], 0, 3));
    assertThrows(refused, () -> stream.parser.feedTokens(new int[2], 0, 3));
    assertEquals("text!", stream.feed("!").stop().content());
  }

  /**
   * "What the prompt wrote of a marker or call lies below 0": so does a key that the prompt began.
   */
  @Test
  void aKeyThatThePromptBeganLiesBelowZero() {
    String call = "<tool_call>{\"name\": \"f\", \"arguments\": {}, ";
    TestStream stream = TestStream.of("hermes", TOOLS);
    stream.parser.prime(call + "\"na");
    stream.feed("me\": \"g\"}");

    String log = stream.stop().print();
    assertTrue(log.contains("DUPLICATE_PARAMETER"), log);
    assertTrue(log.lines().anyMatch(line -> line.matches(".*DUPLICATE_PARAMETER.*-3\\b.*")), log);
  }

  @Test
  void primingComesFirst() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS).feed("text");

    assertThrows(IllegalStateException.class, () -> stream.parser.prime("<think>"));
    assertEquals("text", stream.stop().content());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "<think>r",
        "`<think>`",
        OPEN_CALL,
        OPEN_CALL + "\n</param",
        "<tool_call>\n<function=f>\n<parameter=zz>\nx\n</parameter>\n<parameter=n>\n12",
        "<tool_call>\n<function=f>\n</function>\n",
        "\ud83d"
      })
  void resetParserIsLikeANewOne(String before) {
    String text =
        "\n<think>\n`r`</think> a</think><tool_call><function=f><parameter=zz>1</parameter>"
            + "<parameter=n>1</parameter></function><function=f></function></tool_call> b";
    EventLog expected = new EventLog();
    TestStream brandNew = TestStream.of("qwen3_coder", TOOLS, WORDS);
    brandNew.parser.reset(expected, 7);
    brandNew.feed(text).parser.finish(EndCause.STOP);

    TestStream used = TestStream.of("qwen3_coder", TOOLS, WORDS).feed(before);
    EventLog again = new EventLog();
    used.parser.reset(again, 7);
    assertEquals(-1, used.parser.callIndex());
    assertEquals(-1, used.parser.reasoningEnd());
    assertEquals(0, used.parser.heldChars());
    assertEquals(0, used.parser.consumedChars());
    used.feed(text).parser.finish(EndCause.STOP);

    assertEquals(expected.print(), again.print());
    assertTrue(again.agrees(expected, EventLog.Strength.FULL), "ids differ");
  }

  @Test
  void resetParserForgetsHalfACodePoint() {
    TestStream stream = TestStream.of("qwen3_coder", TOOLS, WORDS);
    stream.parser.feedUtf8(new byte[] {(byte) 0xF0, (byte) 0x9F}, 0, 2);
    EventLog again = new EventLog();
    stream.parser.reset(again, 1);
    stream.parser.feedUtf8(new byte[] {'x'}, 0, 1);

    assertEquals("x", again.content());
    assertEquals(0, stream.log.size());
  }
}
