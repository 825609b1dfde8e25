package dev.deltalex.parse;

import dev.deltalex.FinishReason;
import dev.deltalex.Limits;
import dev.deltalex.Policies;
import dev.deltalex.format.Formats;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import dev.deltalex.testkit.EventLog;
import java.util.List;

/** A stream under test with the log of its events. */
final class TestStream {
  final EventLog log = new EventLog();
  final StreamParser parser;

  private TestStream(String format, ToolSet tools, Policies policies, Limits limits) {
    parser = StreamParser.create(Formats.byName(format), tools, policies, limits, log);
  }

  static TestStream of(String format, ToolSet tools) {
    return new TestStream(format, tools, Policies.DEFAULT, Limits.DEFAULT);
  }

  static TestStream of(String format, ToolSet tools, Policies policies) {
    return new TestStream(format, tools, policies, Limits.DEFAULT);
  }

  static TestStream of(String format, ToolSet tools, Policies policies, Limits limits) {
    return new TestStream(format, tools, policies, limits);
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
    parser.finish(FinishReason.STOP);
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
