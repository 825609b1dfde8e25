package dev.deltalex.clients;

import java.util.ArrayList;
import java.util.List;

/** A text of 400 lines that is awkward in JSON, in markup, in events or on a terminal. */
final class AwkwardFile {
  private static final int LINES = 400;

  /** Each is repeated with its number, so that a lost or doubled line shows. */
  private static final List<String> KINDS =
      List.of(
          "plain",
          "",
          "\tindented with a tab and\ttabs within\t",
          "    spaces at both ends    ",
          "\"quoted\" and \\\"escaped\\\" and 'single'",
          "back\\slashes \\n \\t \\u0041 \\\\ at the end \\",
          "{\"name\": \"write\", \"arguments\": {\"path\": [1, 2.50, null, true]}}",
          "}}]]\"}} ,{[(",
          "data: [DONE]",
          "event: error",
          ": a comment of an event stream",
          "<div class=\"a\">&amp; &lt;b&gt;</div> <!-- comment -->",
          "if (a < b && c > d) { return a <= b; } // </b",
          "```json",
          "naïve café, Ελληνικά, кириллица, 日本語, العربية, e\u0301",
          "emoji 🙂 👩‍👩‍👧‍👦 🇳🇴 and 𝕏 beyond the basic plane",
          "line separator \u2028 and paragraph separator \u2029, no break \u00a0, zero width \u200b",
          "control chars \u0001 \u001b[31mred\u001b[0m \u007f \u009b form feed \f",
          "a carriage return within \r and at the end\r",
          "%s %d ${HOME} $(pwd) `id` #{x} {{y}} %n",
          "null",
          "True, None, 0x1F, 1e400, -0.0, 007",
          "long " + "0123456789".repeat(120),
          "#!/bin/sh -e");

  private AwkwardFile() {}

  /** The text, with a line feed at its end. */
  static String text() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      String kind = KINDS.get(i % KINDS.size());
      // The number is at the start or at the end, so that either of them is awkward, too.
      boolean ahead = i / KINDS.size() % 2 == 0;
      lines.add(kind.isEmpty() ? "" : ahead ? i + kind : kind + i);
    }
    return String.join("\n", lines) + "\n";
  }
}
