package dev.deltalex.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Limits;
import dev.deltalex.Message;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.SampleFormats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written in any format is read as it was meant. */
class CanonicalTextTest {
  private static final ToolSet TOOLS =
      ToolSetReader.read(
          """
          [{"name": "book", "parameters": {"type": "object", "properties": {
            "city": {"type": "string"}, "days": {"type": "integer"}, "sure": {"type": "boolean"},
            "guest": {"type": "object", "properties": {"name": {"type": "string"}}},
            "tags": {"type": "array", "items": {"type": "string"}}}}},
           {"name": "list"}]
          """,
          Limits.DEFAULT);

  private static final List<WireFormat> FORMATS =
      Stream.concat(Formats.all().stream(), SampleFormats.ALL.stream()).toList();

  private static final String COMPACT =
      "{\"city\":\"Zürich\",\"days\":3,\"sure\":true,\"guest\":{\"name\":\"Ada\"},"
          + "\"tags\":[\"a\",\"b\"]}";

  private static Map<String, Object> arguments() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("city", "Zürich");
    all.put("days", 3);
    all.put("sure", true);
    all.put("guest", Map.of("name", "Ada"));
    all.put("tags", List.of("a", "b"));
    return all;
  }

  private static Message read(WireFormat format, String text) {
    ParserOptions options = format.defaultOptions();
    if (new CanonicalText(format.syntax()).beginsInReasoning()) {
      options = options.toBuilder().initialState(InitialState.REASONING).build();
    }
    return StreamSpec.of(format).tools(TOOLS).options(options).build().read(text);
  }

  @Test
  void everyFormatReadsItsCanonicalText() {
    List<String> wrong = new ArrayList<>();
    for (WireFormat format : FORMATS) {
      CanonicalText writer = new CanonicalText(format.syntax());
      String thought = writer.reasoning("Hm.");
      String text = thought + writer.content("I book it.\n");
      for (CallForm form : format.syntax().calls()) {
        try {
          String one = text + writer.call(form, "book", "7", arguments());
          Message read = read(format, one);
          check(wrong, format, thought.isEmpty() ? "" : "Hm.", one, read);
        } catch (IllegalArgumentException unknown) {
          wrong.add(format.name() + ": " + unknown.getMessage());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private static void check(
      List<String> wrong, WireFormat format, String thought, String text, Message read) {
    boolean right =
        read.reasoning().strip().equals(thought)
            && read.content().strip().equals("I book it.")
            && read.diagnostics().isEmpty()
            && read.calls().size() == 1
            && read.calls().get(0).complete()
            && read.calls().get(0).name().equals("book")
            && read.calls().get(0).arguments().replace(" ", "").equals(COMPACT);
    if (!right) {
      wrong.add(format.name() + " reads\n" + text + "\nas " + read);
    }
  }

  @Test
  void everyFormatReadsACallWithoutArguments() {
    List<String> wrong = new ArrayList<>();
    for (WireFormat format : FORMATS) {
      CanonicalText writer = new CanonicalText(format.syntax());
      String begin = writer.beginsInReasoning() ? writer.reasoning("Hm.") : "";
      for (CallForm form : format.syntax().calls()) {
        String text = begin + writer.call(form, "list", "0", Map.of());
        Message read = read(format, text);
        if (read.calls().size() != 1
            || !read.calls().get(0).complete()
            || !read.calls().get(0).arguments().equals("{}")
            || !read.diagnostics().isEmpty()) {
          wrong.add(format.name() + " reads\n" + text + "\nas " + read);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void attributesWithEntitiesSpellKeysWithThem() {
    WireFormat format = Formats.byName("kimi_k3");
    CallForm form = format.syntax().calls().get(0);
    String key = "\"&lt;\" <a>";
    String text = new CanonicalText(format.syntax()).call(form, "list", "0", Map.of(key, "b"));
    assertTrue(text.contains(" key=\"&quot;&amp;lt;&quot; &lt;a&gt;\" "), text);
    assertEquals(
        "{\"\\\"&lt;\\\" <a>\":\"b\"}", read(format, text).calls().get(0).arguments(), text);
  }

  @Test
  void textIsAsTemplatesWriteIt() {
    assertEquals(
        """
        <tool_call>
        <function=book>
        <parameter=city>
        Bern
        </parameter>
        <parameter=days>
        3
        </parameter>
        </function>
        </tool_call>\
        """,
        book("qwen3_coder"));
    assertEquals(
        """
        <tool_call>book
        <arg_key>city</arg_key>
        <arg_value>Bern</arg_value>
        <arg_key>days</arg_key>
        <arg_value>3</arg_value>
        </tool_call>\
        """,
        book("glm45"));
    assertEquals(
        "<|start|>assistant to=functions.book<|message|>{\"city\": \"Bern\", \"days\": 3}<|call|>",
        book("harmony"));
  }

  private static String book(String format) {
    Syntax syntax = Formats.byName(format).syntax();
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("city", "Bern");
    arguments.put("days", 3);
    return new CanonicalText(syntax).call(syntax.calls().get(0), "book", "0", arguments);
  }
}
