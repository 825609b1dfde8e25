package dev.deltalex.spark;

import dev.deltalex.format.FormatChoice;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.schema.ToolSchemaException;
import dev.deltalex.schema.ToolSet;
import dev.deltalex.schema.ToolSetReader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The specs of the last requests: tools are compiled once, not for every row. For one thread. */
final class SpecCache {
  /** Entries that are kept, at most. */
  static final int MOST = 64;

  /** Chars of format and tools that are kept, at most, unless one entry alone has more. */
  static final int MOST_CHARS = 1 << 21;

  /** Chars of an unknown name that its error repeats. */
  private static final int QUOTED = 80;

  private record Request(@Nullable String format, @Nullable String toolsJson) {
    int chars() {
      return (format == null ? 0 : format.length()) + (toolsJson == null ? 0 : toolsJson.length());
    }
  }

  /**
   * What a format and tools amount to.
   *
   * @param spec the spec, or null if there is a problem
   * @param problem what is wrong with format or tools, with the remedy
   */
  record Entry(@Nullable StreamSpec spec, String problem) {}

  /** Least recently used first. */
  private final Map<Request, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private int chars;

  Entry get(@Nullable String format, @Nullable String toolsJson) {
    Request request = new Request(format, toolsJson);
    Entry entry = entries.get(request);
    if (entry == null) {
      entry = entry(format, toolsJson);
      entries.put(request, entry);
      chars += request.chars();
      shrink();
    }
    return entry;
  }

  int size() {
    return entries.size();
  }

  private void shrink() {
    Iterator<Request> oldest = entries.keySet().iterator();
    while (entries.size() > MOST || (chars > MOST_CHARS && entries.size() > 1)) {
      chars -= oldest.next().chars();
      oldest.remove();
    }
  }

  private static Entry entry(@Nullable String format, @Nullable String toolsJson) {
    if (format == null) {
      return new Entry(null, "format is null: use a name of a format, such as 'hermes'");
    }
    WireFormat known = Formats.find(format);
    if (known == null) {
      return new Entry(null, unknown(format));
    }
    try {
      ToolSet tools = toolsJson == null ? ToolSet.ANY : ToolSetReader.read(toolsJson);
      return new Entry(StreamSpec.of(known).tools(tools).build(), "");
    } catch (ToolSchemaException invalid) {
      return new Entry(null, "tools_json: " + invalid.getMessage());
    }
  }

  /** The name may be that of a model, or a text in the wrong column. */
  private static String unknown(String format) {
    String name = format.length() > QUOTED ? format.substring(0, QUOTED) + "…" : format;
    return "format '" + name + "' is unknown; " + remedy(Formats.forModel(name));
  }

  private static String remedy(FormatChoice choice) {
    if (choice.isFound()) {
      return choice.why() + ": use '" + choice.format().name() + "'";
    }
    if (choice.isAmbiguous()) {
      return choice.toString();
    }
    return choice.nearest().isEmpty()
        ? "use a name that `deltalex formats` lists, such as 'hermes'"
        : "nearest: " + String.join(", ", choice.nearest());
  }
}
