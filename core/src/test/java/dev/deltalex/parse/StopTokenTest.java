package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.SampleFormats;
import dev.deltalex.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The engine cuts the stop token from the text, and that token is a closer: row "stop token that is
 * the closer". The call is complete, since only closers are missing.
 */
class StopTokenTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          "["
              + TestStream.toolJson("f", "s", "string", "o", "object")
              + ","
              + TestStream.toolJson("g")
              + "]",
          Limits.DEFAULT);

  /** What may be one special token in some vocabulary. */
  private static final Pattern MARKER =
      Pattern.compile("</?[A-Za-z:_]+[=>]|<\\|[^|]*\\|>|\\[/?[A-Z]+]");

  private static WireFormat format(String name) {
    return Stream.concat(Formats.all().stream(), SampleFormats.ALL.stream())
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The text as tokens: markers are special, other text is cut into pieces. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher marker = MARKER.matcher(text);
    int at = 0;
    while (at < text.length()) {
      int next = marker.find(at) ? marker.start() : text.length();
      int end = next == at ? marker.end() : Math.min(next, at + 4);
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }

  private static EventLog asTokens(
      WireFormat format, String text, ParserOptions.MarkersBySpelling spelling, int burst) {
    List<String> pieces = pieces(text);
    Vocabulary.Builder words = Vocabulary.builder();
    int[] tokens = new int[pieces.size()];
    for (int i = 0; i < tokens.length; i++) {
      boolean special = MARKER.matcher(pieces.get(i)).matches();
      int id = pieces.indexOf(pieces.get(i));
      tokens[i] = id;
      if (id == i && special) {
        words.addSpecial(id, pieces.get(i));
      } else if (id == i) {
        words.add(id, pieces.get(i));
      }
    }
    TestStream stream =
        TestStream.of(
            StreamSpec.of(format)
                .tools(TOOLS)
                .vocabulary(words.build())
                .options(o -> o.markersBySpelling(spelling))
                .build());
    for (int at = 0; at < tokens.length; at += burst) {
      stream.parser.feedTokens(tokens, at, Math.min(tokens.length, at + burst));
    }
    return stream.stop();
  }

  /** The logs of a text that stops, as chars and as tokens. */
  private static List<EventLog> logs(WireFormat format, String text) {
    List<EventLog> logs = new ArrayList<>();
    for (int size : new int[] {1, 2, 3, 7, text.length()}) {
      logs.add(TestStream.of(StreamSpec.of(format).tools(TOOLS).build()).feedBy(size, text).stop());
      for (ParserOptions.MarkersBySpelling spelling : ParserOptions.MarkersBySpelling.values()) {
        logs.add(asTokens(format, text, spelling, size));
      }
    }
    return logs;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        // The closer of the wrapper; that of the call; that of the call and inner ones.
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</parameter>~</function>~",
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</parameter>~</function>",
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</parameter>~",
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</parameter>",
        "qwen3_coder # <function=f>~<parameter=s>~v~</parameter>~",
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</function>~",
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</function>",
        "hermes # <tool_call>~{`name`: `f`, `arguments`: {`s`:`v`}}~",
        "hermes # <tool_call>~{`name`: `f`, `arguments`: {`s`:`v`}}",
        "hermes # <tool_call>~{`name`: `f`, `arguments`: {`s`:`v`}",
        "hermes # <tool_call>~{`name`: `f`, `arguments`: {`s`:`v`",
        "hermes # <tool_call>~{`arguments`: {`s`:`v`}, `name`: `f`",
        "hermes # <tool_call>~[{`name`: `f`, `arguments`: {`s`:`v`}}",
        "acme # <|call|>f|{`s`:`v`}",
        "acme # <|call|>f|{`s`:`v`",
        "invoke # <x:tool_call><invoke name=`f`><parameter name=`s`>v</parameter></invoke>~",
        "invoke # <x:tool_call><invoke name=`f`><parameter name=`s`>v</parameter>~",
        "pairs # <tool_call>f~<arg_key>s</arg_key>~<arg_value>v</arg_value>~",
        "section # <|section|><|call|>functions.f:0<|argument|>{`s`:`v`}<|/call|>",
        "section # <|section|><|call|>functions.f:0<|argument|>{`s`:`v`}",
        "section # <|section|><|call|>functions.f:0<|argument|>{`s`:`v`",
        "mixed # [CALLS]f[ARGS]{`s`:`v`}",
        "mixed # [CALLS][{`name`: `f`, `arguments`: {`s`:`v`}}]"
      })
  void theCallIsComplete(String name, String written) {
    String text = "Now: " + written.replace('~', '\n').replace('`', '"');
    for (EventLog log : logs(format(name), text)) {
      assertEquals(1, log.calls().size(), log.print());
      EventLog.Call call = log.calls().getFirst();
      assertEquals("f", call.name());
      assertEquals("{\"s\":\"v\"}", call.arguments());
      assertTrue(call.complete(), log.print());
      assertEquals("Now: ", log.content());
      assertEquals(FinishReason.TOOL_CALLS, log.finish());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "qwen3_coder # <tool_call>~<function=g>~</function>~",
        "qwen3_coder # <tool_call>~<function=g>~",
        "hermes # <tool_call>~{`name`: `g`, `arguments`: {}}~",
        "hermes # <tool_call>~{`name`: `g`, `arguments`: {}",
        "hermes # <tool_call>~{`name`: `g`, `arguments`: {",
        "hermes # <tool_call>~{`name`: `g`",
        "acme # <|call|>g|{}",
        "acme # <|call|>g|{",
        "section # <|section|><|call|>functions.g:0<|argument|>{}"
      })
  void aCallWithoutArgumentsIsComplete(String name, String written) {
    String text = written.replace('~', '\n').replace('`', '"');
    for (EventLog log : logs(format(name), text)) {
      EventLog.Call call = log.calls().getFirst();
      assertEquals("g {}", call.name() + " " + call.arguments());
      assertTrue(call.complete(), log.print());
      assertEquals("", log.content());
      assertEquals(FinishReason.TOOL_CALLS, log.finish());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "qwen3_coder # <tool_call>~<function=g></function>~</tool_call>~<tool_call>~<function=f>"
            + "~<parameter=s>~v~</parameter>~",
        "qwen3_coder # <tool_call>~<function=g></function>~<function=f>~<parameter=s>~v"
            + "~</parameter>~",
        "hermes # <tool_call>~{`name`:`g`,`arguments`:{}}~</tool_call>~<tool_call>"
            + "~{`name`:`f`,`arguments`:{`s`:`v`}",
        "hermes # <tool_call>~[{`name`:`g`,`arguments`:{}},{`name`:`f`,`arguments`:{`s`:`v`}",
        "section # <|section|><|call|>functions.g:0<|argument|>{}<|/call|><|call|>functions.f:1"
            + "<|argument|>{`s`:`v`}"
      })
  void theLastOfSeveralCallsIsComplete(String name, String written) {
    String text = written.replace('~', '\n').replace('`', '"');
    for (EventLog log : logs(format(name), text)) {
      assertEquals(2, log.calls().size(), log.print());
      assertTrue(log.calls().getFirst().complete(), log.print());
      EventLog.Call call = log.calls().getLast();
      assertEquals("f {\"s\":\"v\"}", call.name() + " " + call.arguments());
      assertTrue(call.complete(), log.print());
      assertEquals(FinishReason.TOOL_CALLS, log.finish());
    }
  }

  /** A missing closer that was not the last one was assumed: that is reported. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~</parameter>~",
        "hermes # <tool_call>~{`name`: `f`, `arguments`: {`s`:`v`}",
        "acme # <|call|>f|{`s`:`v`"
      })
  void whatWasAssumedIsReported(String name, String written) {
    String text = written.replace('~', '\n').replace('`', '"');
    for (EventLog log : logs(format(name), text)) {
      assertEquals(List.of(Diagnostic.RECOVERED + "@" + text.length()), log.diagnostics());
    }
  }

  /** The closer of a value is the stop token: nothing shows that the value is whole. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "qwen3_coder # <tool_call>~<function=f>~<parameter=s>~v~",
        "hermes # <tool_call>~{`name`: `f`, `arguments`: {`s`:`v",
        "acme # <|call|>f|{`s`:`v"
      })
  void aValueWithoutItsCloserIsNot(String name, String written) {
    String text = written.replace('~', '\n').replace('`', '"');
    for (EventLog log : logs(format(name), text)) {
      EventLog.Call call = log.calls().getFirst();
      assertEquals("{\"s\":\"v", call.arguments());
      assertFalse(call.complete(), log.print());
      assertEquals(FinishReason.STOP, log.finish());
    }
  }
}
