package dev.deltalex.value;

import dev.deltalex.Limits;
import dev.deltalex.scan.CharScanner;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The key of a member, in quotes or bare. It waits for its value's first char, so that what is out
 * can always be closed; one that is too long to wait goes out as it comes.
 */
final class JsonKeyText {
  private final JsonText text;

  /** Whether it went out ahead of its value. */
  private boolean isOut;

  /** Its length in chars of the source. */
  private int chars;

  JsonKeyText(JsonText text) {
    this.text = text;
  }

  /** There is no key. */
  void clear() {
    isOut = false;
  }

  /** A key begins at offset {@code at}. */
  void begin(long at) {
    text.hold('"', at);
    text.toPending = true;
    chars = 0;
  }

  /** Whether it went out ahead of its value. */
  boolean isOut() {
    return isOut;
  }

  /** Its value is there: what waits goes out. */
  void release() {
    text.release();
    isOut = false;
  }

  /**
   * Reads a key in quotes. Returns the index of the closing quote, or {@code to}; {@code origin} is
   * the offset of {@code a[0]}.
   */
  int quoted(
      CharScanner scanner, Limits limits, char[] a, int from, int to, char quote, long origin) {
    // Char by char: a key's length counts in source chars, wherever deltas end.
    for (int i = from; i < to; i++) {
      if (text.string(scanner, a, i, i + 1, quote, origin) == i) {
        end(origin + i);
        return i;
      }
      count(limits);
    }
    return to;
  }

  /** Reads a bare key. Returns the index of the delimiter behind it, or {@code to}. */
  int bare(Limits limits, char[] a, int from, int to, long origin) {
    int i = from;
    while (i < to && !JsonTokens.isDelimiter(a[i])) {
      if (isOut) {
        text.text(a, i, i + 1, origin + i);
      } else {
        text.holdEscaped(a[i], origin + i);
      }
      i++;
      count(limits);
    }
    if (i < to) {
      text.endText(origin + i);
      end(origin + i);
    }
    return i;
  }

  private void count(Limits limits) {
    if (++chars > limits.name() && !isOut) {
      isOut = true;
      text.releaseKey();
      text.toPending = false;
    }
  }

  private void end(long source) {
    if (isOut) {
      text.raw('"', source);
    } else {
      text.hold('"', source);
    }
    text.toPending = false;
  }

  /**
   * No value will come. A key that is out gets a null, its quote first if the end is {@code inside}
   * it; one that waits is left to be dropped.
   */
  void abandon(boolean inside, long source) {
    if (isOut) {
      if (inside) {
        text.dropEscape();
        text.endText(source);
        text.raw('"', source);
      }
      text.raw(':', source);
      text.raw(JsonTokens.NULL, 0, JsonTokens.NULL.length, source);
    }
  }

  void save(DataOutputStream stream) throws IOException {
    stream.writeBoolean(isOut);
    stream.writeInt(chars);
  }

  void load(DataInputStream stream) throws IOException {
    isOut = stream.readBoolean();
    chars = stream.readInt();
  }
}
