package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaEvent;
import dev.deltalex.DeltaEventQueue;
import dev.deltalex.DeltaEventSink;
import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Message;
import dev.deltalex.MessageCollector;
import dev.deltalex.PrintingSink;
import dev.deltalex.Region;
import dev.deltalex.StreamControl;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sinks that ship: events as objects, folded messages, lines; and what regions are told. */
class DeltaEventsTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string");
  private static final String TEXT =
      "<think>hm</think>Hi <tool_call>\n<function=f>\n<parameter=a>\nx\ny\n</parameter>\n"
          + "</function>\n</tool_call>\n<tool_call>\n<function=f>\n<parameter=a>\nz";

  private static StreamParser open(DeltaSink sink) {
    return StreamSpec.of(Formats.byName("qwen3_coder")).tools(TOOLS).build().open(sink);
  }

  private static void feed(StreamParser parser, String text, int size) {
    for (int at = 0; at < text.length(); at += size) {
      parser.feed(text.toCharArray(), at, Math.min(text.length(), at + size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000})
  void queueKeepsEventsUntilTheyAreTaken(int size) {
    DeltaEventQueue queue = new DeltaEventQueue();
    StreamParser parser = open(queue);
    feed(parser, TEXT, size);
    parser.finish(EndCause.LENGTH);

    StringBuilder reasoning = new StringBuilder();
    StringBuilder content = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    List<DeltaEvent> others = new ArrayList<>();
    for (DeltaEvent event; (event = queue.poll()) != null; ) {
      switch (event) {
        case DeltaEvent.Reasoning r -> reasoning.append(r.text());
        case DeltaEvent.Content c -> content.append(c.text());
        case DeltaEvent.Arguments a -> arguments.append(a.index()).append(a.json());
        default -> others.add(event);
      }
    }
    assertEquals("hm", reasoning.toString());
    assertEquals("Hi ", content.toString());
    assertEquals("{\"a\":\"x\\ny\"}{\"a\":\"z", arguments.toString().replaceAll("[01](?!\\d)", ""));
    assertEquals(5, others.size(), others.toString());
    DeltaEvent.CallStarted started =
        assertInstanceOf(DeltaEvent.CallStarted.class, others.getFirst());
    assertEquals("f", started.name());
    DeltaEvent.CallDone done = assertInstanceOf(DeltaEvent.CallDone.class, others.get(1));
    assertEquals("{\"a\":\"x\\ny\"}", done.arguments());
    assertEquals(started.id(), done.id());
    DeltaEvent.CallCut cut = assertInstanceOf(DeltaEvent.CallCut.class, others.get(3));
    assertEquals("{\"a\":\"z", cut.arguments());
    assertEquals(new DeltaEvent.Finished(FinishReason.LENGTH), others.get(4));
    assertNull(queue.poll());
  }

  @Test
  void listenerMayCancel() {
    List<DeltaEvent> heard = new ArrayList<>();
    StreamParser parser =
        open(
            new DeltaEventSink((event, control) -> {
              heard.add(event);
              if (event instanceof DeltaEvent.CallDone) {
                control.cancel();
              }
            }));
    assertFalse(parser.feed(TEXT));
    assertInstanceOf(DeltaEvent.CallDone.class, heard.get(heard.size() - 2));
    assertEquals(new DeltaEvent.Finished(FinishReason.CANCELLED), heard.getLast());
  }

  @Test
  void collectorFoldsAMessage() {
    MessageCollector collector = new MessageCollector();
    StreamParser parser = open(collector);
    feed(parser, TEXT.replace("</function>\n</tool_call>", "</tool_call>"), 3);
    Message soFar = collector.message();
    assertEquals(2, soFar.calls().size());
    assertFalse(soFar.calls().get(1).complete());
    parser.finish(EndCause.STOP);

    Message message = collector.message();
    assertEquals("hm", message.reasoning());
    assertEquals("Hi ", message.content());
    assertEquals("{\"a\":\"x\\ny\"}", message.calls().get(0).arguments());
    assertTrue(message.calls().get(0).complete());
    assertEquals("{\"a\":\"z", message.calls().get(1).arguments());
    assertFalse(message.calls().get(1).complete());
    assertEquals(Diagnostic.RECOVERED, message.diagnostics().getFirst().code());
    assertEquals(FinishReason.TOOL_CALLS, message.finishReason());

    parser.reset(collector, 1);
    parser.feed("next");
    parser.finish(EndCause.STOP);
    assertEquals("next", collector.message().content());
    assertEquals(List.of(), collector.message().calls());
  }

  @Test
  void printerPrintsALineAnEvent() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StreamParser parser =
        open(new PrintingSink(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
    parser.feed(TEXT);
    parser.finish(EndCause.STOP);
    String[] lines = bytes.toString(StandardCharsets.UTF_8).split(System.lineSeparator(), -1);
    assertEquals("reasoning  hm", lines[0]);
    assertEquals("content    Hi ", lines[1]);
    assertEquals("call 0     f", lines[2]);
    assertEquals("finished   TOOL_CALLS", lines[lines.length - 2]);
  }

  /** Notes regions and the kinds of events between them. */
  private static final class Regions implements DeltaSink {
    private final StringBuilder seen = new StringBuilder();

    private void event(String what) {
      if (!seen.toString().endsWith(what)) {
        seen.append(what);
      }
    }

    @Override
    public void region(Region region, long sourceOffset) {
      seen.append(' ').append(region).append('@').append(sourceOffset).append(':');
    }

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      event("r");
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      event("c");
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      event("o");
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      event("a");
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      event("x");
    }

    @Override
    public void finished(FinishReason reason) {
      event(".");
    }
  }

  private static String regions(String prompt, String text, int size) {
    Regions sink = new Regions();
    StreamParser parser = open(sink);
    if (!prompt.isEmpty()) {
      parser.prime(prompt);
    }
    feed(parser, text, size);
    parser.finish(EndCause.STOP);
    return sink.seen.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 1000})
  void regionIsToldBeforeItsFirstEvent(int size) {
    String call = "<tool_call>\n<function=f>\n</function>\n</tool_call>";
    assertEquals("c.", regions("", "text", size));
    assertEquals(" REASONING@7:r CONTENT@17:c.", regions("", "<think>hm</think>Hi", size));
    assertEquals("c CALL@15:oax CONTENT@52:c.", regions("", "Hi " + call + " x", size));
    assertEquals(" CALL@12:oaxoax.", regions("", call + "\n" + call, size));
    assertEquals(" CONTENT@8:c.", regions("<think>\n", "</think>x", size));
    assertEquals("r CONTENT@9:c.", regions("<think>\n", "r</think>x", size));
    assertEquals("oax CONTENT@11:c.", regions("<tool_call>\n<function=f>\n", "</function>x", size));
  }

  @Test
  void sinkOfAnOpenedStreamMayThrowOrCancel() {
    StreamPool pool = new StreamPool(1);
    EventLog log = new EventLog();
    DeltaSink throwing =
        new CountingSink() {
          @Override
          public void opened(StreamControl control) {
            throw new UnsupportedOperationException("not now");
          }
        };
    assertThrows(
        UnsupportedOperationException.class,
        () -> pool.open(StreamSpec.of(Formats.byName("hermes")).tools(TOOLS).build(), throwing));
    StreamParser next =
        pool.open(StreamSpec.of(Formats.byName("hermes")).tools(TOOLS).build(), log);
    next.feed("x");
    assertEquals("x", log.content());
  }
}
