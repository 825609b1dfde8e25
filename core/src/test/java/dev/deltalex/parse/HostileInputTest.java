package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.testkit.JsonPrefix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** L7 and L4: nothing that a model writes stops the parser or makes it say what is not JSON. */
class HostileInputTest {
  private static final int PIECE = 4096;

  /** Checks arguments as they come and keeps none of them. */
  private static final class JsonCheck extends CountingSink {
    private final JsonPrefix json = new JsonPrefix();

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      super.callOpened(index, tool, id, name, sourceOffset);
      json.clear();
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      super.arguments(index, buffer, offset, length, sourceOffset);
      json.feed(buffer, offset, offset + length);
      assertTrue(json.valid(), "no JSON any more");
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      super.callClosed(index, complete, sourceOffset);
      assertTrue(complete ? json.complete() : json.closable(0), "not whole JSON");
    }
  }

  private static String summary(HostileTexts hostile, Limits limits, int piece) {
    return summary(hostile, limits, ParserOptions.DEFAULT, piece);
  }

  private static String summary(
      HostileTexts hostile, Limits limits, ParserOptions options, int piece) {
    JsonCheck sink = new JsonCheck();
    StreamParser parser =
        StreamSpec.of(Formats.byName(hostile.format))
            .tools(HostileTexts.TOOLS)
            .options(options)
            .limits(limits)
            .build()
            .open(sink);
    char[] text = hostile.text().toCharArray();
    for (int at = 0; at < text.length; at += piece) {
      parser.feed(text, at, Math.min(text.length, at + piece));
    }
    parser.finish(EndCause.STOP);
    assertEquals(1, sink.finishes);
    return "content "
        + sink.contentChars
        + ", reasoning "
        + sink.reasoningChars
        + ", calls "
        + sink.calls
        + ", complete "
        + sink.completeCalls
        + ", arguments "
        + sink.argumentChars
        + ", diagnostics "
        + sink.diagnostics;
  }

  @ParameterizedTest
  @EnumSource(HostileTexts.class)
  void wholeAndInPiecesAndByCharIsTheSame(HostileTexts hostile) {
    String whole = summary(hostile, Limits.DEFAULT, Integer.MAX_VALUE / 2);
    assertEquals(whole, summary(hostile, Limits.DEFAULT, PIECE));
    assertEquals(whole, summary(hostile, Limits.DEFAULT, 1));
  }

  /** Every call is closed and complete, so that its arguments are whole JSON. */
  @ParameterizedTest
  @EnumSource(HostileTexts.class)
  void closedAtStopItIsWholeJson(HostileTexts hostile) {
    ParserOptions all =
        ParserOptions.builder().recoverAtStop(ParserOptions.RecoverAtStop.ALL).build();
    String whole = summary(hostile, Limits.DEFAULT, all, Integer.MAX_VALUE / 2);
    assertEquals(whole, summary(hostile, Limits.DEFAULT, all, PIECE));
  }

  @ParameterizedTest
  @EnumSource(
      value = HostileTexts.class,
      names = {"LONG_OBJECT", "BRACKETS_IN_AN_OBJECT", "TUPLES_IN_AN_ARRAY", "UNPROVEN_ARGUMENTS"})
  void withTheLargestBufferToo(HostileTexts hostile) {
    Limits limits = Limits.builder().maxBufferedChars(1 << 28).build();
    assertEquals(summary(hostile, limits, Integer.MAX_VALUE / 2), summary(hostile, limits, PIECE));
  }

  /** The least number of held chars that a format's headers fit: of most, the least there is. */
  private static int leastHeld(String format) {
    for (int chars = 64; ; chars++) {
      try {
        Limits limits = Limits.builder().maxHeldChars(chars).build();
        StreamSpec.of(Formats.byName(format)).limits(limits).build();
        return chars;
      } catch (IllegalArgumentException tooFew) {
        assertTrue(chars < 256, tooFew.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(HostileTexts.class)
  void withTheLeastLimitsToo(HostileTexts hostile) {
    Limits limits =
        Limits.builder()
            .maxDepth(1)
            .maxNameChars(1)
            .maxHeldChars(leastHeld(hostile.format))
            .maxBufferedChars(64)
            .maxCalls(1)
            .maxTools(1)
            .build();
    assertEquals(summary(hostile, limits, PIECE), summary(hostile, limits, 1));
  }
}
