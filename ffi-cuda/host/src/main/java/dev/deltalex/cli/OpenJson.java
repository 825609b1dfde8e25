package dev.deltalex.cli;

/** JSON that ends where the model stopped. */
final class OpenJson {
  private OpenJson() {}

  /** The JSON with its open string, brackets and braces closed; an object if there is none. */
  static String closed(String json) {
    StringBuilder closers = new StringBuilder();
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString) {
        i += c == '\\' ? 1 : 0;
        inString = c != '"';
        continue;
      }
      switch (c) {
        case '"' -> inString = true;
        case '{' -> closers.append('}');
        case '[' -> closers.append(']');
        case '}', ']' -> closers.setLength(Math.max(0, closers.length() - 1));
        default -> {
          // No container and no string.
        }
      }
    }
    return json.isEmpty() ? "{}" : json + (inString ? "\"" : "") + closers.reverse();
  }
}
