package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaEvent;
import dev.deltalex.DeltaEventSink;
import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.ParserOptions;
import dev.deltalex.Region;
import dev.deltalex.StreamControl;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's embedding, behind a generation loop that emits bursts of nine tokens. */
class EmbeddingTest {
  private static final String TOOLS = "[{\"name\": \"weather\"}, {\"name\": \"time\"}]";
  private static final String ROME = "{\"city\": \"Rome\", \"days\": 3}";
  private static final String ZURICH = "{\"city\": \"Zürich 🏔\"}";
  private static final String FIRST_CALL =
      "<tool_call>\n{\"name\": \"weather\", \"arguments\": " + ROME + "}";
  private static final String ANSWER =
      "I look.\n"
          + FIRST_CALL
          + "\n</tool_call>\n<tool_call>\n{\"name\": \"time\", \"arguments\": "
          + ZURICH
          + "}\n</tool_call>";
  private static final String THOUGHT = "Rome, then Zürich";
  private static final String RESPONSE = "<think>\n" + THOUGHT + "\n</think>\n\n" + ANSWER;
  private static final String PROMPT = "<|im_start|>assistant\n";

  /** Tokens of the whole response and more. */
  private static final int NO_LIMIT = 1 << 20;

  private static final SmallEngine.Model MODEL = new SmallEngine.Model();

  private static SmallEngine engine(String response) {
    return new SmallEngine(MODEL.tokenize(response), NO_LIMIT);
  }

  /** Bursts up to the one that holds the last token of {@code prefix}. */
  private static int burstsFor(String prefix) {
    assertTrue(RESPONSE.startsWith(prefix));
    return Math.ceilDiv(MODEL.tokenize(prefix).length, SmallEngine.BURST);
  }

  /** The code of the README's section "In an engine"; ReadmeTest compares the two. */
  private static void respond(
      SmallEngine.Model model,
      String toolsJson,
      DeltaSink sink,
      String generationPrompt,
      SmallEngine engine) {
    var words = Vocabulary.builder();
    for (int id = 0; id < model.size(); id++) {
      switch (model.type(id)) {
        case 3, 4 -> words.addSpecial(id, model.text(id));
        default -> words.add(id, model.bytes(id));
      }
    }
    var vocabulary = words.build();

    var spec =
        StreamSpec.of(Formats.byName("hermes"))
            .vocabulary(vocabulary)
            .tools(ToolSetReader.read(toolsJson, Limits.DEFAULT))
            .options(o -> o.toolChoice(ParserOptions.ToolChoice.AUTO))
            .build();

    try (StreamParser stream = spec.open(sink, generationPrompt)) {
      boolean stopped = engine.generate(stream::feedTokens);
      stream.finish(stopped ? EndCause.STOP : EndCause.LENGTH);
    }
  }

  private static Message message(String generationPrompt, SmallEngine engine) {
    MessageCollector collector = new MessageCollector();
    respond(MODEL, TOOLS, collector, generationPrompt, engine);
    return collector.message();
  }

  private static StreamSpec spec() {
    Vocabulary.Builder words = Vocabulary.builder();
    for (int id = 0; id < MODEL.size(); id++) {
      words.add(id, MODEL.bytes(id)); // without special tokens: spelled markers count too
    }
    return StreamSpec.of(Formats.byName("hermes"))
        .vocabulary(words.build())
        .tools(ToolSetReader.read(TOOLS, Limits.DEFAULT))
        .build();
  }

  // ---- whole and cut responses

  @Test
  void twoCallsAreRead() {
    SmallEngine engine = engine(RESPONSE);
    Message message = message(PROMPT, engine);

    assertEquals(burstsFor(RESPONSE), engine.bursts);
    assertEquals(THOUGHT, message.reasoning().strip());
    assertEquals("I look.", message.content().strip());
    assertEquals(2, message.calls().size());
    Message.Call weather = message.calls().getFirst();
    assertEquals("weather", weather.name());
    assertEquals(0, weather.tool());
    assertEquals(ROME, weather.arguments());
    assertTrue(weather.complete());
    Message.Call time = message.calls().getLast();
    assertEquals("time", time.name());
    assertEquals(1, time.tool());
    assertEquals(ZURICH, time.arguments());
    assertTrue(time.complete());
    assertEquals(List.of(), message.diagnostics());
    assertEquals(FinishReason.TOOL_CALLS, message.finishReason());
  }

