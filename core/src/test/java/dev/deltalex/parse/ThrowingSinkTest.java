package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.format.Formats;
import dev.deltalex.scan.ScalarCharScanner;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "A sink that throws: the exception passes through, afterwards the parser takes only `reset`." */
class ThrowingSinkTest {
  private static final ToolSet TOOLS =
      TestStream.tool("f", "a", "string", "n", "integer", "o", "object");

  private static final String TAGGED =
      "<think>\n"
          + "r\u00e9ason</think>\n"
          + "text \"quoted\"\n"
          + "<tool_call>\n"
          + "<function=f>\n"
          + "<parameter=a>\n"
          + "x\n"
          + "y\n"
          + "</parameter>\n"
          + "<parameter=n>\n"
          + "seven\n"
          + "</parameter>\n"
          + "<parameter=o>\n"
          + "{'k': (1, 2)}\n"
          + "</parameter>\n"
          + "</function>\n"
          + "</tool_call>\n"
          + "middle</tool_call>\n"
          + "<tool_call>\n"
          + "<function=f>\n"
          + "<parameter=a>\n"
          + "open";

  private static final String JSON =
      "<think>\n"
          + "reason</think>\n"
          + "text\n"
          + "<tool_call>\n"
          + "{\"arguments\": {\"a\": 'x', \"n\": 1,}, \"name\": \"f\"}}\n"
          + "</tool_call>\n"
          + "{\"name\": \"f\", \"arguments\": {}} <tool_call>\n"
          + "{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": \\\"x\\\\ny\\\", \\\"n\\\": [tr";

  /** Throws at the given event, counted from 0; before that it passes events on. */
  private static final class Faulty implements DeltaSink {
    private final DeltaSink next;
    private int left;

    Faulty(DeltaSink next, int at) {
      this.next = next;
      this.left = at;
    }

    private DeltaSink next() {
      if (left-- == 0) {
        throw new SinkFailure();
      }
      return next;
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      next().reasoning(buffer, offset, length, sourceOffset);
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      next().content(buffer, offset, length, sourceOffset);
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      next().callOpened(index, tool, id, name, sourceOffset);
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      next().arguments(index, buffer, offset, length, sourceOffset);
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      next().callClosed(index, complete, sourceOffset);
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      next().diagnostic(code, sourceOffset);
    }

    @Override
    public void finished(FinishReason reason) {
      next().finished(reason);
    }
  }

  /** Of a type that no parser knows. */
  private static final class SinkFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SinkFailure() {
      super("the sink failed", null, false, false);
    }
  }

  private final StreamPool pool = new StreamPool(ScalarCharScanner.INSTANCE, 1);

  private StreamParser open(String format, DeltaSink sink) {
    return pool.open(StreamSpec.of(Formats.byName(format)).tools(TOOLS).build(), sink);
  }

  private static void feed(StreamParser parser, String text, int size, int from, int to) {
    char[] chars = text.toCharArray();
    for (int at = from; at < to; at += size) {
      parser.feed(chars, at, Math.min(to, at + size));
    }
  }

  private EventLog expected(String format, String text) {
    EventLog log = new EventLog();
    StreamParser parser = open(format, log);
    parser.reset(log, 5);
    parser.feed(text);
    parser.finish(EndCause.STOP);
    return log;
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, 1",
    "qwen3_coder, 9",
    "qwen3_coder, 10000",
    "hermes, 1",
    "hermes, 9",
    "hermes, 10000"
  })
  void exceptionPassesThroughAndHarmsOnlyItsOwnStream(String format, int size) {
    String text = format.equals("hermes") ? JSON : TAGGED;
    EventLog whole = expected(format, text);
    int half = text.length() / 2;
    boolean thrown = true;
    int at = 0;
    for (; thrown; at++) {
      EventLog otherLog = new EventLog();
      StreamParser other = open(format, otherLog);
      other.reset(otherLog, 5);
      feed(other, text, size, 0, half);

      EventLog log = new EventLog();
      StreamParser parser = open(format, log);
      byte[] snapshot = parser.snapshot();
      parser.reset(new Faulty(log, at), 5);
      thrown = false;
      try {
        feed(parser, text, size, 0, text.length());
        parser.finish(EndCause.STOP);
      } catch (SinkFailure failure) {
        thrown = true;
        String before = log.print();
        assertThrows(IllegalStateException.class, () -> parser.feed("x"));
        assertThrows(IllegalStateException.class, () -> parser.finish(EndCause.STOP));
        assertThrows(IllegalStateException.class, parser::snapshot);
        assertThrows(IllegalStateException.class, () -> parser.restore(snapshot));
        parser.cancel();
        assertEquals(before, log.print(), "nothing is said after the exception");
      }

      feed(other, text, size, half, text.length());
      other.finish(EndCause.STOP);
      assertEquals(whole.print(), otherLog.print(), "the other stream, event " + at);

      log.clear();
      parser.reset(log, 5);
      feed(parser, text, size, 0, text.length());
      parser.finish(EndCause.STOP);
      assertEquals(whole.print(), log.print(), "after reset, event " + at);
      parser.close();
      other.close();
    }
    assertTrue(at > whole.size(), "every event was tried: " + at);
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder", "hermes", "think_only"})
  void errorsPassThroughAsTheyAre(String format) {
    StackOverflowError error = new StackOverflowError("of the sink");
    StreamParser parser =
        open(
            format,
            new CountingSink() {
              @Override
              public void content(char[] buffer, int offset, int length, long sourceOffset) {
                throw error;
              }
            });
    assertSame(error, assertThrows(StackOverflowError.class, () -> parser.feed("text")));
    assertThrows(IllegalStateException.class, () -> parser.feed("text"));
  }

  @ParameterizedTest
  @CsvSource({"qwen3_coder", "hermes", "think_only"})
  void sinkThatThrowsWhenCancelledLeavesOnlyReset(String format) {
    StreamParser parser = open(format, new Faulty(new EventLog(), 0));
    assertThrows(SinkFailure.class, () -> parser.cancel());
    assertThrows(IllegalStateException.class, () -> parser.feed("text"));

    EventLog log = new EventLog();
    parser.reset(log, 1);
    parser.feed("text");
    parser.finish(EndCause.STOP);
    assertEquals("text", log.content());
  }

  /** One response's client leaves while another's callback is running. */
  @ParameterizedTest
  @CsvSource({"qwen3_coder", "hermes", "think_only"})
  void sinkThatThrowsWhenCancelledInACallbackOfAnotherHarmsOnlyItsOwnStream(String format) {
    StreamParser leaving = open(format, new Faulty(new EventLog(), 0));
    EventLog log = new EventLog();
    DeltaSink cancelling =
        new CountingSink() {
          @Override
          public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
            log.reasoning(buffer, offset, length, sourceOffset);
            assertThrows(SinkFailure.class, leaving::cancel);
          }

          @Override
          public void content(char[] buffer, int offset, int length, long sourceOffset) {
            log.content(buffer, offset, length, sourceOffset);
          }

          @Override
          public void finished(FinishReason reason) {
            log.finished(reason);
          }
        };
    StreamParser parser = open(format, cancelling);
    parser.feed("<think>\nreason</think>\ntext");
    parser.finish(EndCause.STOP);

    assertEquals("R \"reason\" @8\nC \"text\" @23\nFIN STOP\n", log.print());
    assertThrows(IllegalStateException.class, () -> leaving.feed("x"));
  }
}
