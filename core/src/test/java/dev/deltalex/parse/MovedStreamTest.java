package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.deltalex.Diagnostic;
import dev.deltalex.EndCause;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** L11: a stream that moves goes on with the offsets that it had. */
class MovedStreamTest {
  private static final ToolSet TOOLS = TestStream.tool("f", "a", "string");

  /** The log of a text whose stream moves to another parser after {@code cut} chars. */
  private static EventLog moved(String format, String text, int cut) {
    return moved(format, ParserOptions.DEFAULT, text, cut);
  }

  private static EventLog moved(String format, ParserOptions options, String text, int cut) {
    EventLog log = new EventLog();
    StreamPool pool = new StreamPool(1);
    StreamParser first =
        pool.open(StreamSpec.of(Formats.byName(format)).tools(TOOLS).options(options).build(), log);
    first.feed(text.substring(0, cut));
    byte[] snapshot = first.snapshot();
    StreamParser second =
        new StreamPool(2)
            .open(StreamSpec.of(Formats.byName(format)).tools(TOOLS).options(options).build(), log);
    second.restore(snapshot);
    second.feed(text.substring(cut));
    second.finish(EndCause.STOP);
    return log;
  }

  /** The diagnostic is of the key's first char, wherever the stream moves behind it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Of an open call, and of one that is held.
        "{\"name\": \"f\", \"arguments\": {\"a\": \"x\"}, |\"arguments\": {}}",
        "{\"name\": \"f\", \"arguments\": {\"a\": \"x\"}, |name : \"g\"}",
        "{\"name\": \"f\", |\"name\": \"g\", \"arguments\": {}}",
        "{\"arguments\": {\"a\": 1}, |\"parameters\": {}, \"name\": \"f\"}"
      })
  void repeatedKeyKeepsItsOffset(String before, String rest) {
    String text = "<tool_call>" + before + rest + "</tool_call>";
    int key = text.length() - "</tool_call>".length() - rest.length();
    List<String> expected = List.of(Diagnostic.DUPLICATE_PARAMETER + "@" + key);
    for (int cut = key; cut <= text.indexOf(':', key) + 2; cut++) {
      assertEquals(expected, moved("hermes", text, cut).diagnostics(), "moved at " + cut);
    }
  }

  /** What waits for the other half of a surrogate pair moves along, spelled as it was. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hermes|<tool_call>{\"name\": \"f\", \"arguments\": {\"\\uD83D\\uDe00H\":"
            + " \"\\ud83D\\ude00\\uD83dHLH\"}}",
        "hermes|<tool_call>{\"name\": \"f\", \"arguments\": \"{\\\"H\\\\uD83D\\uDe00\\\":"
            + " \\\"HL\\\"}\"}",
        "qwen3_coder|<tool_call><function=fH><parameter=HL>HLH</parameter><parameter=a>LHLH\n"
      })
  void halvesMoveAlong(String format, String written) {
    String text = written.replace('H', '\ud83d').replace('L', '\ude00');
    String whole = moved(format, text, 0).print();
    for (int cut = 1; cut <= text.length(); cut++) {
      assertEquals(whole, moved(format, text, cut).print(), "moved at " + cut);
    }
  }

  /** What a line says of the fence that it may close or open moves along. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // No closing line: something stands behind the blanks.
        "```\nx\n``` `\n",
        "```\nx\n``` \t\n",
        "   ~~~~ a\nx\n~~~\n   ~~~~~\n",
        "``` ` \n",
        "    ```\n",
      })
  void linesOfAFenceMoveAlong(String fence) {
    ParserOptions guard =
        ParserOptions.builder().fencedCode(ParserOptions.FencedCode.GUARD).build();
    String text = fence + "<tool_call>\n<function=f>\n</function>\n</tool_call>";
    String whole = moved("qwen3_coder", guard, text, 0).print();
    for (int cut = 1; cut <= text.length(); cut++) {
      assertEquals(whole, moved("qwen3_coder", guard, text, cut).print(), "moved at " + cut);
    }
  }
}
