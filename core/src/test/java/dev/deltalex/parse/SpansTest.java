package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.LawCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spans as the sink gets them: adjacent ones of a kind are one callback per delta, and each says
 * where its first char stood.
 */
class SpansTest {
  private static final int MERGED = 1024;
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "n", "integer");

  /** Watches how spans follow one another within a delta. */
  private static final class Neighbours implements DeltaSink {
    private String kind = "";
    private int total;
    private long end;
    private int spans;

    void delta() {
      kind = "";
    }

    private void span(String now, boolean adjacent, int length, long sourceOffset) {
      spans++;
      boolean joined = adjacent && now.equals(kind);
      if (joined && total + length <= MERGED) {
        fail("two callbacks for adjacent " + now + " of " + total + " and " + length + " chars");
      }
      kind = now;
      total = length;
      end = sourceOffset + length;
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      span("reasoning", sourceOffset == end, length, sourceOffset);
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      span("content", sourceOffset == end, length, sourceOffset);
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      span("arguments " + index, true, length, sourceOffset);
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      kind = "";
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      kind = "";
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      kind = "";
    }

    @Override
    public void finished(FinishReason reason) {
      kind = "";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3_coder", "hermes", "think_only"})
  void adjacentSpansOfADeltaAreOneCallback(String format) {
    Neighbours sink = new Neighbours();
    for (int seed = 0; seed < 2_000; seed++) {
      LawCase law = Cases.next(format, Cases.Source.values()[seed % 3], seed);
      StreamParser parser =
          StreamSpec.of(Formats.byName(format))
              .tools(law.tools())
              .options(law.options())
              .limits(law.limits())
              .build()
              .open(sink);
      char[] text = law.text().toCharArray();
      int at = 0;
      try {
        for (int end : Cuts.bursts(seed).ends(text.length)) {
          sink.delta();
          parser.feed(text, at, end);
          at = end;
        }
        sink.delta();
        law.end(parser);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + " up to " + at + "\n" + law.describe(), e);
      }
    }
    assertTrue(sink.spans > 1_000);
  }

  @Test
  void longDeltaIsFewCallbacks() {
    CountingSink sink = new CountingSink();
    StreamParser parser =
        StreamSpec.of(Formats.byName("qwen3_coder")).tools(TOOLS).build().open(sink);
    parser.feed("c".repeat(MERGED).toCharArray(), 0, MERGED);
    assertEquals(1, sink.contentEvents);
    char[] plain = "c < d\n".repeat(10_000).toCharArray();
    parser.feed(plain, 0, plain.length);
    assertTrue(sink.contentEvents <= 3, sink.contentEvents + " callbacks");

    parser.feed("<tool_call><function=f><parameter=a>x");
    sink.argumentEvents = 0;
    char[] escaped = "\"quoted\"\n".repeat(10_000).toCharArray();
    parser.feed(escaped, 0, escaped.length);
    long least = sink.argumentChars / MERGED;
    assertTrue(sink.argumentEvents <= 2 * least, sink.argumentEvents + " callbacks");
  }

  /** Holds every span against the place that it claims to come from. */
  private static final class Places extends CountingSink {
    private final String text;
    private long expected = -1;

    Places(String text) {
      this.text = text;
    }

    private void check(char[] buffer, int offset, int length, long sourceOffset) {
      String span = new String(buffer, offset, length);
      assertEquals(
          text.substring((int) sourceOffset, (int) sourceOffset + length),
          span,
          "at " + sourceOffset);
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      check(buffer, offset, length, sourceOffset);
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      check(buffer, offset, length, sourceOffset);
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      argumentEvents++;
      if (expected >= 0) {
        assertEquals(expected, sourceOffset);
      }
    }
  }

  @Test
  void argumentSpansSayWhereTheirFirstCharStood() {
    String head = "text<tool_call>\n<function=f>\n<parameter=a>\nx";
    Places sink = new Places(head);
    StreamParser parser =
        StreamSpec.of(Formats.byName("qwen3_coder")).tools(TOOLS).build().open(sink);
    parser.feed(head);
    sink.argumentEvents = 0;
    String value = "plain \"quoted\" \\ \u0001 \ttab";
    for (int i = 0; i < value.length(); i++) {
      sink.expected = head.length() + i;
      parser.feed(value.substring(i, i + 1));
      assertEquals(i + 1, sink.argumentEvents);
    }
    // A newline is held; it comes out together with the char that shows what it was.
    sink.expected = head.length() + value.length();
    parser.feed("\n");
    assertEquals(value.length(), sink.argumentEvents);
    parser.feed("y");
    assertEquals(value.length() + 1, sink.argumentEvents);
    // So does a surrogate pair.
    sink.expected += 2;
    parser.feed("\ud83d");
    parser.feed("\ude00");
    assertEquals(value.length() + 2, sink.argumentEvents);
  }

  @Test
  void jsonArgumentSpansSayWhereTheirFirstCharStood() {
    String head = "text<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"x";
    Places sink = new Places(head);
    StreamParser parser = StreamSpec.of(Formats.byName("hermes")).tools(TOOLS).build().open(sink);
    parser.feed(head);
    sink.argumentEvents = 0;
    String value = "plain \u0001 \ttab\n";
    for (int i = 0; i < value.length(); i++) {
      sink.expected = head.length() + i;
      parser.feed(value.substring(i, i + 1));
      assertEquals(i + 1, sink.argumentEvents);
    }
    sink.expected = head.length() + value.length();
    parser.feed("\\");
    parser.feed("u00");
    assertEquals(value.length(), sink.argumentEvents);
    parser.feed("e9");
    assertEquals(value.length() + 1, sink.argumentEvents);
  }

  @Test
  void typedValueStandsWhereItBegan() {
    String head = "<tool_call>\n<function=f>\n<parameter=n>\n";
    Places sink = new Places(head);
    StreamParser parser =
        StreamSpec.of(Formats.byName("qwen3_coder")).tools(TOOLS).build().open(sink);
    parser.feed(head);
    sink.expected = head.length();
    parser.feed("12\n</parameter>\n<parameter");
    assertEquals(1, sink.argumentEvents, "nothing of the value yet");
    parser.feed("=");
    assertEquals(2, sink.argumentEvents, "the next parameter begins, whatever its name");
    parser.feed("a>");
    assertEquals(2, sink.argumentEvents);
  }

  /** Notes where the spans of arguments stand. */
  private static final class Offsets extends CountingSink {
    private final List<Long> sources = new ArrayList<>();

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      sources.add(sourceOffset);
    }
  }

  private static List<Long> argumentOffsets(String format, String type, String text) {
    Offsets sink = new Offsets();
    StreamParser parser =
        StreamSpec.of(Formats.byName(format))
            .tools(TestStream.tool("f", "o", type))
            .options(o -> o.recoverAtStop(ParserOptions.RecoverAtStop.ALL))
            .build()
            .open(sink);
    parser.feed(text);
    parser.finish(EndCause.STOP);
    return sink.sources;
  }

  private static void ascends(List<Long> offsets) {
    assertTrue(offsets.size() > 2, offsets.toString());
    assertEquals(offsets.stream().sorted().toList(), offsets);
  }

  /** A bare word that outgrew what is held, and one that is as long as what is held. */
  @ParameterizedTest
  @ValueSource(ints = {1_020, 1_023, 1_024, 1_500})
  void offsetsOfALongBareWordAscend(int length) {
    String call = "<tool_call>{\"name\": \"f\", \"arguments\": {\"o\": ";
    List<Long> offsets = argumentOffsets("hermes", "string", call + "x".repeat(length));
    ascends(offsets);
    assertEquals(call.indexOf("\"o\""), offsets.get(1));
  }

  /** The closing quote of a value that became a string. */
  @ParameterizedTest
  @ValueSource(strings = {"no list ", "no\nlist\n", "\u00e9"})
  void offsetsOfALongFailedValueAscend(String text) {
    String call = "<tool_call><function=f><parameter=o>";
    for (int length = 1_000; length < 1_100; length++) {
      String value = text.repeat(length).substring(0, length);
      ascends(argumentOffsets("qwen3_coder", "array", call + "y".repeat(1_024) + value));
    }
  }
}