  @Test
  void callThatTheLimitCutsIsNotComplete() {
    assertEquals("{\"city\": \"Zürich ", cutCall("Zürich ", 0));
    // Two of the four bytes of a code point.
    assertEquals("{\"city\": \"Zürich \ufffd", cutCall("Zürich ", 2));
  }

  /** The arguments of the second call, cut {@code tokens} tokens behind the last {@code text}. */
  private static String cutCall(String text, int tokens) {
    int end = RESPONSE.lastIndexOf(text) + text.length();
    int limit = MODEL.tokenize(RESPONSE.substring(0, end)).length + tokens;
    Message message = message(PROMPT, new SmallEngine(MODEL.tokenize(RESPONSE), limit));

    assertEquals(FinishReason.LENGTH, message.finishReason());
    assertEquals(2, message.calls().size());
    assertTrue(message.calls().getFirst().complete());
    assertEquals(ROME, message.calls().getFirst().arguments());
    assertEquals("time", message.calls().getLast().name());
    assertFalse(message.calls().getLast().complete());
    return message.calls().getLast().arguments();
  }

  /** Why the README says that the end token is not fed. */
  @Test
  void endTokenThatIsFedIsContent() {
    assertEquals("Sunny.<|im_end|>", message(PROMPT, engine("Sunny.<|im_end|>")).content());
  }

  /** Why the README says to pass the generation prompt and not the whole prompt. */
  @Test
  void wholePromptThatQuotesAMarkerOpensReasoning() {
    String user = "<|im_start|>user\nWhat is <think>?<|im_end|>\n";
    assertEquals("It is a tag.", message(user + PROMPT, engine("It is a tag.")).reasoning());
    assertEquals("It is a tag.", message(PROMPT, engine("It is a tag.")).content());
  }

  @Test
  void responseWithoutACallEndsWithStop() {
    Message message = message(PROMPT, engine("Sunny in Zürich 🏔."));
    assertEquals("Sunny in Zürich 🏔.", message.content());
    assertEquals(List.of(), message.calls());
    assertEquals(FinishReason.STOP, message.finishReason());
  }

  @Test
  void generationPromptThatOpensReasoning() {
    Message message = message(PROMPT + "<think>\n", engine(THOUGHT + "\n</think>\n\n" + ANSWER));
    assertEquals(THOUGHT, message.reasoning().strip());
    assertEquals("I look.", message.content().strip());
    assertEquals(2, message.calls().size());
  }

  @Test
  void prefillIsNotReportedAgain() {
    String prefill = "I look.\n<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Ro";
    Message message = message(PROMPT + prefill, engine("me\", \"days\": 3}}\n</tool_call>"));
    assertEquals("", message.content());
    assertEquals("weather", message.calls().getFirst().name());
    assertEquals(ROME, message.calls().getFirst().arguments());
    assertEquals(FinishReason.TOOL_CALLS, message.finishReason());
  }

  // ---- cancelling

  /** Cancels its stream when the first call is closed, and records its events. */
  private static final class OneCall implements DeltaSink {
    private final List<String> events = new ArrayList<>();
    private StreamControl control = () -> {};

    @Override
    public void opened(StreamControl newControl) {
      control = newControl;
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      events.add("reasoning");
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      events.add("content");
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      events.add("call " + name);
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      events.add("arguments");
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      events.add("closed " + index + " " + complete);
      control.cancel();
    }

    @Override
    public void finished(FinishReason reason) {
      events.add("finished " + reason);
    }

    private List<String> lastTwo() {
      return events.subList(events.size() - 2, events.size());
    }
  }

