package dev.deltalex.parse;

import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.EndCause;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.testkit.EventLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values whose type the response names: row "value type". */
class WireTypesTest {
  private static final ToolSet TOOLS =
      TestStream.tool("f", "text", "string", "number", "integer", "list", "array");

  private static EventLog log(int size, String key, String attribute, String value) {
    String text =
        "<｜DSML｜tool_calls><｜DSML｜invoke name=\"f\"><｜DSML｜parameter "
            + attribute
            + " name=\""
            + key
            + "\">"
            + value
            + "</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜tool_calls>";
    return TestStream.of("deepseek_v4", TOOLS).feedBy(size, text).stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text|string=\"true\"|42|\"42\"",
        "number|string='true'|42|42",
        "unknown|string=\"true\"|[1]|\"[1]\"",
        "unknown|string=\"false\"|[1]|[1]",
        "text|string=false|42|42",
        "text|string=\"false\"|` \"a\" `|\"a\"",
        "list|string=\"false\"|null|null",
        "text|index=\"1\"|42|\"42\"",
      })
  void theResponseNamesTheType(String key, String attribute, String value, String json) {
    for (int size : new int[] {1, 5, 1000}) {
      EventLog log = log(size, key, attribute, value);
      assertEquals("{\"" + key + "\":" + json + "}", log.calls().getLast().arguments());
      List<String> said = key.equals("unknown") ? List.of("UNDECLARED_PARAMETER@41") : List.of();
      assertEquals(said, log.diagnostics());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void whatIsNotJsonIsAStringWithADiagnostic(int size) {
    EventLog log = log(size, "list", "string=\"false\"", "[1,]");
    assertEquals("{\"list\":\"[1,]\"}", log.calls().getLast().arguments());
    assertEquals(1, log.diagnostics().size());
    assertTrue(log.diagnostics().get(0).startsWith("COERCION_FAILED@"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void aNameInAnAttributeHasNoBlanksAround(int size) {
    EventLog log = log(size, " text ", "string=\"true\"", "a");
    assertEquals("{\"text\":\"a\"}", log.calls().getLast().arguments());
  }

  private static String typedCall(String attribute, String... keys) {
    StringBuilder text = new StringBuilder("<｜DSML｜tool_calls><｜DSML｜invoke name=\"f\">");
    for (String key : keys) {
      text.append("<｜DSML｜parameter name=\"").append(key).append("\" string=\"").append(attribute);
      text.append("\">1</｜DSML｜parameter>");
    }
    return text.append("</｜DSML｜invoke></｜DSML｜tool_calls>").toString();
  }

  /** What a header says belongs to its stream, wherever another stream of the pool is read. */
  @Test
  void anotherStreamsHeaderChangesNothing() {
    StreamSpec spec = StreamSpec.of(Formats.byName("deepseek_v4")).tools(TOOLS).build();
    StreamPool pool = new StreamPool(2);
    String text = typedCall("true", "x", "y");
    for (int cut = 0; cut <= text.length(); cut++) {
      EventLog log = new EventLog();
      EventLog otherLog = new EventLog();
      try (StreamParser parser = pool.open(spec, log);
          StreamParser other = pool.open(spec, otherLog)) {
        parser.feed(text.substring(0, cut));
        other.feed(typedCall("false", "x", "y"));
        parser.feed(text.substring(cut));
      }
      assertEquals("{\"x\":\"1\",\"y\":\"1\"}", log.calls().getLast().arguments(), "cut at " + cut);
      assertEquals("{\"x\":1,\"y\":1}", otherLog.calls().getLast().arguments());
    }
  }

  @Test
  void aTypeMustBeReadLastBeforeTheValue() {
    WireFormat format =
        WireFormat.format("typed")
            .calls(
                call()
                    .header(tag("<call "), name(), tag(">"))
                    .close(tag("</call>"))
                    .tagged(
                        parameter(tag("<p"), attributes().key("k").raw("string"), token("|"))
                            .close(tag("</p>"))));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> StreamSpec.of(format).build());
    assertEquals(
        "format typed: attributes of the meanings RAW and TYPE must be the last part before a value",
        refused.getMessage());
  }

  /** What another stream of the pool reads between a key and its value does not type the value. */
  @Test
  void theTypeOfAnotherStreamIsNotThatOfAValueWhoseOpenerIsCut() {
    ToolSet tools = TestStream.tool("f", "text", "string");
    EventLog log = new EventLog();
    StreamPool pool = new StreamPool(2);
    StreamSpec pairs = StreamSpec.of(Formats.byName("glm45")).tools(tools).build();
    StreamSpec typed = StreamSpec.of(Formats.byName("deepseek_v32")).tools(tools).build();
    try (StreamParser cut = pool.open(pairs, log);
        StreamParser other = pool.open(typed, new EventLog())) {
      cut.feed("<tool_call>f\n<arg_key>text</arg_key>");
      other.feed(
          "<｜DSML｜function_calls><｜DSML｜invoke name=\"f\">"
              + "<｜DSML｜parameter name=\"text\" string=\"false\">");
      cut.feed("\n<arg_value>5</arg_value></tool_call>");
      cut.finish(EndCause.STOP);
    }
    assertEquals("{\"text\":\"5\"}", log.calls().getFirst().arguments());
  }
}
