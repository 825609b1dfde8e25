package dev.deltalex.testkit;

import org.jspecify.annotations.Nullable;

/**
 * Plain Python literals to JSON: dict with string keys, list, tuple, str, int, float, True, False,
 * None. Recursive, as deep as the caller allows.
 */
final class PythonReference {
  private static final int NONE = -1;

  private final String text;
  private final int depth;
  private final StringBuilder out = new StringBuilder();

  private PythonReference(String text, int depth) {
    this.text = text;
    this.depth = depth;
  }

  /** The JSON text, or null if this is no such literal. */
  static @Nullable String toJson(String text, int depth) {
    PythonReference python = new PythonReference(text, depth);
    int end = python.value(python.skip(0), 1);
    return end != NONE && python.skip(end) == text.length() ? python.out.toString() : null;
  }

  private char at(int i) {
    return i < text.length() ? text.charAt(i) : '\0';
  }

  private int skip(int i) {
    int q = i;
    while (q < text.length() && " \t\n\r".indexOf(text.charAt(q)) >= 0) {
      q++;
    }
    return q;
  }

  private int value(int i, int level) {
    return switch (at(i)) {
      case '{' -> level > depth ? NONE : dict(i + 1, level);
      case '[' -> level > depth ? NONE : sequence(i + 1, ']', level);
      case '(' -> level > depth ? NONE : sequence(i + 1, ')', level);
      case '\'', '"' -> string(i);
      case 'T' -> word(i, "True", "true");
      case 'F' -> word(i, "False", "false");
      case 'N' -> word(i, "None", "null");
      default -> number(i);
    };
  }

  private int word(int i, String python, String json) {
    if (!text.startsWith(python, i)) {
      return NONE;
    }
    out.append(json);
    return i + python.length();
  }

  private int number(int i) {
    int end = i;
    while ("+-.0123456789eE".indexOf(at(end)) >= 0) {
      end++;
    }
    if (end == i || !JsonPrefix.of(text.substring(i, end)).complete()) {
      return NONE;
    }
    out.append(text, i, end);
    return end;
  }

  private int sequence(int from, char closer, int level) {
    out.append('[');
    int i = skip(from);
    int count = 0;
    boolean comma = true;
    while (at(i) != closer) {
      if (!comma) {
        return NONE;
      }
      out.append(count == 0 ? "" : ", ");
      i = value(i, level + 1);
      if (i == NONE) {
        return NONE;
      }
      count++;
      i = skip(i);
      comma = at(i) == ',';
      i = comma ? skip(i + 1) : i;
    }
    out.append(']');
    return closer == ')' && count == 1 && !comma ? NONE : i + 1;
  }

  private int dict(int from, int level) {
    out.append('{');
    int i = skip(from);
    int count = 0;
    boolean comma = true;
    while (at(i) != '}') {
      if (!comma || at(i) != '\'' && at(i) != '"') {
        return NONE;
      }
      out.append(count == 0 ? "" : ", ");
      i = string(i);
      i = i == NONE ? NONE : skip(i);
      if (i == NONE || at(i) != ':') {
        return NONE;
      }
      out.append(": ");
      i = value(skip(i + 1), level + 1);
      if (i == NONE) {
        return NONE;
      }
      count++;
      i = skip(i);
      comma = at(i) == ',';
      i = comma ? skip(i + 1) : i;
    }
    out.append('}');
    return i + 1;
  }

  private int string(int from) {
    char quote = at(from);
    StringBuilder content = new StringBuilder();
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        out.append(ReferenceValue.string(content.toString()));
        return i + 1;
      }
      if (c == '\n' || c == '\r') {
        return NONE;
      }
      if (c == '\\') {
        i++;
        int escape = "nrtbf\\'\"".indexOf(at(i));
        if (escape < 0) {
          return NONE;
        }
        content.append("\n\r\t\b\f\\'\"".charAt(escape));
      } else {
        content.append(c);
      }
    }
    return NONE;
  }
}
