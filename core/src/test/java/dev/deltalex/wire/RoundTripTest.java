package dev.deltalex.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.wire.ReadMessage.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Whatever the events, and however they were cut: what a strict client puts together is what was
 * said, in all protocols, and the folded body says the same as the stream.
 */
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
class RoundTripTest {
  private static final String[] FORMATS = {"qwen3_coder", "hermes", "think_only"};

  /** Plays the same to many. */
  private record Tee(List<DeltaSink> sinks) implements DeltaSink {
    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {
      sinks.forEach(sink -> sink.reasoning(buffer, offset, length, sourceOffset));
    }

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {
      sinks.forEach(sink -> sink.content(buffer, offset, length, sourceOffset));
    }

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {
      sinks.forEach(sink -> sink.callOpened(index, tool, id, name, sourceOffset));
    }

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {
      sinks.forEach(sink -> sink.arguments(index, buffer, offset, length, sourceOffset));
    }

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {
      sinks.forEach(sink -> sink.callClosed(index, complete, sourceOffset));
    }

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {
      sinks.forEach(sink -> sink.diagnostic(code, sourceOffset));
    }

    @Override
    public void finished(FinishReason reason) {
      sinks.forEach(sink -> sink.finished(reason));
    }
  }

  /** All renderers at once, beside the second opinion. */
  private static final class All {
    private final MeantMessage meant = new MeantMessage();
    private final List<WireBuffer> streams = new ArrayList<>();
    private final List<WireBuffer> bodies = new ArrayList<>();
    private final Tee tee = new Tee(new ArrayList<>());

    private All() {
      tee.sinks.add(meant);
      for (WireProtocol protocol : WireProtocol.values()) {
        WireBuffer stream = new WireBuffer(1 << 26);
        WireBuffer body = new WireBuffer(1 << 26);
        tee.sinks.addAll(protocol.streaming(Rendered.RESPONSE, stream));
        tee.sinks.addAll(protocol.body(Rendered.RESPONSE, body));
        streams.add(stream);
        bodies.add(body);
      }
    }

    private byte[] stream(WireProtocol protocol) {
      return streams.get(protocol.ordinal()).toByteArray();
    }

    private byte[] body(WireProtocol protocol) {
      return bodies.get(protocol.ordinal()).toByteArray();
    }

    private void check() {
      FinishReason reason = meant.reason();
      if (reason == FinishReason.CANCELLED) {
        bodies.forEach(body -> assertEquals(0, body.length()));
        return;
      }
      checkChat(reason);
      checkMessages(reason);
      checkResponses(reason);
    }

    private void checkChat(FinishReason reason) {
      ChatReader chat = ChatReader.stream(stream(WireProtocol.CHAT_COMPLETIONS), 1);
      ReadMessage read = chat.message(0);
      ReadMessage body = ChatReader.body(body(WireProtocol.CHAT_COMPLETIONS), 0);
      if (reason == FinishReason.ERROR) {
        assertEquals("The engine failed.", read.error());
        assertEquals("The engine failed.", body.error());
        return;
      }
      assertTrue(chat.isDone());
      assertEquals(meant.items(), read.items());
      String word =
          switch (reason) {
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
            default -> "stop";
          };
      assertEquals(word, read.finish());
      assertEquals(read.grouped(), body);
    }

    private void checkMessages(FinishReason reason) {
      MessagesReader messages = MessagesReader.stream(stream(WireProtocol.MESSAGES));
      ReadMessage read = messages.message();
      ReadMessage body = MessagesReader.body(body(WireProtocol.MESSAGES));
      if (reason == FinishReason.ERROR) {
        assertEquals("The engine failed.", read.error());
        assertEquals("The engine failed.", body.error());
        return;
      }
      assertTrue(messages.isStopped());
      assertEquals(withToolUseIds(meant.items()), read.items());
      assertEquals(read.finish(), body.finish());
      assertEquals(read.items().size(), body.items().size());
      for (int i = 0; i < read.items().size(); i++) {
        Item one = read.items().get(i);
        Item other = body.items().get(i);
        if (one.kind() == ReadMessage.Kind.CALL && meant.allComplete()) {
          byte[] input = one.text().getBytes(StandardCharsets.UTF_8);
          one = new Item(one.kind(), JsonTree.written(input).toString(), one.id(), one.name());
        } else if (one.kind() == ReadMessage.Kind.CALL) {
          one = new Item(one.kind(), other.text(), one.id(), one.name());
        }
        assertEquals(one, other);
      }
    }

    private static List<Item> withToolUseIds(List<Item> items) {
      List<Item> renamed = new ArrayList<>();
      for (Item item : items) {
        String id = item.id().isEmpty() ? "" : "toolu_" + item.id().replaceFirst("^call_", "");
        renamed.add(new Item(item.kind(), item.text(), id, item.name()));
      }
      return renamed;
    }

