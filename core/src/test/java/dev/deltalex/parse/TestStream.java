package dev.deltalex.parse;

import dev.deltalex.EndCause;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import dev.deltalex.text.Vocabulary;
import java.util.List;

/** A stream under test with the log of its events. */
final class TestStream {
  final EventLog log = new EventLog();
  final StreamParser parser;

  private TestStream(StreamSpec spec) {
    parser = spec.open(log);
  }

  static TestStream of(StreamSpec spec) {
    return new TestStream(spec);
  }

  /** A stream that takes tokens, under default options. */
  static TestStream of(String format, ToolSet tools, Vocabulary words) {
    return of(StreamSpec.of(Formats.byName(format)).tools(tools).vocabulary(words).build());
  }

  static TestStream of(String format, ToolSet tools) {
    return of(format, tools, ParserOptions.DEFAULT);
  }

  static TestStream of(String format, ToolSet tools, ParserOptions options) {
    return of(format, tools, options, Limits.DEFAULT);
  }

  static TestStream of(String format, ToolSet tools, ParserOptions options, Limits limits) {
    return of(
        StreamSpec.of(Formats.byName(format)).tools(tools).options(options).limits(limits).build());
  }

  /** One tool; {@code parameters}: names and types in turn. */
  static ToolSet tool(String name, String... parameters) {
    return ToolSetReader.read("[" + toolJson(name, parameters) + "]", Limits.DEFAULT);
  }

  static String toolJson(String name, String... parameters) {
    StringBuilder properties = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      properties.append(i == 0 ? "" : ",");
      properties.append('"').append(parameters[i]).append("\":{\"type\":\"");
      properties.append(parameters[i + 1]).append("\"}");
    }
    return "{\"type\":\"function\",\"function\":{\"name\":\""
        + name
        + "\",\"parameters\":{\"type\":\"object\",\"properties\":{"
        + properties
        + "}}}}";
  }

  /** Feeds deltas. */
  TestStream feed(String... deltas) {
    for (String delta : deltas) {
      parser.feed(delta.toCharArray(), 0, delta.length());
    }
    return this;
  }

  /** Feeds a text in deltas of {@code size} chars. */
  TestStream feedBy(int size, String text) {
    char[] chars = text.toCharArray();
    for (int at = 0; at < chars.length; at += size) {
      parser.feed(chars, at, Math.min(chars.length, at + size));
    }
    return this;
  }

  /** Ends the stream by STOP; returns its log. */
  EventLog stop() {
    parser.finish(EndCause.STOP);
    return log;
  }

  /** Arguments of the latest call so far. */
  String arguments() {
    return log.calls().getLast().arguments();
  }

  /** Arguments of all calls so far. */
  List<String> allArguments() {
    return log.calls().stream().map(EventLog.Call::arguments).toList();
  }
}
