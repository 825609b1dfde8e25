package dev.deltalex.value;

import dev.deltalex.Limits;

/**
 * Where reading stands in a {@link JsonValue}, and what its brackets, commas and colons do there.
 * Those that are missing are supplied, those that are too many are discarded. A comma, key and
 * colon wait for the value's first char.
 */
final class JsonStructure {
  private JsonStructure() {}

  /** The key is whole. */
  static void endKey(JsonState v) {
    v.state = JsonState.COLON;
  }

  /** The string, word or container is whole. */
  static void endValue(JsonState v) {
    v.keyIsOut = false;
    v.state = v.depth == 0 ? JsonState.DONE : JsonState.NEXT;
  }

  /** The word is too long to hold: it is a string, and goes out as it comes. */
  static void growWord(JsonState v) {
    v.keyIsOut = false;
    v.state = JsonState.LONG_WORD;
  }

  /** Reads the whitespace at {@code from}; returns the index behind it. */
  static int whitespace(JsonState v, Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && JsonTokens.isSpace(a[i])) {
      i++;
    }
    boolean waits =
        v.state == JsonState.COLON
            || v.state == JsonState.ELEMENT_AFTER_COMMA
            || v.state == JsonState.KEY_AFTER_COMMA
            || (v.state == JsonState.VALUE && v.depth > 0);
    if (!waits) {
      if (v.depth > 0) {
        JsonText.raw(v, a, from, i, origin + from);
      }
      return i;
    }
    for (int k = from; k < i; k++) {
      if (v.pendingLength < limits.maxHeldChars()) {
        JsonText.hold(v, a[k], origin + k);
      } else {
        JsonText.markRepaired(v);
      }
    }
    return i;
  }

  /** Reads {@code c}, which stands at {@code i}; returns the index to go on from. */
  static int read(JsonState v, Limits limits, char c, int i, long origin) {
    if (c < ' ') {
      JsonText.markRepaired(v);
      return i + 1;
    }
    return switch (v.state) {
      case JsonState.MEMBER, JsonState.KEY_AFTER_COMMA -> keyStart(v, c, i, origin);
      case JsonState.COLON -> colon(v, c, i, origin);
      case JsonState.NEXT -> next(v, c, i, origin);
      default -> valueStart(v, limits, c, i, origin);
    };
  }

  private static int valueStart(JsonState v, Limits limits, char c, int i, long origin) {
    switch (c) {
      case '{', '[' -> {
        JsonKeyText.release(v);
        if (v.depth == limits.maxDepth()) {
          DeepText.open(v, origin + i);
          v.state = JsonState.DEEP;
          return i;
        }
        JsonText.raw(v, c, origin + i);
        DepthStack.push(v, c == '{');
        v.state = c == '{' ? JsonState.MEMBER : JsonState.ELEMENT;
        return i + 1;
      }
      case '"', '\'' -> {
        JsonKeyText.release(v);
        JsonText.raw(v, '"', origin + i);
        openQuote(v, c, JsonState.STRING);
        return i + 1;
      }
      case ',' -> {
        if (v.depth == 0) {
          v.state = JsonState.DONE;
          return i;
        }
        supplyNull(v, origin + i);
        return i;
      }
      case '}', ']' -> {
        if (v.depth == 0) {
          v.state = JsonState.DONE;
          return i;
        }
        close(v, c, origin + i);
        return i + 1;
      }
      case ':' -> {
        JsonText.markRepaired(v);
        return i + 1;
      }
      default -> {
        JsonWord.begin(v);
        v.state = JsonState.WORD;
        return i;
      }
    }
  }

  private static void openQuote(JsonState v, char c, byte next) {
    v.quote = c;
    v.state = next;
    if (c == '\'') {
      JsonText.markRepaired(v);
    }
  }

  /** A value is missing. */
  private static void supplyNull(JsonState v, long sourceOffset) {
    JsonText.markRepaired(v);
    JsonKeyText.release(v);
    JsonText.raw(v, JsonTokens.NULL, 0, JsonTokens.NULL.length, sourceOffset);
    v.state = JsonState.NEXT;
  }

  private static int keyStart(JsonState v, char c, int i, long origin) {
    switch (c) {
      case '}', ']' -> close(v, c, origin + i);
      case '"', '\'' -> {
        JsonKeyText.begin(v, origin + i);
        openQuote(v, c, JsonState.KEY);
      }
      case ',', ':', '{', '[' -> JsonText.markRepaired(v);
      default -> {
        JsonText.markRepaired(v);
        JsonKeyText.begin(v, origin + i);
        v.state = JsonState.BARE_KEY;
        return i;
      }
    }
    return i + 1;
  }

  private static int colon(JsonState v, char c, int i, long origin) {
    switch (c) {
      case ':' -> {
        JsonText.hold(v, ':', origin + i);
        v.state = JsonState.VALUE;
        return i + 1;
      }
      case ',' -> {
        JsonText.hold(v, ':', origin + i);
        supplyNull(v, origin + i);
        return i;
      }
      case '}', ']' -> {
        close(v, c, origin + i);
        return i + 1;
      }
      default -> {
        JsonText.markRepaired(v);
        JsonText.hold(v, ':', origin + i);
        v.state = JsonState.VALUE;
        return i;
      }
    }
  }

  private static int next(JsonState v, char c, int i, long origin) {
    switch (c) {
      case ',' -> {
        comma(v, origin + i);
        return i + 1;
      }
      case '}', ']' -> {
        close(v, c, origin + i);
        return i + 1;
      }
      case ':' -> {
        JsonText.markRepaired(v);
        return i + 1;
      }
      default -> {
        JsonText.markRepaired(v);
        comma(v, origin + i);
        return i;
      }
    }
  }

  private static void comma(JsonState v, long sourceOffset) {
    JsonText.hold(v, ',', sourceOffset);
    v.state = DepthStack.isObject(v) ? JsonState.KEY_AFTER_COMMA : JsonState.ELEMENT_AFTER_COMMA;
  }

  /**
   * Closes the innermost container, whichever bracket {@code c} came; settles what waits before.
   */
  private static void close(JsonState v, char c, long sourceOffset) {
    switch (v.state) {
      case JsonState.COLON -> {
        JsonText.hold(v, ':', sourceOffset);
        supplyNull(v, sourceOffset);
      }
      case JsonState.VALUE -> supplyNull(v, sourceOffset);
      case JsonState.ELEMENT_AFTER_COMMA, JsonState.KEY_AFTER_COMMA -> {
        // The comma is the first that waits.
        JsonText.markRepaired(v);
        JsonText.release(v, 1, v.pendingLength);
      }
      default -> {
        // Nothing waits.
      }
    }
    char right = DepthStack.pop(v);
    if (c != right) {
      JsonText.markRepaired(v);
    }
    JsonText.raw(v, right, sourceOffset);
    endValue(v);
  }

  /** Closes whatever is open; what waits stays where it is. */
  static void closeAll(JsonState v, long sourceOffset) {
    while (v.depth > 0) {
      JsonText.raw(v, DepthStack.pop(v), sourceOffset);
    }
  }
}
