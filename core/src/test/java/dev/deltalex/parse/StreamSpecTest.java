package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Message;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a spec checks and holds, {@code read}, and tools that are not known. */
class StreamSpecTest {
  private static final WireFormat HERMES = Formats.byName("hermes");
  private static final WireFormat CODER = Formats.byName("qwen3_coder");
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string");

  @Test
  void whatIsNotSetIsTheFormatsOwn() {
    StreamSpec spec = StreamSpec.of(HERMES).build();
    assertSame(HERMES, spec.format());
    assertNull(spec.vocabulary());
    assertSame(ToolSet.NONE, spec.tools());
    assertEquals(HERMES.defaultOptions(), spec.options());
    assertSame(Limits.DEFAULT, spec.limits());
  }

  @Test
  void aChangeKeepsTheRest() {
    Vocabulary words = Vocabulary.builder().add(0, "a").build();
    StreamSpec spec =
        StreamSpec.of(CODER)
            .vocabulary(words)
            .tools(TOOLS)
            .options(o -> o.truncation(ParserOptions.Truncation.CLOSE))
            .options(o -> o.entities(ParserOptions.Entities.DECODE))
            .limits(l -> l.maxCalls(2))
            .limits(l -> l.maxDepth(3))
            .build();
    StreamSpec again = spec.toBuilder().build();
    for (StreamSpec each : List.of(spec, again)) {
      assertSame(words, each.vocabulary());
      assertSame(TOOLS, each.tools());
      assertEquals(ParserOptions.Truncation.CLOSE, each.options().truncation());
      assertEquals(ParserOptions.Entities.DECODE, each.options().entities());
      assertEquals(2, each.limits().maxCalls());
      assertEquals(3, each.limits().maxDepth());
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedWhenTheSpecIsBuilt() {
    StreamSpec.Builder named = StreamSpec.of(CODER).tools(TOOLS).options(o -> o.namedTool("g"));
    String message = assertThrows(IllegalArgumentException.class, named::build).getMessage();
    assertTrue(message.contains("ParserOptions.namedTool is 'g'"), message);
    assertTrue(message.contains("declare it"), message);
    assertThrows(IllegalArgumentException.class, () -> StreamSpec.of(new Strange()).build());
    assertThrows(NullPointerException.class, () -> StreamSpec.of(null));
  }

  /** A format that this library has not made. */
  private static final class Strange implements WireFormat {
    @Override
    public String name() {
      return "strange";
    }

    @Override
    public List<String> aliases() {
      return List.of();
    }

    @Override
    public List<String> models() {
      return List.of();
    }

    @Override
    public List<String> knownLimits() {
      return List.of();
    }

    @Override
    public Syntax syntax() {
      return Syntax.PLAIN;
    }

    @Override
    public ParserOptions defaultOptions() {
      return ParserOptions.DEFAULT;
    }
  }

  @Test
  void tokensNeedAVocabulary() {
    EventLog log = new EventLog();
    StreamParser parser = StreamSpec.of(CODER).build().open(log);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> parser.feedTokens(new int[] {0}, 0, 1));
    assertTrue(String.valueOf(refused.getMessage()).contains("Builder.vocabulary"));
    assertTrue(parser.feed("text"));
    parser.finish(EndCause.STOP);
    assertEquals("text", log.content());
  }

  @Test
  void aWholeResponseIsRead() {
    StreamSpec spec = StreamSpec.of(HERMES).tools(TOOLS).build();
    Message message =
        spec.read(
            "<think>Rome.</think>I look.<tool_call>{\"name\": \"f\", \"arguments\": {\"a\":"
                + " \"x\"}}</tool_call>");
    assertEquals("Rome.", message.reasoning());
    assertEquals("I look.", message.content());
    assertEquals(FinishReason.TOOL_CALLS, message.finishReason());
    assertEquals(1, message.calls().size());
    Message.Call call = message.calls().getFirst();
    assertEquals("f", call.name());
    assertEquals("{\"a\": \"x\"}", call.arguments());
    assertTrue(call.complete());
  }

  // ---- ToolSet.ANY

  /** "Names in marked forms all count": what is done with unknown tools does not matter. */
  @ParameterizedTest
  @EnumSource
  void anyToolIsCalledWhateverIsDoneWithUnknownOnes(ParserOptions.UnknownTool unknown) {
    StreamSpec spec =
        StreamSpec.of(CODER).tools(ToolSet.ANY).options(o -> o.unknownTool(unknown)).build();
    Message message = spec.read("<tool_call>\n<function=g>\n</function>\n</tool_call>");
    assertEquals(List.of("g"), message.calls().stream().map(Message.Call::name).toList());
    assertEquals(-1, message.calls().getFirst().tool());
    assertEquals("", message.content());
  }

  /** "Parameters are untyped unions in exact JSON spelling". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3|3",
        "-1.5e3|-1.5e3",
        "true|true",
        "null|null",
        "[1, {\"b\": null}]|[1, {\"b\": null}]",
        "{\"b\": [2]}|{\"b\": [2]}",
        "True|\"True\"",
        "007|\"007\"",
        "word|\"word\"",
        "[1,|\"[1,\"",
        "{'b': 1}|\"{'b': 1}\""
      })
  void valuesOfAnyToolKeepTheTypeThatTheyAreSpelledAs(String written, String json) {
    StreamSpec spec = StreamSpec.of(CODER).tools(ToolSet.ANY).build();
    String call = "<tool_call>\n<function=g>\n<parameter=v>\n" + written + "\n</parameter>\n";
    Message message = spec.read(call + "</function>\n</tool_call>");
    assertEquals("{\"v\":" + json + "}", message.calls().getFirst().arguments());
  }

  /** "Declared is false everywhere else": bare forms are text. */
  @Test
  void bareFormsAreTextWithAnyTool() {
    String bare = "{\"name\": \"g\", \"arguments\": {}}";
    StreamSpec spec =
        StreamSpec.of(HERMES)
            .tools(ToolSet.ANY)
            .options(o -> o.toolChoice(ParserOptions.ToolChoice.AUTO))
            .build();
    assertEquals(bare, spec.read(bare).content());
    assertEquals(1, spec.read("<tool_call>" + bare + "</tool_call>").calls().size());
    assertFalse(StreamSpec.of(HERMES).build().tools().readsCalls());
    assertEquals(0, StreamSpec.of(HERMES).build().read("<tool_call>" + bare).calls().size());
  }

  @Test
  void anyToolIsNotNoTool() {
    assertTrue(ToolSet.ANY.readsCalls());
    assertEquals(0, ToolSet.ANY.size());
    assertFalse(ToolSet.ANY.fingerprint() == ToolSet.NONE.fingerprint());
    assertEquals("ToolSet[any]", ToolSet.ANY.toString());
  }
}
