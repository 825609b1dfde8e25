package dev.deltalex.cli;

import static dev.deltalex.syntax.Say.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions.StructuredValues;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.syntax.CanonicalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a summary says of a format is so. */
class FormatSummaryTest {
  /** The tool of the calls in summaries. */
  private static final ToolSet NAMED =
      ToolSetReader.read(
          """
          [{"name": "NAME", "parameters": {"properties": {"KEY": {"type": "string"}}}}]
          """,
          Limits.DEFAULT);

  private static int calls(WireFormat format, String text) {
    return StreamSpec.of(format).tools(NAMED).build().read(text).calls().size();
  }

  @Test
  void eachFormOfACallIsRead() {
    List<String> wrong = new ArrayList<>();
    for (WireFormat format : Formats.all()) {
      for (String call : FormatSummary.of(format).calls()) {
        if (calls(format, call) != 1) {
          wrong.add(format.name() + ": " + call);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void aCallWithoutARequiredMarkerIsText() {
    int said = 0;
    for (WireFormat format : Formats.all()) {
      FormatSummary summary = FormatSummary.of(format);
      boolean required =
          summary.limits().stream().anyMatch(limit -> limit.startsWith("A call without "));
      for (int i = 0; required && i < summary.calls().size(); i++) {
        String opener = format.syntax().calls().get(i).around().getFirst().open().text();
        assertTrue(summary.limits().toString().contains(opener), summary::toString);
        String bare = summary.calls().get(i).substring(opener.length());
        assertEquals(0, calls(format, bare), format.name() + ": " + bare);
        said++;
      }
    }
    assertTrue(said > 0, "nothing was tested");
  }

  @Test
  void everyTypeStreamsOrWaits() {
    for (WireFormat format : Formats.all()) {
      FormatSummary summary = FormatSummary.of(format);
      List<String> all = new ArrayList<>(summary.streams());
      all.addAll(summary.waits());
      List<String> types =
          summary.calls().isEmpty() ? List.of() : List.of("array", "number", "object", "string");
      assertEquals(types, all.stream().sorted().toList(), format.name());
    }
    assertEquals(List.of("string"), FormatSummary.of(Formats.byName("qwen3_coder")).streams());
    assertEquals(List.of("number"), FormatSummary.of(Formats.byName("hermes")).waits());
  }

  @Test
  void objectsAndArraysStreamWithTheOptionUnlessMarkersNameTypes() {
    for (WireFormat format : Formats.all()) {
      if (format.syntax().calls().isEmpty()) {
        continue;
      }
      for (Object value : List.of(Map.of("k", "first second"), List.of("first", "second"))) {
        String type = value instanceof List ? "array" : "object";
        String call =
            new CanonicalText(format.syntax())
                .call(format.syntax().calls().getFirst(), "f", "0", Map.of("a", value));
        ReplayedMessage message = new ReplayedMessage();
        StreamSpec.of(format)
            .tools(
                ToolSetReader.read(
                    """
                    [{"name": "f", "parameters": {"properties": {"a": {"type": "%s",
                      "properties": {"k": {"type": "string"}}, "items": {"type": "string"}}}}}]
                    """
                        .formatted(type),
                    Limits.DEFAULT))
            .options(o -> o.structuredValues(StructuredValues.STREAM))
            .build()
            .open(message)
            .feed(call.substring(0, call.indexOf("second")));
        boolean streams = message.message().calls().getFirst().arguments().contains("first");
        String declared = format.toJson();
        boolean named =
            Stream.of("\"raw\"", "\"type\"}", "{\"type\": {}}").anyMatch(declared::contains);
        boolean always = FormatSummary.of(format).streams().contains(type);
        assertEquals(always || !named, streams, format.name());
      }
    }
  }

  @Test
  void aFormatOfNothingHasAnEmptySummary() {
    FormatSummary summary = FormatSummary.of(WireFormat.format("x"));
    assertEquals(List.of(), summary.reasoning());
    assertEquals(List.of(), summary.calls());
    assertEquals(List.of("Calls are not read."), summary.limits());
    FormatSummary reasoning =
        FormatSummary.of(WireFormat.format("x").reasoning(tag("<r>"), tag("</r>")));
    assertEquals("[<r> … </r>]", reasoning.reasoning().toString());
  }

  @Test
  void linesBreakWhereThatIsEasyToRead() {
    assertEquals(
        List.of("<tool_call>\\n", "<function=NAME>", "<parameter=KEY>", "VALUE"),
        FormatTable.wrap("<tool_call>\\n<function=NAME><parameter=KEY>VALUE", 16));
    assertEquals(List.of("a, b,", "c"), FormatTable.wrap("a, b, c", 6));
    assertEquals(List.of("xxxx", "xx"), FormatTable.wrap("xxxxxx", 4));
    assertEquals(List.of("xxx", "\ud834\udd1ex"), FormatTable.wrap("xxx\ud834\udd1ex", 4));
    assertEquals(List.of(""), FormatTable.wrap("", 4));
  }
}
