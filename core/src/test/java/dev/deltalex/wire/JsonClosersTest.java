package dev.deltalex.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.wire.ReadMessage.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folded Messages body is JSON wherever its last call was cut: L4b. */
class JsonClosersTest {
  private static String closed(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    WireBuffer out = new WireBuffer(1 << 20);
    JsonClosers.put(bytes, 0, bytes.length, out);
    return Rendered.text(out.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|{}",
        "{|}",
        "{}|``",
        "{\"a\": \"|\"}",
        "{\"a\": \"x\\\"|\"}",
        "{\"a\": \"x\\\\|\"}",
        "{\"a\": \"x\"|}",
        "{\"a\": [|]}",
        "{\"a\": [1, {\"b\": [\"|\"]}]}",
        "{\"a\": [\"x\", \"|\"]}",
        "{\"a\": {}, \"b\": 12|}",
        "{\"a\": \"{[,:\", \"b\": [[]|]}",
        "{\"|\":null}",
        "{\"k|\":null}",
        "{\"k\\\"|\":null}",
        "{\"k\"|:null}",
        "{\"k\" |:null}",
        "{\"k\":|null}",
        "{\"k\": |null}",
        "{\"a\": [1, 2], \"k|\":null}",
        "{\"a\": [{\"b\": \"x\"}, {\"k|\":null}]}",
        "{\"a\": [{\"b\": \"x\"}, {\"k\"|:null}]}",
        "{\"a\": {\"b\": {\"k|\":null}}}"
      })
  void whatIsMissingIsAppended(String cut, String missing) {
    assertEquals(missing, closed(cut));
    assertNotNull(JsonTree.object((cut + missing).getBytes(StandardCharsets.UTF_8)));
  }

  /** A key longer than a name may be is streamed; the end may cut it, or what follows it. */
  @Test
  void longKeyIsCutAnywhere() {
    String key = "k".repeat(20) + "\\\"\ud83d\ude00\\ud83d\\ude00{:,";
    String arguments = "{\"a\": [{\"" + key + "\": {\"" + key + "\": \"v\"}, 'b': 1}]}";
    String text = "<tool_call>\n{\"name\": \"f\", \"arguments\": " + arguments;
    for (int cut = text.indexOf("{\"a\"") + 1; cut <= text.length(); cut++) {
      for (EndCause cause : new EndCause[] {EndCause.LENGTH, EndCause.STOP}) {
        ReadMessage body = body(text.substring(0, cut), cause);
        assertEquals(1, body.items().size(), "cut at " + cut);
        assertEquals(Kind.CALL, body.items().getFirst().kind());
      }
    }
  }

  private static ReadMessage body(String text, EndCause cause) {
    WireBuffer out = new WireBuffer(1 << 20);
    StreamParser parser =
        StreamSpec.of(Formats.byName("hermes"))
            .tools(ToolSetReader.read("[{\"name\": \"f\"}]", Limits.DEFAULT))
            .limits(Limits.builder().maxNameChars(8).build())
            .build()
            .open(WireProtocol.MESSAGES.body(Rendered.RESPONSE, out).getFirst());
    parser.feed(text);
    parser.finish(cause);
    assertTrue(out.length() > 0);
    return MessagesReader.body(out.toByteArray());
  }
}
