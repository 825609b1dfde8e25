package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deltas that continue an open text take a shorter way than others: the events are those of the
 * whole text, wherever it is cut.
 */
class DeltasOfOpenTextTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "s", "string");

  /** Pieces that end in, or are close to, something that has a meaning. */
  private static final String[] PIECES = {
    "of ",
    "for",
    "f",
    "fu",
    "full",
    "func",
    "function",
    "functool",
    "functools",
    "ff",
    "\n",
    "\r\n",
    "<",
    "<|",
    "<e",
    "<es",
    "<escape",
    "</",
    "[",
    "{",
    "\"",
    "`",
    "`f",
    "\nf",
    "\\",
    "\t",
    "\u0001",
    "\u4e2d",
    "f\u4e2d",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "f\ud83d\ude00",
    "call:f{",
    ">",
    " "
  };

  private static String text(Random random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** The same events at any delta size, and with deltas of different sizes. */
  private static EventLog read(String format, String text) {
    EventLog whole = TestStream.of(format, TOOLS).feed(text).stop();
    for (int size = 1; size <= 70; size += size < 10 ? 1 : 12) {
      agree(whole, TestStream.of(format, TOOLS).feedBy(size, text).stop());
    }
    Random random = new Random(text.hashCode());
    TestStream stream = TestStream.of(format, TOOLS);
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + random.nextInt(12));
      stream.feed(text.substring(at, end));
      at = end;
    }
    agree(whole, stream.stop());
    return whole;
  }

  private static void agree(EventLog whole, EventLog cut) {
    assertTrue(
        whole.agrees(cut, EventLog.Strength.WITHOUT_IDS),
        () -> whole.print() + "differs from\n" + cut.print());
  }

  @ParameterizedTest
  @ValueSource(strings = {"phi4_mini_json", "gigachat3", "gemma4", "hermes", "pythonic", "rwkv"})
  void contentIsTheSameWhereverItIsCut(String format) {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      read(format, "x" + text(random, 40));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemma4, '<|tool_call>call:f{s:<|\"|>', '<|\"|>}<tool_call|>'",
    "functiongemma, '<start_function_call>call:f{s:<escape>', '<escape>}<end_function_call>'"
  })
  void stringBetweenLiteralsIsTheSameWhereverItIsCut(String format, String before, String after) {
    Random random = new Random(6);
    for (int i = 0; i < 200; i++) {
      read(format, before + "x" + text(random, 40) + after);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemma4, '<|tool_call>call:f{s:<|\"|>'",
    "functiongemma, '<start_function_call>call:f{s:<escape>'"
  })
  void stringBetweenLiteralsIsEmittedWithEachDelta(String format, String before) {
    TestStream stream = TestStream.of(format, TOOLS).feed(before, "a");
    assertEquals("{\"s\":\"a", stream.arguments());
    stream.feed("if (a < b)\n");
    assertEquals("{\"s\":\"aif (a < b)\\n", stream.arguments());
    stream.feed("\r\n", "\"\\", "\n", "<");
    assertEquals("{\"s\":\"aif (a < b)\\n\\r\\n\\\"\\\\\\n", stream.arguments());
    assertEquals(1, stream.parser.heldChars());
    stream.feed("b");
    assertEquals("{\"s\":\"aif (a < b)\\n\\r\\n\\\"\\\\\\n<b", stream.arguments());
  }

  private static final String TRIMMED = "<invoke name=\"f\"><parameter name=\"s\">";
  private static final String TRIMMED_END = "</parameter></invoke>";

  @Test
  void trimmedStringIsTheSameWhereverItIsCut() {
    Random random = new Random(7);
    String[] blanks = {" ", " ", "  ", "\n", "\t", "\r", "\n        ", " ".repeat(70)};
    for (int i = 0; i < 400; i++) {
      StringBuilder value = new StringBuilder("x");
      for (int piece = 0; piece < 20; piece++) {
        value.append(text(random, random.nextInt(3)));
        value.append(random.nextInt(3) == 0 ? "" : blanks[random.nextInt(blanks.length)]);
      }
      read("dots", TRIMMED + value + TRIMMED_END);
    }
  }

  @Test
  void trimmedStringIsEmittedUpToWhitespaceAtTheEndOfADelta() {
    TestStream stream = TestStream.of("dots", TOOLS).feed(TRIMMED, "a");
    String open = "{\"s\":\"a";
    assertEquals(open, stream.arguments());
    stream.feed(" ");
    assertEquals(open, stream.arguments());
    stream.feed("b ", "c d");
    assertEquals(open + " b c d", stream.arguments());
    stream.feed("\n", "    ", " e\"", " \t", "f ");
    assertEquals(open + " b c d\\n     e\\\" \\tf", stream.arguments());
    assertEquals(0, stream.parser.heldChars());
    stream.feed("g\n", TRIMMED_END);
    assertEquals(open + " b c d\\n     e\\\" \\tf g\"}", stream.arguments());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\t", "\r", "  ", "\n  "})
  void heldWhitespaceOfATrimmedStringIsInASnapshot(String blanks) {
    TestStream stream = TestStream.of("dots", TOOLS).feed(TRIMMED, "a", "b", "c" + blanks);
    stream.parser.restore(stream.parser.snapshot());
    assertEquals("{\"s\":\"abc", stream.arguments());
    stream.feed("d");
    String json = blanks.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
    assertEquals("{\"s\":\"abc" + json + "d", stream.arguments());
    stream.feed(blanks);
    stream.parser.restore(stream.parser.snapshot());
    stream.feed(TRIMMED_END);
    assertEquals("{\"s\":\"abc" + json + "d\"}", stream.arguments());
  }

  @ParameterizedTest
  @CsvSource({
    "f, 1",
    "of, 1",
    "fu, 2",
    "full of functool, 8",
    "functools, 9",
    "of it, 0",
    "functoolf, 1"
  })
  void onlyTheBeginningOfAMarkerIsHeld(String text, int held) {
    for (int size = 1; size <= text.length(); size++) {
      TestStream stream = TestStream.of("phi4_mini_json", TOOLS).feed("a ", "b ");
      assertEquals(held, stream.feedBy(size, text).parser.heldChars(), text + " by " + size);
      String content = stream.log.content();
      assertEquals("a b " + text.substring(0, text.length() - held), content);
    }
  }
}
