package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;

/**
 * The key of a member, in quotes or bare. It waits for its value's first char, so that what is out
 * can always be closed; one that is too long to wait goes out as it comes.
 */
final class JsonKeyText {
  private JsonKeyText() {}

  /** A key begins at offset {@code at}. */
  static void begin(JsonState v, long at) {
    JsonText.hold(v, '"', at);
    v.toPending = true;
    v.measure = 0;
  }

  /** Its value is there: what waits goes out. */
  static void release(JsonState v) {
    JsonText.release(v);
    v.keyIsOut = false;
  }

  /**
   * Reads a key in quotes. Returns the index of the closing quote, or {@code to}; {@code origin} is
   * the offset of {@code a[0]}.
   */
  static int quoted(
      JsonState v, CharScanner scanner, Limits limits, char[] a, int from, int to, long origin) {
    // Char by char: a key's length counts in source chars, wherever deltas end.
    for (int i = from; i < to; i++) {
      if (JsonText.string(v, scanner, a, i, i + 1, origin) == i) {
        end(v, origin + i);
        return i;
      }
      count(v, limits);
    }
    return to;
  }

  /** Reads a bare key. Returns the index of the delimiter behind it, or {@code to}. */
  static int bare(JsonState v, Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      if (v.keyIsOut) {
        JsonText.text(v, a, i, i + 1, origin + i);
      } else {
        JsonText.holdEscaped(v, a[i], origin + i);
      }
      i++;
      count(v, limits);
    }
    if (i < to) {
      JsonText.endText(v, origin + i);
      end(v, origin + i);
    }
    return i;
  }

  private static void count(JsonState v, Limits limits) {
    if (!v.keyIsOut && ++v.measure > limits.maxNameChars()) {
      v.keyIsOut = true;
      JsonText.release(v);
      v.toPending = false;
    }
  }

  private static void end(JsonState v, long sourceOffset) {
    if (v.keyIsOut) {
      JsonText.raw(v, '"', sourceOffset);
    } else {
      JsonText.hold(v, '"', sourceOffset);
    }
    v.toPending = false;
  }

  /**
   * No value will come. A key that is out gets a null, its quote first if the end is {@code inside}
   * it; one that waits is left to be dropped.
   */
  static void abandon(JsonState v, boolean inside, long sourceOffset) {
    if (v.keyIsOut) {
      if (inside) {
        JsonText.endText(v, sourceOffset);
        JsonText.raw(v, '"', sourceOffset);
      }
      JsonText.raw(v, ':', sourceOffset);
      JsonText.raw(v, JsonTokens.NULL, 0, JsonTokens.NULL.length, sourceOffset);
    }
  }
}
