package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.syntax.CanonicalText;
import dev.deltalex.syntax.Syntax;
import dev.deltalex.syntax.Tagged;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same call and the same answer in any format, and the proof that they are read right. */
final class FormatTexts {
  /** A char of no text, which no format escapes. */
  private static final String MARK = "\ue000";

  private static final String PATH = "src/Main.java";

  private final WireFormat format;
  private final CanonicalText writer;

  FormatTexts(String format) {
    this.format = Formats.byName(format);
    writer = new CanonicalText(this.format.syntax());
  }

  /** A parser of its own for one stream. */
  StreamParser parser(DeltaSink sink) {
    return new StreamPool(1).open(StreamSpec.of(format).tools(Calls.TOOLS).build(), sink);
  }

  /** What precedes the streamed argument. */
  String argumentOpener() {
    return around(call(MARK))[0];
  }

  /** What precedes the answer; empty in most formats. */
  String answerOpener() {
    return around(writer.content(MARK))[0];
  }

  /** The argument as the format spells it: JSON has escapes. */
  String spelled(String argument) {
    String[] around = around(call(MARK));
    String call = call(argument);
    return call.substring(around[0].length(), call.length() - around[1].length());
  }

  private String call(String content) {
    Syntax syntax = format.syntax();
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("path", PATH);
    arguments.put("content", content);
    return writer.call(syntax.calls().getFirst(), "write_file", "0", arguments);
  }

  private static String[] around(String text) {
    int at = text.indexOf(MARK);
    return new String[] {text.substring(0, at), text.substring(at + MARK.length())};
  }

  /**
   * Reads a call with this argument in deltas of so many chars.
   *
   * @throws IllegalStateException if what came out differs from the source
   */
  void checkArgument(String argument, int chars) {
    CollectingSink sink = read(call(argument), chars);
    Calls.require(sink.outcome() == FinishReason.TOOL_CALLS, "the call is incomplete");
    Calls.require(sink.name().equals("write_file"), "called was " + sink.name());
    Calls.requireStrings(
        sink.json(), "path", PATH, "content", trims() ? argument.strip() : argument);
  }

  /** Whether the whitespace around values is no part of them. */
  private boolean trims() {
    return format.syntax().calls().getFirst().body() instanceof Tagged tagged
        && tagged.framing() == Tagged.Framing.TRIMMED;
  }

  /** As {@link #checkArgument}, for an answer. */
  void checkAnswer(String answer, int chars) {
    CollectingSink sink = read(writer.content(answer), chars);
    Calls.require(sink.outcome() == FinishReason.STOP, "the answer is incomplete");
    Calls.require(sink.content().equals(answer), "the content differs");
  }

  private CollectingSink read(String wire, int chars) {
    CollectingSink sink = new CollectingSink();
    StreamParser parser = parser(sink);
    char[] slab = Calls.slab(wire);
    for (int at = 0; at < wire.length(); at += chars) {
      parser.feed(slab, at, Math.min(wire.length(), at + chars));
    }
    parser.finish(EndCause.STOP);
    Calls.require(sink.diagnostics() == 0, format.name() + ": there are diagnostics");
    return sink;
  }
}
