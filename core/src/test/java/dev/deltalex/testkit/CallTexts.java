package dev.deltalex.testkit;

import dev.deltalex.ParserOptions;
import dev.deltalex.schema.ParameterType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random responses in the wire text of Qwen3-Coder and its kin. */
final class CallTexts extends ResponseTexts {
  /** Whether a newline on each side of a value is none of it. */
  private final boolean framed;

  CallTexts(Pick pick, ToolTexts.Tools tools, ParserOptions options, boolean framed) {
    super(pick, tools, options);
    this.framed = framed;
  }

  @Override
  void calls(int count) {
    text.append(tag("<tool_call", ">"));
    for (int i = 0; i < count; i++) {
      text.append(whitespace());
      call();
    }
    text.append(whitespace()).append(tag("</tool_call", ">"));
  }

  private String tag(String stem, String end) {
    return stem + (pick.chance(5) ? pick.of(" ", "\t", "  ") : "") + end;
  }

  private String named(String name) {
    return pick.chance(90) ? name : pick.of("\"" + name + "\"", " " + name, "'" + name + "' ");
  }

  private void call() {
    boolean declared = pick.chance(90) && !tools.tools().isEmpty();
    ToolTexts.Tool tool =
        declared
            ? tools.tools().get(pick.below(tools.tools().size()))
            : new ToolTexts.Tool("undeclared", Map.of());
    text.append(tag("<function", "=")).append(named(tool.name())).append('>').append(whitespace());
    StringBuilder json = new StringBuilder("{");
    List<String> keys = new ArrayList<>(tool.parameters().keySet());
    for (String extra : List.of("extra", "b")) {
      if (pick.chance(15) && !keys.contains(extra)) {
        keys.add(extra);
      }
    }
    Collections.shuffle(keys, new Random(pick.seed()));
    for (String key : keys) {
      if (pick.chance(80)) {
        parameter(key, tool.parameters().getOrDefault(key, 0), json);
      }
    }
    text.append(tag("</function", ">"));
    expected.addCall(tool.name(), json.append('}').toString());
  }

  private void parameter(String key, int types, StringBuilder json) {
    boolean string = types == 0 || types == ParameterType.STRING;
    ValueTexts.Value value =
        string && isLong(50) ? ValueTexts.longer(pick) : ValueTexts.next(pick, types);
    String raw = value.raw();
    text.append(tag("<parameter", "=")).append(named(key)).append('>');
    if (framed) {
      frame(raw);
    } else {
      text.append(raw);
    }
    text.append("</parameter>").append(whitespace());
    if (value.marker()) {
      expected.noteMarkerInValue();
    }
    if (value.json() == null) {
      known = false;
    } else {
      json.append(json.length() > 1 ? "," : "").append(ReferenceValue.string(key)).append(':');
      json.append(value.json());
    }
  }

  private void frame(String raw) {
    boolean newlines = pick.chance(75);
    boolean startsWithNewline = raw.startsWith("\n") || raw.startsWith("\r\n");
    text.append(newlines || startsWithNewline ? pick.of("\n", "\n", "\r\n") : "");
    text.append(raw);
    if (raw.endsWith("\r")) {
      text.append("\r\n");
    } else if (newlines || raw.endsWith("\n")) {
      text.append(pick.of("\n", "\n", "\r\n"));
    }
  }
}
