package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.text.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The calls that the suites parse, and the proof that they are parsed right. */
final class Calls {
  static final WireFormat FORMAT = Formats.byName("qwen3_coder");

  /** The tools of all requests. */
  static final String TOOLS_JSON =
      """
      [{"type": "function", "function": {"name": "write_file", "parameters": {"type": "object",
        "properties": {"path": {"type": "string"}, "content": {"type": "string"}}}}},
       {"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string"}}}}}]
      """;

  static final ToolSet TOOLS = ToolSetReader.read(TOOLS_JSON, Limits.DEFAULT);

  /** What precedes the streamed argument. */
  static final String OPENER =
      "<tool_call>\n<function=write_file>\n<parameter=path>\nsrc/Main.java\n</parameter>\n"
          + "<parameter=content>\n";

  /** The arguments that a call has when the first char of the streamed one is emitted. */
  static final String ARGUMENTS = "{\"path\":\"src/Main.java\",\"content\":\"";

  /** What follows the streamed argument. */
  static final String CLOSER = "\n</parameter>\n</function>\n</tool_call>";

  /** The first parameter of {@link #OPENER}. */
  private static final String PATH = "src/Main.java";

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Which scanner the numbers are for. A pool keeps the scanner that was ready when it was made.
   */
  static final String SCANNER = StreamPool.warmUp();

  static {
    System.out.println("# Scanner: " + SCANNER);
  }

  private static final String VECTOR = "vector";

  private Calls() {}

  /** Bits of the vectors of the scanner in use; 0 if it looks at a char at a time. */
  static int scannerBits() {
    if (!SCANNER.startsWith(VECTOR)) {
      return 0;
    }
    return Integer.parseInt(SCANNER.substring(VECTOR.length(), SCANNER.indexOf(':')));
  }

  /** A parser of its own for one stream. */
  static StreamParser parser(DeltaSink sink) {
    return open(new StreamPool(1), sink);
  }

  /** As {@link #parser(DeltaSink)}, for tokens. */
  static StreamParser parser(DeltaSink sink, Vocabulary vocabulary) {
    StreamSpec spec = StreamSpec.of(FORMAT).tools(TOOLS).vocabulary(vocabulary).build();
    return new StreamPool(1).open(spec, sink);
  }

  static StreamParser open(StreamPool pool, DeltaSink sink) {
    return pool.open(StreamSpec.of(FORMAT).tools(TOOLS).build(), sink);
  }

  /** The text as an input array with slack behind it. */
  static char[] slab(String text) {
    char[] slab = new char[text.length() + Texts.SLACK];
    text.getChars(0, text.length(), slab, 0);
    return slab;
  }

  /**
   * Parses a call with the argument {@code body} in deltas of {@code chars} chars and compares what
   * came out with the source.
   *
   * @throws IllegalStateException if they differ
   */
  static void check(String body, int chars) {
    String wire = OPENER + body + CLOSER;
    char[] slab = slab(wire);
    CollectingSink sink = new CollectingSink();
    StreamParser parser = parser(sink);
    for (int at = 0; at < wire.length(); at += chars) {
      parser.feed(slab, at, Math.min(wire.length(), at + chars));
    }
    parser.finish(EndCause.STOP);
    require(sink.outcome() == FinishReason.TOOL_CALLS, "the call is incomplete");
    require(sink.diagnostics() == 0, "there are diagnostics");
    require(sink.name().equals("write_file"), "called was " + sink.name());
    requireArguments(sink.json(), body);
  }

  /** Requires the arguments of a call that {@link #OPENER} and {@code body} make. */
  static void requireArguments(String json, String body) {
    requireStrings(json, "path", PATH, "content", body);
  }

  /** Requires a JSON object of exactly these names and strings. */
  static void requireStrings(String json, String... namesAndStrings) {
    try (JsonParser in = JSON.createParser(json)) {
      require(in.nextToken() == JsonToken.START_OBJECT, "not an object: " + json);
      for (int i = 0; i < namesAndStrings.length; i += 2) {
        require(namesAndStrings[i].equals(in.nextFieldName()), "no " + namesAndStrings[i]);
        require(namesAndStrings[i + 1].equals(in.nextTextValue()), namesAndStrings[i] + " differs");
      }
      require(in.nextToken() == JsonToken.END_OBJECT && in.nextToken() == null, "more follows");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requires that a text begins with another one; returns what follows. */
  static String restBehind(String text, String expected, String what) {
    int same = 0;
    int most = Math.min(text.length(), expected.length());
    while (same < most && text.charAt(same) == expected.charAt(same)) {
      same++;
    }
    require(same == expected.length(), what + " differs at char " + same);
    return text.substring(same);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("the benchmark measures the wrong thing: " + otherwise);
    }
  }
}
