package dev.deltalex.wire;

import dev.deltalex.value.JsonBytes;

/**
 * Completes the JSON of a call that was cut. Quotes and brackets complete every prefix that a
 * parser emits, except after a key that was emitted before its value because of its length: it gets
 * the value null.
 */
final class JsonClosers {
  // What is expected next in the innermost container, if it is an object.
  private static final int KEY = 0;
  private static final int COLON = 1;
  private static final int VALUE = 2;

  /** A comma or a bracket; also used for arrays. */
  private static final int OTHER = 3;

  private static final byte[] EMPTY_OBJECT = JsonBytes.ascii("{}");
  private static final byte[] QUOTE = JsonBytes.ascii("\"");
  private static final byte[] COLON_NULL = JsonBytes.ascii(":null");
  private static final byte[] NULL = JsonBytes.ascii("null");

  private JsonClosers() {}

  /** Appends the missing end of {@code json[from, to)}. */
  static void put(byte[] json, int from, int to, WireBuffer out) {
    if (from == to) {
      out.put(EMPTY_OBJECT);
      return;
    }
    byte[] closers = new byte[to - from + 1];
    int depth = 0;
    boolean inString = false;
    int next = OTHER;
    for (int i = from; i < to; i++) {
      byte c = json[i];
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> {
          inString = true;
          next = next == KEY ? COLON : OTHER;
        }
        case '{', '[' -> {
          closers[depth++] = (byte) (c == '{' ? '}' : ']');
          next = c == '{' ? KEY : OTHER;
        }
        case '}', ']' -> {
          depth -= depth > 0 ? 1 : 0;
          next = OTHER;
        }
        case ',' -> next = depth > 0 && closers[depth - 1] == '}' ? KEY : OTHER;
        case ':' -> next = VALUE;
        case ' ', '\t', '\n', '\r' -> {
          // No structural char.
        }
        default -> next = OTHER;
      }
    }
    if (inString) {
      out.put(QUOTE);
    }
    if (next == COLON || next == VALUE) {
      out.put(next == COLON ? COLON_NULL : NULL);
    }
    for (int i = depth - 1; i >= 0; i--) {
      out.put(closers, i, i + 1);
    }
  }
}
