package dev.deltalex.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.testkit.SampleFormats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, keys and ids in attributes that spell chars as entities: row "entities". */
class EntitiesInNamesTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"name": "a&b", "parameters": {"type": "object", "properties": {
            "x&y": {"type": "string"}, "\\"q\\"": {"type": "string"}}}},
           {"name": "g"}]
          """,
          Limits.DEFAULT);

  private static final ParserOptions DEFAULT = ParserOptions.builder().build();

  private static String call(String name, String... keys) {
    StringBuilder text = new StringBuilder("<|open|>call tool=\"" + name + "\"<|sep|>");
    for (String key : keys) {
      text.append("<|open|>argument key=\"").append(key).append("\" type=\"string\"<|sep|>1");
      text.append("<|close|>argument<|sep|>");
    }
    return text + "<|close|>call<|sep|>";
  }

  private static String tools(String calls) {
    return "<|open|>tools<|sep|>" + calls + "<|close|>tools<|sep|>";
  }

  private static EventLog read(int size, ParserOptions options, String text) {
    return TestStream.of("kimi_k3", TOOLS, options).feedBy(size, text).stop();
  }

  @ParameterizedTest
  @CsvSource({
    "a&amp;b, a&b, 0",
    "a&#38;b, a&b, 0",
    "a&b, a&b, 0",
    "a&amp;amp;b, a&amp;b, -1",
    "a&am;b, a&am;b, -1",
    "&lt;a&gt;, <a>, -1",
    "&quot;g&quot;, '\"g\"', -1",
    "&#103;, g, 1",
    "g&, g&, -1"
  })
  void aNameIsDecodedOnce(String spelled, String name, int tool) {
    for (int size : new int[] {1, 3, 1000}) {
      EventLog log = read(size, DEFAULT, tools(call(spelled)));
      assertEquals(1, log.calls().size());
      assertEquals(name, log.calls().get(0).name());
      assertEquals(tool, log.calls().get(0).tool());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void keysAreDecodedBeforeTheyAreCompared(int size) {
    String text = tools(call("a&amp;b", "x&amp;y", "&quot;q&quot;", "&lt;", "x&#x26;y", "&#60;"));
    EventLog log = read(size, DEFAULT, text);
    assertEquals("{\"x&y\":\"1\",\"\\\"q\\\"\":\"1\",\"<\":\"1\"}", log.calls().get(0).arguments());
    List<String> said = log.diagnostics().stream().map(d -> d.replaceAll("@.*", "")).toList();
    assertEquals(
        List.of("UNDECLARED_PARAMETER", "DUPLICATE_PARAMETER", "DUPLICATE_PARAMETER"), said);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void aCallWithoutItsPairNeedsADeclaredName(int size) {
    String text = call("a&amp;b") + "x " + call("a&amp;amp;b");
    EventLog log = read(size, DEFAULT, text);
    assertEquals(1, log.calls().size());
    assertTrue(log.content().endsWith(call("a&amp;amp;b")), log.content());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void anUndeclaredNameIsDroppedOrContent(int size) {
    String text = tools(call("a&amp;b") + call("b&amp;a"));
    for (ParserOptions.UnknownTool unknown : ParserOptions.UnknownTool.values()) {
      ParserOptions options = ParserOptions.builder().unknownTool(unknown).build();
      int calls = unknown == ParserOptions.UnknownTool.FORWARD ? 2 : 1;
      assertEquals(calls, read(size, options, text).calls().size(), unknown.name());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void beyondTheLimitOnlyReportedCallsAreText(int size) {
    ParserOptions options =
        ParserOptions.builder().unknownTool(ParserOptions.UnknownTool.DROP).build();
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < Limits.DEFAULT.maxCalls(); i++) {
      calls.append(call("g"));
    }
    EventLog dropped = read(size, options, tools(calls + call("b&amp;a")));
    assertEquals(Limits.DEFAULT.maxCalls(), dropped.calls().size());
    assertTrue(dropped.diagnostics().stream().noneMatch(d -> d.startsWith("CALL_LIMIT")));
    EventLog reported = read(size, options, tools(calls + call("a&amp;b")));
    assertTrue(reported.diagnostics().stream().anyMatch(d -> d.startsWith("CALL_LIMIT")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void theLimitOfNamesCountsEntitiesAsTheyAreWritten(int size) {
    int most = Limits.DEFAULT.maxNameChars();
    String longest = "&amp;".repeat(most / 5) + "x".repeat(most % 5);
    EventLog log = read(size, DEFAULT, tools(call(longest)));
    assertEquals(longest.replace("&amp;", "&"), log.calls().get(0).name());
    assertEquals(0, read(size, DEFAULT, tools(call(longest + "x"))).calls().size());
  }

  @Test
  void anIdIsDecoded() {
    ParserOptions options = ParserOptions.builder().callIds(ParserOptions.CallIds.NATIVE).build();
    StreamSpec spec = StreamSpec.of(SampleFormats.ENTITIES).tools(TOOLS).options(options).build();
    String text = "<|call|><invoke name=\"a&#38;b\" id=\"&quot;7&amp;\">{}<|end|>";
    for (int size : new int[] {1, 3, 1000}) {
      EventLog log = TestStream.of(spec).feedBy(size, text).stop();
      assertEquals("\"7&", log.calls().get(0).id());
      assertEquals(0, log.calls().get(0).tool());
    }
  }
}
