package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * L11: "versioned, bound to format and tool set"; bytes that are no snapshot are refused, and only
 * so.
 */
class SnapshotDamageTest {
  private static final ToolSet TOOLS =
      TestStream.tool("f", "a", "string", "n", "integer", "o", "object");
  private static final String TAGGED =
      "r</think>text<tool_call><function=f><parameter=zz>1</parameter><parameter=o>{\"a\":"
          + " [1</param";
  private static final String JSON =
      "<tool_call>{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": [1, {\\\"b\\\": \\\"x\\\\u00";
  private static final String UNPROVEN = "text <tool_call>{\"arguments\": {\"a\": [1, {\"b\": 'x";

  /** Bytes in front of the state: magic, version, name, fingerprints, settings. */
  private static final int HEADER = 4 + 4 + 1 + "qwen3_coder".length() + 8 + 8 + 4;

  private static String text(String name) {
    return switch (name) {
      case "tagged" -> TAGGED;
      case "json" -> JSON;
      default -> UNPROVEN;
    };
  }

  private static byte[] snapshot(String format, String text) {
    return TestStream.of(format, TOOLS).feed(text).parser.snapshot();
  }

  /** Restores bytes that may be damaged; goes on with the stream if they were taken. */
  private static boolean accepted(String format, byte[] bytes) {
    TestStream stream = TestStream.of(format, TOOLS);
    try {
      stream.parser.restore(bytes);
    } catch (IllegalArgumentException refused) {
      assertEquals(Region.FINISHED, stream.parser.region());
      assertThrows(IllegalStateException.class, () -> stream.parser.feed("x"));
      return false;
    }
    stream.feed("0e9</parameter>\n</function>", "\\\"}]}\"}</tool_call> more text");
    stream.parser.finish(EndCause.STOP);
    return true;
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder, tagged", "hermes, json", "hermes, unproven"})
  void everySingleBitCounts(String format, String name) {
    byte[] whole = snapshot(format, text(name));
    assertTrue(accepted(format, whole));
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        assertTrue(!accepted(format, damaged), "bit " + bit + " was changed, nobody noticed");
      } catch (RuntimeException e) {
        throw new AssertionError("bit " + bit, e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder, tagged", "hermes, json", "hermes, unproven"})
  void manyChangedBitsAreRefused(String format, String name) {
    byte[] whole = snapshot(format, text(name));
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(12); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      }
      if (!Arrays.equals(damaged, whole)) {
        try {
          assertTrue(!accepted(format, damaged), "round " + round);
        } catch (RuntimeException e) {
          throw new AssertionError("round " + round, e);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder, tagged", "hermes, json", "hermes, unproven"})
  void cutOrLengthenedBytesAreRefused(String format, String name) {
    byte[] whole = snapshot(format, text(name));
    for (int length = 0; length <= whole.length + 9; length++) {
      assertEquals(length == whole.length, accepted(format, Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void randomBytesAreRefused() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      assertTrue(!accepted("hermes", bytes));
    }
  }

  private static void refused(StreamParser parser, byte[] snapshot) {
    assertThrows(IllegalArgumentException.class, () -> parser.restore(snapshot));
  }

  private static StreamParser parser(
      String format, ToolSet tools, ParserOptions options, Limits limits) {
    return StreamSpec.of(Formats.byName(format))
        .tools(tools)
        .options(options)
        .limits(limits)
        .build()
        .open(new EventLog());
  }

  @Test
  void snapshotOfAnotherRequestIsRefused() {
    byte[] one = snapshot("qwen3_coder", TAGGED);
    ParserOptions close =
        ParserOptions.builder().truncation(ParserOptions.Truncation.CLOSE).build();
    refused(parser("hermes", TOOLS, ParserOptions.DEFAULT, Limits.DEFAULT), one);
    refused(parser("qwen3_coder", ToolSet.NONE, ParserOptions.DEFAULT, Limits.DEFAULT), one);
    refused(
        parser("qwen3_coder", TestStream.tool("f"), ParserOptions.DEFAULT, Limits.DEFAULT), one);
    refused(parser("qwen3_coder", TOOLS, close, Limits.DEFAULT), one);
    refused(
        parser(
            "qwen3_coder",
            TOOLS,
            ParserOptions.DEFAULT,
            Limits.builder().maxHeldChars(100).build()),
        one);
  }

  @Test
  void refusalSaysWhy() {
    StreamParser parser = parser("hermes", TOOLS, ParserOptions.DEFAULT, Limits.DEFAULT);
    IllegalArgumentException why =
        assertThrows(
            IllegalArgumentException.class, () -> parser.restore(snapshot("qwen3_coder", TAGGED)));
    assertTrue(why.getMessage().contains("qwen3_coder"), why.getMessage());
    assertTrue(why.getMessage().contains("hermes"), why.getMessage());
  }

  @Test
  void parserThatRefusedServesAfterReset() {
    StreamParser parser = parser("hermes", TOOLS, ParserOptions.DEFAULT, Limits.DEFAULT);
    refused(parser, new byte[40]);
    EventLog log = new EventLog();
    parser.reset(log, 1);
    parser.feed("text");
    parser.finish(EndCause.STOP);
    assertEquals("text", log.content());
  }

  @Test
  void snapshotOfAnOpenStreamIsSmall() {
    assertTrue(snapshot("qwen3_coder", "text").length < 512);
    assertTrue(snapshot("hermes", JSON).length < 1024);
  }

  // ---- bytes forged under a right checksum

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void forgedBytesCanAtWorstGiveWrongEvents(@ForAll long seed) {
    SnapshotForgeries forgeries = new SnapshotForgeries(seed);
    forgeries.oneStream();
  }

  @Test
  void someForgedBytesAreTaken() {
    SnapshotForgeries forgeries = new SnapshotForgeries(1);
    for (int i = 0; i < 20; i++) {
      forgeries.oneStream();
    }
    assertTrue(forgeries.accepted() > SnapshotForgeries.EACH, forgeries.toString());
  }

  /** A quote whose text nothing keeps, in a value that is normalised as it comes. */
  @Test
  void everyForgedByteBehindAnUndecidedQuoteIsRefusedOrRead() {
    ParserOptions streaming =
        ParserOptions.builder().structuredValues(ParserOptions.StructuredValues.STREAM).build();
    String[] texts = {
      "<tool_call><function=f><parameter=o>{\"a\": 1, \"key\"  ",
      "<tool_call>{\"name\": \"f\", \"arguments\": \"{\\\"key\\\"  "
    };
    for (String text : texts) {
      byte[] whole = TestStream.of("qwen3_coder", TOOLS, streaming).feed(text).parser.snapshot();
      int taken = 0;
      for (int at = HEADER; at < whole.length - Integer.BYTES; at++) {
        byte[] forged = whole.clone();
        forged[at] ^= 1;
        TestStream stream = TestStream.of("qwen3_coder", TOOLS, streaming);
        try {
          stream.parser.restore(signed(forged));
          taken++;
        } catch (IllegalArgumentException refused) {
          continue;
        }
        stream.feed("\"", ": 1}</parameter></function>", "\"}}</tool_call>");
        stream.parser.finish(EndCause.STOP);
      }
      assertTrue(taken > 0);
    }
  }

  /** A scalar that is typed by its tool: a call that is dropped has none. */
  @Test
  void everyForgedByteBeforeATypedScalarIsRefusedOrRead() {
    String format = "functiongemma";
    byte[] whole = snapshot(format, "<start_function_call>call:f{n:1");
    int header = HEADER - "qwen3_coder".length() + format.length();
    for (int at = header; at < whole.length - Integer.BYTES; at++) {
      byte[] forged = whole.clone();
      forged[at] ^= 1;
      TestStream stream = TestStream.of(format, TOOLS);
      try {
        stream.parser.restore(signed(forged));
      } catch (IllegalArgumentException refused) {
        continue;
      }
      stream.feed("e5,a:2,", "\"o\\u0041\":3}<end_function_call>");
      stream.parser.finish(EndCause.STOP);
    }
  }

  /** Where bare scalars are typed by the call's tool, an object that is not yet a call has none. */
  @Test
  void heldObjectIsRefusedWhereOnlyArgumentsStand() {
    String format = "functiongemma";
    TestStream stream = TestStream.of(format, TOOLS).feed("<start_function_call>call:f{n:1");
    ParserCore core = stream.parser.core;
    core.heldRoom(1);
    core.held[0] = '{';
    core.heldLength = 1;
    core.resumeAt = 1;
    core.json().begin(true, 0, core.consumed - 1);
    byte[] forged = stream.parser.snapshot();
    String why = refusal(TestStream.of(format, TOOLS).parser, forged);
    assertEquals("the snapshot is damaged: an object where only arguments stand", why);
  }

  @Test
  void callOfADeclaredToolIsNotDropped() {
    TestStream stream = TestStream.of("hermes", TOOLS).feed(JSON);
    stream.parser.core.suppressed = true;
    String why = refusal(TestStream.of("hermes", TOOLS).parser, stream.parser.snapshot());
    assertEquals("the snapshot is damaged: a call that is dropped", why);
  }

  /** The bytes with a right checksum. */
  private static byte[] signed(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, bytes.length - Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(bytes.length - Integer.BYTES, (int) sum.getValue());
    return bytes;
  }

  private static String refusal(StreamParser parser, byte[] snapshot) {
    String why =
        assertThrows(IllegalArgumentException.class, () -> parser.restore(snapshot)).getMessage();
    assertEquals(Region.FINISHED, parser.region());
    assertThrows(IllegalStateException.class, () -> parser.feed("x"));
    return why;
  }

  /** Whatever is wrong: the stream is over, and reset and close are legal. */
  @Test
  void refusedRestoreLeavesTheStreamOver() {
    byte[] whole = snapshot("qwen3_coder", TAGGED);
    byte[] older = whole.clone();
    older[7] = 2;
    byte[] state = whole.clone();
    state[HEADER] = 127;
    byte[] sum = whole.clone();
    sum[sum.length - 1]++;
    List<byte[]> refused =
        List.of(
            new byte[0],
            new byte[] {0x44, 0x4C, 0x58, 0x53},
            sum,
            signed(older),
            signed(state),
            signed(Arrays.copyOf(whole, whole.length + 1)),
            signed(Arrays.copyOf(whole, whole.length - 9)));
    List<String> why =
        List.of(
            "not a snapshot of a stream",
            "not a snapshot of a stream",
            "the snapshot is damaged: checksum mismatch",
            "the snapshot has version 2, this parser reads version 9",
            "the snapshot is damaged: the state is out of range",
            "the snapshot is damaged: extra bytes after the end",
            "the snapshot is damaged: it ends too early");
    for (int i = 0; i < refused.size(); i++) {
      TestStream stream = TestStream.of("qwen3_coder", TOOLS).feed("text <tool_call>\n<funct");
      String before = stream.log.print();
      assertEquals(why.get(i), refusal(stream.parser, refused.get(i)));
      assertEquals(before, stream.log.print());
      EventLog log = new EventLog();
      stream.parser.reset(log, 1);
      stream.feed("text");
      stream.parser.finish(EndCause.STOP);
      assertEquals("text", log.content());
      assertThrows(IllegalStateException.class, () -> stream.parser.snapshot());
      // The sink was told the end: what follows is another response.
      stream.parser.reset(log, 1);
      stream.parser.restore(whole);
      stream.feed("eter>\n</function>");
      stream.parser.finish(EndCause.STOP);
      assertEquals(FinishReason.TOOL_CALLS, log.finish());
    }
    TestStream closed = TestStream.of("qwen3_coder", TOOLS);
    refusal(closed.parser, new byte[40]);
    closed.parser.close();
    closed.parser.close();
    assertEquals(0, closed.log.size());
  }
}
