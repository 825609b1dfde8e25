package dev.deltalex.value;

import dev.deltalex.schema.ToolSet;

/** The keys of an object in strict JSON, compared with the parameters of a tool. */
final class ObjectKeys {
  private ObjectKeys() {}

  /**
   * Whether all keys of the object whose members are {@code a[from, to)} are parameters of the
   * tool; of a tool that declares none, whatever they are.
   */
  static boolean areParameters(ToolSet tools, int tool, char[] a, int from, int to) {
    if (tool < 0 || tools.parameterCount(tool) == 0) {
      return true;
    }
    int depth = 0;
    boolean key = true;
    for (int i = from; i < to; i++) {
      switch (a[i]) {
        case '"' -> {
          int end = stringEnd(a, i, to);
          if (depth == 0 && key && !isParameter(tools, tool, a, i, end)) {
            return false;
          }
          key = false;
          i = end - 1;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case ',' -> key = true;
        default -> {
          // Another char of a value, a colon or a blank.
        }
      }
    }
    return true;
  }

  /** The index behind the string that begins at {@code a[from]}. */
  private static int stringEnd(char[] a, int from, int to) {
    int i = from + 1;
    while (i < to && a[i] != '"') {
      i += a[i] == '\\' ? 2 : 1;
    }
    return Math.min(to, i + 1);
  }

  /** Whether a string in JSON is the name of a parameter. */
  private static boolean isParameter(ToolSet tools, int tool, char[] a, int from, int to) {
    for (int p = 0; p < tools.parameterCount(tool); p++) {
      // The JSON text of a key ends with a colon.
      char[] json = tools.keyJson(tool, p);
      boolean same = json.length - 1 == to - from;
      for (int i = 0; same && i < json.length - 1; i++) {
        same = a[from + i] == json[i];
      }
      if (same) {
        return true;
      }
    }
    return false;
  }
}
