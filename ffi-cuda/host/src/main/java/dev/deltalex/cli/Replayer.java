package dev.deltalex.cli;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.ParserOptions.InitialState;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Feeds a text to a new parser, in deltas, like an engine. */
record Replayer(StreamSpec spec) {
  /**
   * Creates a replayer.
   *
   * @throws CliException if the settings contradict each other
   */
  static Replayer of(WireFormat format, ToolSet tools, ParserOptions options, Limits limits) {
    try {
      return new Replayer(
          StreamSpec.of(format).tools(tools).options(options).limits(limits).build());
    } catch (IllegalArgumentException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads the request's tools.
   *
   * @param field the option or member with the tools, for an error
   */
  static ToolSet tools(String json, Limits limits, String field) {
    try {
      return ToolSetReader.read(json, limits);
    } catch (ToolSchemaException e) {
      throw new CliException(field + ": " + e.getMessage());
    }
  }

  /**
   * The options of a format with the settings of the command line.
   *
   * @param start the initial state, or null for the format's
   */
  static ParserOptions options(
      WireFormat format, List<String> settings, @Nullable InitialState start) {
    ParserOptions options = Settings.apply(format.defaultOptions(), settings, "--option");
    return start == null ? options : options.toBuilder().initialState(start).build();
  }

  /**
   * Runs a whole stream.
   *
   * @param ends end offsets of the deltas, ascending
   * @param reason how the stream ends; not TOOL_CALLS, which is a result
   * @param fed called after each delta with the number of chars fed so far
   */
  void run(String text, int[] ends, FinishReason reason, DeltaSink sink, LongConsumer fed) {
    StreamParser parser = spec.open(sink);
    char[] delta = new char[0];
    int from = 0;
    for (int to : ends) {
      int length = to - from;
      if (delta.length < length) {
        delta = new char[Math.max(length, 64)];
      }
      text.getChars(from, to, delta, 0);
      parser.feed(delta, 0, length);
      // A parser must not keep a reference to the caller's buffer: overwrite it to detect later
      // reads.
      Arrays.fill(delta, 0, length, '\0');
      from = to;
      fed.accept(from);
    }
    if (reason == FinishReason.CANCELLED) {
      parser.cancel();
    } else {
      parser.finish(EndCause.valueOf(reason.name()));
    }
    parser.close();
  }
}
