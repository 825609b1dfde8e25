package dev.deltalex.cli;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.syntax.CanonicalText;
import dev.deltalex.syntax.Syntax;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A response in a format, made from its declaration, and the events that the parser reads in it.
 *
 * @param beginsInReasoning whether the generation prompt has opened the reasoning
 * @param text what the model writes
 * @param events what {@code deltalex replay} prints for it
 */
record FormatExample(boolean beginsInReasoning, String text, List<String> events) {
  /** The request's tools. */
  static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}}}]
      """;

  /** Makes ids of calls the same each time. */
  private static final long SEED = 1;

  /** The example of a format. */
  static FormatExample of(WireFormat format) {
    Syntax syntax = format.syntax();
    CanonicalText writer = new CanonicalText(syntax);
    StringBuilder text = new StringBuilder();
    text.append(writer.reasoning("The weather in Oslo."));
    text.append(writer.content("I look it up.\n"));
    if (!syntax.calls().isEmpty()) {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("city", "Oslo");
      arguments.put("days", 3);
      text.append(writer.call(syntax.calls().getFirst(), "get_weather", "0", arguments));
    }
    boolean reasons = writer.beginsInReasoning();
    String whole = text.toString();
    return new FormatExample(reasons, whole, events(format, reasons, whole));
  }

  private static List<String> events(WireFormat format, boolean reasons, String text) {
    ParserOptions options = format.defaultOptions();
    if (reasons) {
      options = options.toBuilder().initialState(InitialState.REASONING).build();
    }
    StreamSpec spec =
        StreamSpec.of(format)
            .tools(ToolSetReader.read(TOOLS, Limits.DEFAULT))
            .options(options)
            .build();
    StringWriter out = new StringWriter();
    EventPrinter printer = new EventPrinter(new PrintWriter(out));
    try (StreamParser parser = new StreamPool(SEED).open(spec, printer)) {
      parser.feed(text);
      parser.finish(EndCause.STOP);
    }
    return out.toString().lines().toList();
  }
}
