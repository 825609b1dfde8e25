package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults that a normal caller met: one stream's text in another's, input accepted behind an
 * exception, a prompt that was told. L7, L9 and L12 are the laws behind them.
 */
class LifeCycleFaultsTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string", "n", "integer");
  private static final String OPEN_STRING = "<tool_call>\n<function=f>\n<parameter=a>\nx";
  private static final Vocabulary WORDS =
      Vocabulary.builder().add(0, "word").add(1, "\n").add(2, "<think>").build();

  private final StreamPool pool = new StreamPool(1);

  private StreamParser open(
      String format, ParserOptions options, Vocabulary words, DeltaSink sink) {
    StreamSpec spec =
        StreamSpec.of(Formats.byName(format))
            .vocabulary(words)
            .tools(TOOLS)
            .options(options)
            .build();
    return pool.open(spec, sink);
  }

  private StreamParser open(String format, ParserOptions options, DeltaSink sink) {
    return open(format, options, WORDS, sink);
  }

  private StreamParser open(String format, DeltaSink sink) {
    return open(format, ParserOptions.DEFAULT, sink);
  }

  /** Passes events on to a log; before that, a callback may do something to the parser. */
  private static class Calling implements DeltaSink {
    final EventLog log = new EventLog();
    final List<String> answers = new ArrayList<>();
    Consumer<Calling> inText = self -> {};
    Consumer<Calling> atEnd = self -> {};

    /** What {@code call} answers: nothing, or the kind of exception. */
    void tried(Runnable call) {
      try {
        call.run();
        answers.add("accepted");
      } catch (IllegalStateException e) {
        answers.add("refused");
      }
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      log.reasoning(buffer, offset, length, sourceOffset);
      inText.accept(this);
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      log.content(buffer, offset, length, sourceOffset);
      inText.accept(this);
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      log.callOpened(index, tool, id, name, sourceOffset);
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      log.arguments(index, buffer, offset, length, sourceOffset);
      inText.accept(this);
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      log.callClosed(index, complete, sourceOffset);
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      log.diagnostic(code, sourceOffset);
    }

    @Override
    public void finished(FinishReason reason) {
      log.finished(reason);
      atEnd.accept(this);
    }
  }

  // ---- an exception of the sink

  /** The fast path of an open string accepted more input. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void nothingIsAcceptedAfterASinkThrewInAnOpenString(int entry) {
    Calling sink = new Calling();
    StreamParser parser = open("qwen3_coder", sink);
    parser.feed(OPEN_STRING);
    sink.inText =
        self -> {
          throw new UnsupportedOperationException("full");
        };
    List<Runnable> entries =
        List.of(
            () -> parser.feed(new char[] {'y'}, 0, 1),
            () -> parser.feed("y"),
            () -> parser.feedUtf8(new byte[] {'y'}, 0, 1),
            () -> parser.feedTokens(new int[] {0, 0}, 0, 2));
    assertThrows(UnsupportedOperationException.class, entries.get(entry)::run);

    String before = sink.log.print();
    sink.inText = self -> {};
    for (Runnable next : entries) {
      assertThrows(IllegalStateException.class, next::run);
    }
    assertThrows(IllegalStateException.class, () -> parser.finish(EndCause.STOP));
    assertThrows(IllegalStateException.class, () -> parser.prime("x"));
    assertThrows(IllegalStateException.class, parser::snapshot);
    parser.cancel();
    assertEquals(before, sink.log.print());
    parser.reset(sink, 1);
    parser.feed("again");
    assertTrue(sink.log.content().endsWith("again"));
  }

  // ---- calls from a callback

  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, text",
    "qwen3_coder, <think>reason",
    "qwen3_coder, '<tool_call>\n<function=f>\n<parameter=a>\nlong'",
    "hermes, '<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"long'"
  })
  void lifeCycleCallsFromACallbackAreRefusedAndChangeNothing(String format, String text) {
    byte[] snapshot = open(format, new EventLog()).snapshot();
    Calling sink = new Calling();
    StreamParser parser = open(format, sink);
    sink.inText =
        self -> {
          self.tried(() -> parser.feed("x"));
          self.tried(() -> parser.feed(new char[] {'x'}, 0, 1));
          self.tried(() -> parser.feedUtf8(new byte[] {'x'}, 0, 1));
          self.tried(() -> parser.feedTokens(new int[] {0}, 0, 1));
          self.tried(() -> parser.prime("x"));
          self.tried(() -> parser.finish(EndCause.STOP));
          self.tried(() -> parser.reset(new EventLog(), 1));
          self.tried(parser::close);
          self.tried(parser::snapshot);
          self.tried(() -> parser.restore(snapshot));
        };
    sink.atEnd = sink.inText;
    EventLog expected = new EventLog();
    StreamParser alone = open(format, expected);
    alone.reset(expected, 7);
    parser.reset(sink, 7);
    for (StreamParser each : List.of(alone, parser)) {
      for (int at = 0; at < text.length(); at += 2) {
        each.feed(text.toCharArray(), at, Math.min(text.length(), at + 2));
      }
      each.feed("</think> and the rest");
      each.finish(EndCause.STOP);
    }

    assertTrue(sink.answers.size() >= 30, "callbacks: " + sink.answers.size());
    assertFalse(sink.answers.contains("accepted"), sink.answers.toString());
    assertTrue(expected.agrees(sink.log, EventLog.Strength.FULL), sink.log.print());
  }

  /** Client 1's held call came out in client 2's stream. */
  @Test
  void closingAndOpeningInReasoningDoesNotMixTwoStreams() {
    EventLog other = new EventLog();
    Calling sink = new Calling();
    StreamParser first = open("qwen3_coder", sink);
    List<StreamParser> opened = new ArrayList<>();
    sink.inText =
        self -> {
          self.tried(first::close);
          opened.add(open("qwen3_coder", other));
        };
    first.feed("<think>a secret</think><tool_call>\n<function=f>\n</function>\n</tool_call>");
    first.finish(EndCause.STOP);

    assertFalse(opened.isEmpty());
    assertFalse(sink.answers.contains("accepted"), sink.answers.toString());
    assertEquals(0, other.size());
    assertEquals("f", sink.log.calls().getFirst().name());
    for (StreamParser next : opened) {
      next.feed("2");
    }
    assertEquals("2".repeat(opened.size()), other.content());
  }

  /** The parsers of a pool share their scratch: one reads at a time. */
  @ParameterizedTest
  @ValueSource(strings = {"text", OPEN_STRING + "yy"})
  void anotherParserOfThePoolIsNotFedFromACallback(String text) {
    EventLog otherLog = new EventLog();
    StreamParser other = open("qwen3_coder", otherLog);
    other.feed(OPEN_STRING);
    String before = otherLog.print();
    Calling sink = new Calling();
    StreamParser parser = open("qwen3_coder", sink);
    sink.inText =
        self -> {
          self.tried(() -> other.feed("y"));
          self.tried(() -> other.feed(new char[] {'y'}, 0, 1));
          self.tried(() -> other.finish(EndCause.STOP));
        };
    parser.feed(text);
    parser.feed(new char[] {'z', 'z'}, 0, 2);
    assertFalse(sink.answers.isEmpty());
    assertFalse(sink.answers.contains("accepted"), sink.answers.toString());
    assertEquals(before, otherLog.print());
    other.feed("y");
    assertEquals("{\"a\":\"xy", otherLog.calls().getFirst().arguments());
  }

  // ---- cancel

  @ParameterizedTest
  @CsvSource({
    "text, 0",
    "<think>reason, 0",
    "'<tool_call>\n<function=f>\n<parameter=a>\nlong', 0",
    "'<tool_call>\n<function=f>\n<parameter=a>\nlong', 1"
  })
  void cancelInACallbackEndsTheStreamBehindThatCallback(String text, int byChar) {
    Calling sink = new Calling();
    StreamParser parser = open("qwen3_coder", sink);
    sink.inText =
        self -> {
          parser.cancel();
          parser.cancel();
          assertFalse(self.log.print().contains("FIN"), "the callback has not returned");
        };
    boolean goesOn = true;
    if (byChar == 1) {
      for (int i = 0; i < text.length() && goesOn; i++) {
        goesOn = parser.feed(text.toCharArray(), i, i + 1);
      }
    } else {
      goesOn = parser.feed(text + "</think><tool_call>\n<function=f>\n</function></tool_call> end");
    }
    assertFalse(goesOn);
    assertTrue(parser.isCancelled());
    String log = sink.log.print();
    assertTrue(log.endsWith("FIN CANCELLED\n"), log);
    assertFalse(parser.feed("more"));
    assertFalse(parser.feed(new char[] {'m'}, 0, 1));
    assertFalse(parser.feedUtf8(new byte[] {'m'}, 0, 1));
    assertFalse(parser.feedTokens(new int[] {0}, 0, 1));
    parser.finish(EndCause.STOP);
    parser.cancel();
    assertEquals(log, sink.log.print());
    assertNull(sink.log.violation());
    assertEquals(Region.FINISHED, parser.region());
    assertThrows(IllegalStateException.class, parser::snapshot);
    assertThrows(IllegalStateException.class, () -> parser.prime("x"));
  }

  /** The string run's own callback. */
  @Test
  void cancelOnTheFastPathOfAString() {
    Calling sink = new Calling();
    StreamParser parser = open("qwen3_coder", sink);
    assertTrue(parser.feed(OPEN_STRING));
    assertTrue(parser.feed(new char[] {'y'}, 0, 1));
    sink.inText = self -> parser.cancel();
    assertFalse(parser.feed(new char[] {'z'}, 0, 1));
    assertFalse(parser.feed(new char[] {'!'}, 0, 1));
    assertTrue(parser.isCancelled());
    assertEquals("{\"a\":\"xyz", sink.log.calls().getFirst().arguments());
    assertTrue(sink.log.print().endsWith("FIN CANCELLED\n"));
  }

  @Test
  void cancelInTheLastCallbackOfFinishTellsOneEnd() {
    Calling sink = new Calling();
    StreamParser parser = open("qwen3_coder", sink);
    sink.atEnd = self -> parser.cancel();
    parser.feed("x");
    parser.finish(EndCause.STOP);
    assertEquals("C \"x\" @0\nFIN STOP\n", sink.log.print());
    assertFalse(parser.isCancelled(), "it had ended");
  }

  @Test
  void cancelInACallbackOfFinishTellsCancelled() {
    Calling sink = new Calling();
    StreamParser parser = open("qwen3_coder", sink);
    parser.feed("x <tool_c");
    sink.inText = self -> parser.cancel();
    parser.finish(EndCause.STOP);
    assertEquals("C \"x <tool_c\" @0\nFIN CANCELLED\n", sink.log.print());
    assertTrue(parser.isCancelled());
    parser.close();
    assertFalse(parser.isCancelled());
  }

  @Test
  void resetAfterCancelBeginsAnew() {
    EventLog log = new EventLog();
    StreamParser parser = open("qwen3_coder", log);
    parser.cancel();
    assertTrue(parser.isCancelled());
    parser.reset(log, 1);
    assertFalse(parser.isCancelled());
    assertTrue(parser.feed("x"));
    parser.finish(EndCause.STOP);
    assertTrue(log.print().endsWith("C \"x\" @0\nFIN STOP\n"), log.print());
  }

  // ---- the prompt

  private EventLog primed(String format, String prompt, String... deltas) {
    EventLog log = new EventLog();
    StreamParser parser = open(format, log);
    parser.prime(prompt);
    for (String delta : deltas) {
      parser.feed(delta);
    }
    parser.finish(EndCause.STOP);
    parser.close();
    return log;
  }

  @Test
  void primeIsLegalOnce() {
    StreamParser parser = open("qwen3_coder", new EventLog());
    parser.prime("<tool_call>\n<function=f>\n");
    assertThrows(IllegalStateException.class, () -> parser.prime("<think>"));
    assertEquals(0, parser.callIndex());
    StreamParser fed = open("qwen3_coder", new EventLog());
    fed.feed("");
    assertThrows(IllegalStateException.class, () -> fed.prime("<think>"));
  }

  @Test
  void primeIsRefusedBehindHalfACodePoint() {
    StreamParser parser = open("qwen3_coder", new EventLog());
    parser.feedUtf8(new byte[] {(byte) 0xF0, (byte) 0x9F}, 0, 2);
    assertThrows(IllegalStateException.class, () -> parser.prime("<think>"));
  }

  @ParameterizedTest
  @CsvSource({
    "qwen3_coder, '<tool_call>\n'",
    "qwen3_coder, '<tool_call>'",
    "qwen3_coder, 'so far <tool_call>\n<func'",
    "hermes, '{\"name\": \"f\"'",
    "hermes, '<tool_call>\n'"
  })
  void textOfThePromptIsNotTold(String format, String prompt) {
    assertEquals("I changed my mind", primed(format, prompt, "I changed", " my mind").content());
  }

  /** Text behind an open key is part of the key; a key that the end cuts is dropped. */
  @Test
  void keyThatThePromptOpenedIsNotTold() {
    String prompt = "<tool_call>\n{\"name\": \"f\", \"argu";
    assertEquals("", primed("hermes", prompt, "I changed", " my mind").content());
    EventLog log = primed("hermes", prompt, "ments\": {}}", "x");
    assertEquals("x", log.content());
    assertEquals("{}", log.calls().getFirst().arguments());
  }

  @Test
  void reasoningOfThePromptIsNotTold() {
    EventLog log = primed("qwen3_coder", "<think>\nhm <tool_call>\n", "so what</think>x");
    assertEquals("so what", log.reasoning());
    assertEquals("x", log.content());
  }

  @Test
  void markerThatThePromptCutIsCompleted() {
    String call = "\n<function=f>\n<parameter=a>\nx\n</parameter>\n</function>\n</tool_call>";
    EventLog log = primed("qwen3_coder", "I look. <tool_ca", "ll>" + call);
    assertEquals("", log.content());
    assertEquals("{\"a\":\"x\"}", log.calls().getFirst().arguments());
    assertEquals("x", primed("qwen3_coder", "r", "x").content());
    EventLog closer = primed("qwen3_coder", "<think>\nr</thi", "nk>\n\nanswer");
    assertEquals("", closer.reasoning());
    assertEquals("answer", closer.content());
  }

  @Test
  void openFenceOfThePromptCounts() {
    ParserOptions guard =
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build();
    EventLog log = new EventLog();
    StreamParser parser = open("qwen3_coder", guard, log);
    parser.prime("See:\n```xml\n");
    String fenced = "<tool_call>\n<function=f>\n</function>\n```\n";
    parser.feed(fenced + "<tool_call>\n<function=f>\n</function></tool_call>");
    parser.finish(EndCause.STOP);
    assertEquals(fenced, log.content());
    assertEquals(1, log.calls().size());
  }

  // ---- spelled markers

  /** A recycled parser restricted the next stream's prompt and chars. */
  @Test
  void promptAndCharsOfAPooledParserAreNotRestrictedByEarlierTokens() {
    ParserOptions strict =
        ParserOptions.builder().markersBySpelling(ParserOptions.MarkersBySpelling.OFF).build();
    Vocabulary words =
        Vocabulary.builder().addSpecial(0, "<think>").addSpecial(1, "</think>").build();
    StreamParser before = open("qwen3_coder", strict, words, new EventLog());
    before.feedTokens(new int[] {0, 1}, 0, 2);
    before.close();

    EventLog log = new EventLog();
    StreamParser parser = open("qwen3_coder", strict, words, log);
    parser.prime("<think>\n");
    assertEquals(Region.REASONING, parser.region());
    parser.feed("r</think>x");
    parser.finish(EndCause.STOP);
    assertEquals("r", log.reasoning());
    assertEquals("x", log.content());
  }

  /** What counts is how the marker's first char came. */
  @Test
  void charsAndTokensOfOneStreamAreToldApart() {
    ParserOptions strict =
        ParserOptions.builder().markersBySpelling(ParserOptions.MarkersBySpelling.OFF).build();
    Vocabulary words =
        Vocabulary.builder()
            .addSpecial(0, "<think>")
            .addSpecial(1, "</think>")
            .add(2, "<think>")
            .add(3, "<th")
            .add(4, "ink>")
            .build();
    EventLog log = new EventLog();
    StreamParser parser = open("qwen3_coder", strict, words, log);
    parser.feedTokens(new int[] {2}, 0, 1);
    parser.feed("<th");
    parser.feedTokens(new int[] {4, 1, 3}, 0, 3);
    parser.feed("ink>");
    parser.finish(EndCause.STOP);
    assertEquals("<think><think>", log.content());
    assertEquals("", log.reasoning());
  }

  @Test
  void textThatCanBeNoMarkerIsNotHeld() {
    ParserOptions strict =
        ParserOptions.builder().markersBySpelling(ParserOptions.MarkersBySpelling.OFF).build();
    Vocabulary words =
        Vocabulary.builder()
            .addSpecial(0, "<tool_call>")
            .addSpecial(1, "</tool_call>")
            .addSpecial(2, "<think>")
            .addSpecial(3, "</think>")
            .add(4, "say <tool")
            .add(5, "say <fun")
            .build();
    EventLog log = new EventLog();
    StreamParser parser = open("qwen3_coder", strict, words, log);
    parser.feedTokens(new int[] {4}, 0, 1);
    assertEquals(0, parser.heldChars());
    assertEquals("say <tool", log.content());
    parser.feedTokens(new int[] {5}, 0, 1);
    assertEquals("<fun".length(), parser.heldChars(), "a header has no token of its own");
  }

  // ---- a closer that came as a token inside a JSON string

  private static final Vocabulary JSON_WORDS =
      Vocabulary.builder()
          .addSpecial(0, "<tool_call>")
          .addSpecial(1, "</tool_call>")
          .add(2, "{\"name\": \"f\", \"arguments\": {\"a\": \"see ")
          .add(3, " ok\"}}")
          .add(4, "\n")
          .add(5, "</tool_")
          .add(6, "call>")
          .add(7, "<")
          .addSpecial(8, "</think>")
          .build();

  @ParameterizedTest
  @CsvSource({
    "0 2 1, {\"a\": \"see \"}, 1",
    "0 2 1 4, {\"a\": \"see \"}, 1",
    "0 2 1 4 0 2 1, {\"a\": \"see \"}, 2",
    "0 2 1 3 1, {\"a\": \"see </tool_call> ok\"}, 1",
    "0 2 1 1 3 1, {\"a\": \"see </tool_call></tool_call> ok\"}, 1",
    "0 2 5 6 1, {\"a\": \"see </tool_call>\"}, 1",
    "0 2 1 0 3 1, {\"a\": \"see </tool_call><tool_call> ok\"}, 1",
    "0 2 1 4 7 3 1, {\"a\": \"see </tool_call>\\n< ok\"}, 1"
  })
  void closerThatCameAsATokenEndsAStringIfALegalEndFollows(
      String tokens, String arguments, int calls) {
    String[] ids = tokens.split(" ", -1);
    int[] fed = new int[ids.length];
    for (int i = 0; i < fed.length; i++) {
      fed[i] = Integer.parseInt(ids[i]);
    }
    for (ParserOptions.MarkersBySpelling spelling : ParserOptions.MarkersBySpelling.values()) {
      ParserOptions options = ParserOptions.builder().markersBySpelling(spelling).build();
      for (int burst = 1; burst <= fed.length; burst++) {
        EventLog log = new EventLog();
        StreamParser parser = open("hermes", options, JSON_WORDS, log);
        for (int at = 0; at < fed.length; at += burst) {
          parser.feedTokens(fed, at, Math.min(fed.length, at + burst));
        }
        parser.finish(EndCause.STOP);
        assertNull(log.violation());
        assertEquals(calls, log.calls().size(), log.print());
        assertEquals(arguments, log.calls().getFirst().arguments(), log.print());
        assertTrue(log.calls().getFirst().complete(), log.print());
        parser.close();
      }
    }
  }

  // ---- what a pool keeps

  @Test
  void nothingOfAClosedStreamIsReachable() {
    List<WeakReference<Object>> gone = new ArrayList<>();
    List<StreamParser> stale = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stale.add(useAndClose(i, gone));
    }
    for (int i = 0; i < 50 && gone.stream().anyMatch(each -> each.get() != null); i++) {
      System.gc();
    }
    List<Object> kept = new ArrayList<>();
    gone.forEach(each -> {
      if (each.get() != null) {
        kept.add(each.get());
      }
    });
    assertEquals(List.of(), kept);
    assertEquals(20, stale.size());
    // The pool is still in use.
    EventLog log = new EventLog();
    open("qwen3_coder", log).feed("x");
    assertEquals("x", log.content());
  }

  private StreamParser useAndClose(int i, List<WeakReference<Object>> gone) {
    EventLog sink = new EventLog();
    ToolSet tools = TestStream.tool("f" + i, "a", "string", "o", "object");
    ParserOptions options =
        ParserOptions.builder()
            .namedTool("f" + i)
            .fencedCode(ParserOptions.FencedCode.GUARD)
            .entities(i % 2 == 0 ? ParserOptions.Entities.DECODE : ParserOptions.Entities.OFF)
            .build();
    char[] text =
        ((i % 4 < 2
                    ? "<tool_call>\n<function=f"
                        + i
                        + ">\n<parameter=a>\nx\n</parameter>\n"
                        + "<parameter=o>\n{\"k\": 1"
                    : "<tool_call>\n{\"name\": \"f" + i + "\", \"arguments\": {\"a\": \"x")
                + "")
            .toCharArray();
    StreamParser parser =
        pool.open(
            StreamSpec.of(Formats.byName(i % 4 < 2 ? "qwen3_coder" : "hermes"))
                .tools(tools)
                .options(options)
                .build(),
            sink);
    parser.feed(text, 0, text.length);
    if (i % 3 == 0) {
      parser.finish(EndCause.LENGTH);
    } else if (i % 3 == 1) {
      parser.cancel();
    }
    parser.close();
    for (Object each : new Object[] {sink, tools, options, text}) {
      gone.add(new WeakReference<>(each));
    }
    return parser;
  }

  @Test
  void trimDropsWhatAPeakLeft() {
    List<StreamParser> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      StreamParser parser = open("qwen3_coder", new EventLog());
      parser.feed("<tool_call>\n<function=f>\n<parameter=n>\n" + "7".repeat(5_000));
      many.add(parser);
    }
    StreamParser open = many.removeFirst();
    many.forEach(StreamParser::close);
    assertTrue(open.core.work.arrays.keptChars() > 100_000);
    pool.trim();
    assertEquals(0, open.core.work.arrays.keptChars());
    open.feed("7\n</parameter>\n</function>\n</tool_call>");
    open.finish(EndCause.STOP);
    open.close();
    EventLog log = new EventLog();
    open("qwen3_coder", log).feed("x");
    assertEquals("x", log.content());
  }

  // ---- one by one

  @Test
  void sinkIsNotNull() {
    assertThrows(
        NullPointerException.class,
        () -> pool.open(StreamSpec.of(Formats.byName("hermes")).tools(TOOLS).build(), null));
    StreamParser parser = open("hermes", new EventLog());
    assertThrows(NullPointerException.class, () -> parser.reset(null, 1));
  }

  /** A text whose second char runs something. */
  private record Intruder(Runnable inside) implements CharSequence {
    @Override
    public int length() {
      return 3;
    }

    @Override
    public char charAt(int index) {
      if (index == 1) {
        inside.run();
      }
      return "abc".charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return "abc".substring(start, end);
    }
  }

  /** Text that is a caller's class runs while the parser is busy, whichever way it is read. */
  @ParameterizedTest
  @ValueSource(strings = {"hello w", "hello <tool", ""})
  void aTextThatCallsTheParserIsRefused(String before) {
    EventLog log = new EventLog();
    EventLog others = new EventLog();
    StreamParser other = open("hermes", others);
    other.feed("other ");
    List<Consumer<StreamParser>> calls =
        List.of(
            p -> other.feed("ZZZ"),
            p -> p.feed("<tool_call>"),
            p -> p.finish(EndCause.STOP),
            StreamParser::close);
    for (Consumer<StreamParser> call : calls) {
      log.clear();
      StreamParser parser = open("hermes", log);
      parser.feed(before);
      Intruder text =
          new Intruder(() -> assertThrows(IllegalStateException.class, () -> call.accept(parser)));
      assertTrue(parser.feed(text));
      parser.finish(EndCause.STOP);
      assertEquals(before + "abc", log.content());
      assertNull(log.violation());
    }
    other.finish(EndCause.STOP);
    assertEquals("other ", others.content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello w", "hello <tool", ""})
  void aTextThatThrowsEndsTheStream(String before) {
    StreamParser parser = open("hermes", new EventLog());
    parser.feed(before);
    Intruder text =
        new Intruder(() -> {
          throw new UnsupportedOperationException("text");
        });
    assertThrows(UnsupportedOperationException.class, () -> parser.feed(text));
    assertThrows(IllegalStateException.class, () -> parser.feed("x"));
    assertThrows(IllegalStateException.class, () -> parser.finish(EndCause.STOP));
    parser.close();
  }

  @Test
  void nullIsRefusedAndHarmsNothing() {
    EventLog log = new EventLog();
    StreamParser parser = open("hermes", log);
    assertThrows(NullPointerException.class, () -> parser.feed((CharSequence) null));
    assertThrows(NullPointerException.class, () -> parser.feed(null, 0, 0));
    assertThrows(NullPointerException.class, () -> parser.feedUtf8(null, 0, 0));
    assertThrows(NullPointerException.class, () -> parser.feedTokens(null, 0, 0));
    assertThrows(NullPointerException.class, () -> parser.prime(null));
    assertThrows(NullPointerException.class, () -> parser.finish(null));
    assertThrows(NullPointerException.class, () -> parser.restore(null));
    parser.prime("p");
    parser.feed("x");
    parser.finish(EndCause.STOP);
    assertEquals("x", log.content());
  }

  @Test
  void namedToolMustBeDeclared() {
    ParserOptions named = ParserOptions.builder().namedTool("undeclared").build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> open("hermes", named, new EventLog()));
    assertTrue(refused.getMessage().contains("undeclared"), refused.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> ParserOptions.builder().toolChoice(ParserOptions.ToolChoice.NAMED).build());
  }

  /** With two tools the choice acted as REQUIRED. */
  @Test
  void namedToolIsNamedAmongSeveral() {
    ToolSet two =
        dev.deltalex.schema.ToolSetReader.read(
            "[" + TestStream.toolJson("g") + "," + TestStream.toolJson("f", "a", "string") + "]",
            Limits.DEFAULT);
    EventLog log = new EventLog();
    StreamParser parser =
        pool.open(
            StreamSpec.of(Formats.byName("hermes"))
                .tools(two)
                .options(ParserOptions.builder().namedTool("f").build())
                .build(),
            log);
    parser.feed("{\"a\": \"x\"}");
    parser.finish(EndCause.STOP);
    assertEquals("f", log.calls().getFirst().name());
    assertEquals(1, log.calls().getFirst().tool());
  }
}
