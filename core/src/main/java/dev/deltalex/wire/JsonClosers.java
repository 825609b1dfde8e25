package dev.deltalex.wire;

/**
 * Completes the JSON of a call that was cut. What a parser hands over can at any moment be
 * completed by quotes and brackets alone.
 */
final class JsonClosers {
  private static final byte[] EMPTY_OBJECT = JsonBytes.ascii("{}");

  private JsonClosers() {}

  /** Appends what {@code json[from, to)} lacks. */
  static void put(byte[] json, int from, int to, WireBuffer out) {
    if (from == to) {
      out.put(EMPTY_OBJECT);
      return;
    }
    byte[] closers = new byte[to - from + 1];
    int depth = 0;
    boolean inString = false;
    for (int i = from; i < to; i++) {
      byte c = json[i];
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        closers[depth++] = (byte) (c == '{' ? '}' : ']');
      } else if ((c == '}' || c == ']') && depth > 0) {
        depth--;
      }
    }
    if (inString) {
      closers[depth++] = '"';
    }
    for (int i = depth - 1; i >= 0; i--) {
      out.put(closers, i, i + 1);
    }
  }
}
