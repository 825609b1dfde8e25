package dev.deltalex.bench.compare;

import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.text.Vocabulary;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Makes the scenarios by name, from texts that all sides share. Loaded once per side: what calls it
 * sees it as a function of JDK types. As a supplier it names the scanner of this side.
 */
public final class Driver
    implements BiFunction<String, Map<String, Object>, LongUnaryOperator>, Supplier<String> {
  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "write_file", "parameters": {"type": "object",
        "properties": {"path": {"type": "string"}, "content": {"type": "string"}}}}},
       {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string"}}}}}]
      """;

  private static final String QWEN =
      "<tool_call>\n<function=write_file>\n<parameter=path>\nsrc/Main.java\n</parameter>\n"
          + "<parameter=content>\nx";

  private static final String HERMES =
      "<tool_call>\n{\"name\": \"write_file\", \"arguments\": {\"path\": \"src/Main.java\","
          + " \"content\": \"x";

  private final String scanner = StreamPool.warmUp();
  private final ToolSet tools = ToolSetReader.read(TOOLS, Limits.DEFAULT);
  private final StreamSpec qwen = spec("qwen3_coder");
  private final StreamSpec hermes = spec("hermes");

  /** Made reflectively, once per side. */
  public Driver() {}

  private StreamSpec spec(String format) {
    return StreamSpec.of(Formats.byName(format)).tools(tools).build();
  }

  @Override
  public String get() {
    return scanner;
  }

  @Override
  public LongUnaryOperator apply(String name, Map<String, Object> texts) {
    String[] part = name.split("-", -1);
    return switch (part[1]) {
      case "plain", "code" -> {
        int size = Integer.parseInt(part[2]);
        yield switch (part[0]) {
          case "q" -> text(qwen, QWEN, texts, part[1], size);
          case "h" -> text(hermes, HERMES, texts, "json-" + part[1], size);
          default -> tokens(texts, size);
        };
      }
      case "call", "call4" -> {
        boolean isQwen = part[0].equals("q");
        String calls = isQwen ? "qwen-calls" : "hermes-calls";
        yield new CallScenario(
            isQwen ? qwen : hermes,
            (char[]) need(texts, calls),
            (int[]) need(texts, calls + (part[1].equals("call") ? "-ends" : "-ends4")));
      }
      case "text" -> {
        String body = part.length > 2 ? "lines" : "plain";
        yield switch (part[0]) {
          case "q" -> text(qwen, "x", texts, body, 4);
          case "h" -> text(hermes, "x", texts, body, 4);
          default ->
              text(
                  StreamSpec.of(Formats.byName("think_only")).build(),
                  "<think>x</think>\n\nx",
                  texts,
                  body,
                  4);
        };
      }
      default ->
          new ManyScenario(qwen, QWEN, (char[]) need(texts, "plain"), Integer.parseInt(part[1]));
    };
  }

  private static Scenario text(
      StreamSpec spec, String opener, Map<String, Object> texts, String body, int chars) {
    return new TextScenario(
        spec, opener, (char[]) need(texts, body), (Integer) need(texts, "slack"), chars);
  }

  private Scenario tokens(Map<String, Object> texts, int burst) {
    Vocabulary.Builder words = Vocabulary.builder();
    String[] pieces = (String[]) need(texts, "pieces");
    for (int id = 0; id < pieces.length; id++) {
      words.add(id, pieces[id]);
    }
    StreamSpec spec = qwen.toBuilder().vocabulary(words.build()).build();
    return new TokenScenario(spec, QWEN, (int[]) need(texts, "ids"), burst);
  }

  private static Object need(Map<String, Object> texts, String name) {
    Object text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no shared text is called " + name);
    }
    return text;
  }
}
