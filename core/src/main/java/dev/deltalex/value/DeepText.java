package dev.deltalex.value;

import dev.deltalex.Diagnostic;

/**
 * A container that lies too deep: its source becomes the text of a string. Only its brackets are
 * counted, those outside of strings in double quotes, so that its end is found.
 */
final class DeepText {
  private DeepText() {}

  /**
   * Opens the string; the container's left bracket, at offset {@code sourceOffset}, is read next.
   */
  static void open(JsonState v, long sourceOffset) {
    if (!v.depthReported) {
      v.depthReported = true;
      v.out.diagnostic(Diagnostic.DEPTH_LIMIT, v.valueAt);
    }
    JsonText.markRepaired(v);
    JsonText.raw(v, '"', sourceOffset);
    v.measure = 0;
    v.inString = false;
    v.inEscape = false;
  }

  /**
   * Reads on. Returns the index behind the container's right bracket, or the complement of {@code
   * to} if it has not come; {@code origin} is the offset of {@code a[0]}.
   */
  static int read(JsonState v, char[] a, int from, int to, long origin) {
    int i = from;
    boolean whole = false;
    while (i < to && !whole) {
      char c = a[i++];
      if (v.inEscape) {
        v.inEscape = false;
      } else if (v.inString) {
        v.inEscape = c == '\\';
        v.inString = c != '"';
      } else if (c == '"') {
        v.inString = true;
      } else if (c == '{' || c == '[') {
        v.measure++;
      } else if (c == '}' || c == ']') {
        whole = --v.measure == 0;
      }
    }
    JsonText.text(v, a, from, i, origin + from);
    if (!whole) {
      return ~i;
    }
    JsonText.endText(v, origin + i);
    JsonText.raw(v, '"', origin + i - 1);
    return i;
  }
}