    private void checkResponses(FinishReason reason) {
      ReadMessage read = ResponsesReader.stream(stream(WireProtocol.RESPONSES)).message();
      ReadMessage body = ResponsesReader.body(body(WireProtocol.RESPONSES));
      assertEquals(meant.items(), read.items());
      if (reason == FinishReason.ERROR) {
        assertEquals("failed", read.finish());
        assertEquals("The engine failed.", body.error());
        return;
      }
      assertEquals(reason == FinishReason.LENGTH ? "incomplete" : "completed", read.finish());
      assertEquals(read, body);
    }
  }

  @Property
  void parsedTextIsReadAsItWasSaid(@ForAll Cases.Source source, @ForAll long seed) {
    String format = FORMATS[(int) Math.floorMod(seed, (long) FORMATS.length)];
    roundTrip(Cases.next(format, source, seed), seed);
  }

  private static void roundTrip(LawCase law, long seed) {
    All all = new All();
    StreamParser parser = law.spec().open(all.tee);
    char[] text = law.text().toCharArray();
    int from = 0;
    for (int end : Cuts.any(seed).ends(text.length)) {
      parser.feed(text, from, end);
      from = end;
    }
    law.end(parser);
    all.check();
  }

  /** Arguments of a hermes call that once were read by no client, or not by all. */
  private static void found(String arguments, Limits limits, FinishReason reason) {
    String text = "<tool_call>{\"name\": \"f\", \"arguments\": " + arguments;
    ToolSet tools = ToolSetReader.read("[{\"name\": \"f\"}]", Limits.DEFAULT);
    for (long seed = 0; seed < 8; seed++) {
      roundTrip(
          new LawCase(
              Formats.byName("hermes"),
              text,
              "",
              tools,
              ParserOptions.DEFAULT,
              limits,
              reason,
              seed,
              null),
          seed);
    }
  }

  /** Found with seed 158809: Jackson refuses the escape of half a pair in a key. */
  @Test
  void keyWithALowSurrogateBehindADamagedEscape() {
    String arguments = "{\"a\": {\"\\ud83\\\\d\\uDE00\": \"Z\"}}}</tool_call>";
    found(arguments, Limits.DEFAULT, FinishReason.STOP);
  }

  /** Found with seed 8335. */
  @Test
  void keyWithAHighSurrogateInWrappedArguments() {
    String arguments = "\"{\\\"a\\\": {\\\"\\\\ud83d< 2if \\\\uDE00\\\":-0.0,\\\"k\\\": \\\"";
    found(arguments, Limits.DEFAULT, FinishReason.LENGTH);
  }

  /** Found with seed -3442052763866: an object needs more than a bracket behind a key. */
  @Test
  void longKeyThatWasCut() {
    Limits limits = Limits.builder().maxNameChars(24).maxHeldChars(83).maxBufferedChars(64).build();
    String arguments =
        """
        {"k\\u"\t:"null','clock,  -0.0],"\\u0078_y"  : "\\\\n[1, 2]"},
        }

         </tool_call><tool_call>{ "name":'unde</tool_call>clared', "arguments":{'null': [1e999],\
        "$ref": [['',NULL]],"content": ",',}","city": True}]</tool_call>
        """;
    found(arguments, limits, FinishReason.STOP_STRING);
    String key = "{\"abcdefghijklmnopqrstuvwxyz";
    for (String cut : new String[] {key, key + "\"", key + "\" ", key + "\":", key + "\": "}) {
      found(cut, limits, FinishReason.LENGTH);
    }
  }

  @Property
  void anyEventsAreReadAsTheyWereSaid(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int span,
      @ForAll FinishReason reason) {
    EventScript script = EventScript.random(seed);
    All all = new All();
    script.play(all.tee, seed, span);
    all.tee.finished(reason);
    all.check();
  }

  @Property
  void cuttingChangesNothingThatIsRead(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int span) {
    EventScript script = EventScript.random(seed);
    for (WireProtocol protocol : WireProtocol.values()) {
      WireBuffer whole = new WireBuffer(1 << 20);
      WireBuffer cut = new WireBuffer(1 << 20);
      script.play(protocol.body(Rendered.RESPONSE, whole).getFirst(), FinishReason.STOP);
      WireRenderer renderer = protocol.body(Rendered.RESPONSE, cut).getFirst();
      script.play(renderer, seed, span);
      renderer.finished(FinishReason.STOP);
      assertEquals(Rendered.text(whole.toByteArray()), Rendered.text(cut.toByteArray()));
    }
  }
}
