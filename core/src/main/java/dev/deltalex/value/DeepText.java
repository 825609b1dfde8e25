package dev.deltalex.value;

import dev.deltalex.Diagnostic;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A container that lies too deep: its source becomes the text of a string. Only its brackets are
 * counted, those outside of strings in double quotes, so that its end is found.
 */
final class DeepText {
  private final JsonText text;
  private int level;
  private boolean inString;
  private boolean inEscape;

  /** Whether it was said that the value is too deep: said once. */
  private boolean reported;

  private long valueAt;

  DeepText(JsonText text) {
    this.text = text;
  }

  /** A value begins at offset {@code source}; of a {@code silent} one nothing is said. */
  void begin(boolean silent, long source) {
    reported = silent;
    valueAt = source;
  }

  /** Opens the string; the container's left bracket, at offset {@code source}, is read next. */
  void open(SpanOutput out, long source) {
    if (!reported) {
      reported = true;
      out.diagnostic(Diagnostic.DEPTH_LIMIT, valueAt);
    }
    text.deviate();
    text.raw('"', source);
    level = 0;
    inString = false;
    inEscape = false;
  }

  /**
   * Reads on. Returns the index behind the container's right bracket, or the complement of {@code
   * to} if it has not come; {@code origin} is the offset of {@code a[0]}.
   */
  int read(char[] a, int from, int to, long origin) {
    int i = from;
    boolean whole = false;
    while (i < to && !whole) {
      char c = a[i++];
      if (inEscape) {
        inEscape = false;
      } else if (inString) {
        inEscape = c == '\\';
        inString = c != '"';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        level++;
      } else if (c == '}' || c == ']') {
        whole = --level == 0;
      }
    }
    text.text(a, from, i, origin + from);
    if (!whole) {
      return ~i;
    }
    text.endText(origin + i);
    text.raw('"', origin + i - 1);
    return i;
  }

  void shift(long offset) {
    valueAt += offset;
  }

  void save(DataOutputStream stream) throws IOException {
    stream.writeInt(level);
    stream.writeBoolean(inString);
    stream.writeBoolean(inEscape);
    stream.writeBoolean(reported);
    stream.writeLong(valueAt);
  }

  void load(DataInputStream stream) throws IOException {
    level = stream.readInt();
    inString = stream.readBoolean();
    inEscape = stream.readBoolean();
    reported = stream.readBoolean();
    valueAt = stream.readLong();
  }
}
