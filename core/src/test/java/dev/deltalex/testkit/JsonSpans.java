package dev.deltalex.testkit;

/** Where the parts of a JSON text stand that may end anywhere. */
final class JsonSpans {
  private JsonSpans() {}

  /** Index behind the string that begins at {@code from}, or the text's end. */
  static int string(String json, int from) {
    int i = from + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(json.length(), i + 1);
  }

  /** Index of the comma or bracket behind the value at {@code from}, or the text's end. */
  static int value(String json, int from) {
    int open = 0;
    int i = from;
    while (i < json.length()) {
      char c = json.charAt(i);
      if (open == 0 && (c == ',' || c == '}' || c == ']')) {
        return i;
      }
      open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      i = c == '"' ? string(json, i) : i + 1;
    }
    return i;
  }

  /** The text that a string stands for, which may lack its last quote. */
  static String decoded(String string) {
    StringBuilder out = new StringBuilder();
    JsonEscape escape = new JsonEscape();
    for (int i = 1; i < string.length(); i++) {
      char c = string.charAt(i);
      if (escape.open()) {
        out.append(escape.add(c) ? JsonEscape.meaning(escape.take()) : "");
      } else if (c == '\\') {
        escape.begin();
      } else if (c != '"') {
        out.append(c);
      }
    }
    return out.toString();
  }
}