  @Test
  void sinkThatCancelsStopsTheEngine() {
    OneCall sink = new OneCall();
    SmallEngine engine = engine(RESPONSE);
    respond(MODEL, TOOLS, sink, PROMPT, engine);

    assertEquals(List.of("closed 0 true", "finished CANCELLED"), sink.lastTwo());
    assertEquals(1, sink.events.stream().filter(e -> e.startsWith("call ")).count());
    assertEquals(1, sink.events.stream().filter(e -> e.startsWith("finished")).count());
    // The call is closed by its last brace.
    assertEquals(burstsFor(RESPONSE.substring(0, endOfFirstCall())), engine.bursts);
    assertTrue(engine.bursts < burstsFor(RESPONSE));
  }

  private static int endOfFirstCall() {
    return RESPONSE.indexOf(FIRST_CALL) + FIRST_CALL.length();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingFollowsACancelledStream(boolean pooled) {
    OneCall sink = new OneCall();
    StreamParser stream =
        pooled ? new StreamPool(1).open(spec(), sink, PROMPT) : spec().open(sink, PROMPT);
    int[] tokens = MODEL.tokenize(RESPONSE);
    assertFalse(engine(RESPONSE).generate(stream::feedTokens));
    List<String> before = List.copyOf(sink.events);
    assertEquals("finished CANCELLED", before.getLast());

    assertFalse(stream.feedTokens(tokens, 0, tokens.length));
    assertFalse(stream.feed("more"));
    Arrays.stream(EndCause.values()).forEach(stream::finish);
    stream.cancel();
    assertEquals(Region.FINISHED, stream.region());
    stream.close();
    assertEquals(before, sink.events);
  }

  /** The events of a listener that cancels the stream at its first complete call. */
  private static List<DeltaEvent> listen(
      SmallEngine engine, Function<DeltaSink, StreamParser> open) {
    List<DeltaEvent> events = new ArrayList<>();
    DeltaEventSink sink =
        new DeltaEventSink((event, control) -> {
          events.add(event);
          if (event instanceof DeltaEvent.CallDone) {
            control.cancel();
          }
        });
    try (StreamParser stream = open.apply(sink)) {
      boolean stopped = engine.generate(stream::feedTokens);
      assertFalse(stopped);
      stream.finish(EndCause.LENGTH);
    }
    return events;
  }

  private static void assertEndsWithOneCall(List<DeltaEvent> events) {
    assertEquals(new DeltaEvent.Finished(FinishReason.CANCELLED), events.getLast());
    List<DeltaEvent.CallDone> calls =
        events.stream()
            .filter(DeltaEvent.CallDone.class::isInstance)
            .map(DeltaEvent.CallDone.class::cast)
            .toList();
    assertEquals(List.of(events.get(events.size() - 2)), calls);
    assertEquals("weather", calls.getFirst().name());
    assertEquals(ROME, calls.getFirst().arguments());
    assertEquals(1, events.stream().filter(DeltaEvent.Finished.class::isInstance).count());
  }

  @Test
  void listenerThatCancelsStopsTheEngine() {
    SmallEngine engine = engine(RESPONSE);
    assertEndsWithOneCall(listen(engine, sink -> spec().open(sink, PROMPT)));
    assertEquals(burstsFor(RESPONSE.substring(0, endOfFirstCall())), engine.bursts);
  }

  /** The pool lends one parser to all of them. */
  @Test
  void pooledResponsesWhosePromptOpensReasoning() {
    StreamPool pool = new StreamPool(1);
    StreamSpec spec = spec();
    for (int i = 0; i < 3; i++) {
      SmallEngine engine = engine(THOUGHT + "\n</think>\n\n" + ANSWER);
      List<DeltaEvent> events = listen(engine, sink -> pool.open(spec, sink, PROMPT + "<think>\n"));
      StringBuilder reasoning = new StringBuilder();
      for (DeltaEvent event : events) {
        if (event instanceof DeltaEvent.Reasoning r) {
          reasoning.append(r.text());
        }
      }
      assertEquals(THOUGHT, reasoning.toString().strip());
      assertEndsWithOneCall(events);
    }
  }
}
