package dev.deltalex.clients;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a model writes in a session with a coding agent, turn by turn: it writes a file and reads
 * it, writes two files at once, lists the folder without arguments, and calls a tool that there is
 * not.
 */
final class AgentTurns {
  static final String FILE = "awkward.txt";
  static final String LAST_WORDS = "All is written.";

  /** The names and texts of all files that it writes. */
  static final Map<String, String> FILES =
      Map.of(FILE, AwkwardFile.text(), "left.txt", "left\n", "right.txt", "right \"\\\" 🙂\n");

  private AgentTurns() {}

  /** A call of a turn. */
  private record Call(String tool, Map<String, String> arguments) {}

  private static Call write(String file) {
    return new Call("write", Map.of("path", file, "content", FILES.getOrDefault(file, "")));
  }

  /** The script of a server: an output per turn, with few tokens in a burst. */
  static String script(String format) {
    List<String> turns =
        List.of(
            "<think>\nA file first.\n</think>\n\nI write it." + calls(format, write(FILE)),
            calls(format, new Call("read", Map.of("path", FILE))),
            "Two more." + calls(format, write("left.txt"), write("right.txt")),
            calls(format, new Call("ls", Map.of())),
            calls(format, new Call("no_such_tool", Map.of("path", FILE))),
            LAST_WORDS);
    StringBuilder lines = new StringBuilder();
    for (String turn : turns) {
      ObjectNode line = Recording.JSON.createObjectNode();
      line.put("format", format).put("start", "content").put("cuts", "burst:3").put("text", turn);
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  private static String calls(String format, Call... calls) {
    StringBuilder text = new StringBuilder();
    for (Call call : calls) {
      text.append("\n<tool_call>\n").append(body(format, call)).append("\n</tool_call>");
    }
    return text.toString();
  }

  private static String body(String format, Call call) {
    if (format.equals("hermes")) {
      ObjectNode json = Recording.JSON.createObjectNode().put("name", call.tool());
      json.set("arguments", Recording.JSON.valueToTree(call.arguments()));
      return json.toString();
    }
    StringBuilder text = new StringBuilder("<function=" + call.tool() + ">\n");
    call.arguments()
        .forEach((name, value) ->
            text.append("<parameter=" + name + ">\n" + value + "\n</parameter>\n"));
    return text.append("</function>").toString();
  }
}
