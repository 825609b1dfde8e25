package dev.deltalex.batch;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Scanners;
import dev.deltalex.value.GrowableChars;
import dev.deltalex.value.JsonBytes;
import java.util.Arrays;

/** UTF-8 bytes that are appended to an array which grows as needed and is kept for reuse. */
final class LineOutput {
  /** Chars that are escaped at a time: bounds the room that is asked for. */
  private static final int PIECE = 1 << 14;

  private final CharScanner scanner = Scanners.current();
  private byte[] bytes = new byte[PIECE];
  private int end;

  byte[] array() {
    return bytes;
  }

  int length() {
    return end;
  }

  /** Removes all bytes; the array is kept if it is no longer than {@code keptLength}. */
  void clear(int keptLength) {
    end = 0;
    if (bytes.length > keptLength) {
      bytes = new byte[PIECE];
    }
  }

  LineOutput put(byte[] ascii) {
    room(ascii.length);
    System.arraycopy(ascii, 0, bytes, end, ascii.length);
    end += ascii.length;
    return this;
  }

  /** Appends JSON, or a part of it, as it is. */
  LineOutput put(String json) {
    return put(JsonBytes.utf8(json));
  }

  /** Appends the text as a JSON string. */
  LineOutput quote(GrowableChars text) {
    return quote(text.array(), 0, text.length());
  }

  /** Appends the text as a JSON string. */
  LineOutput quote(String text) {
    return quote(text.toCharArray(), 0, text.length());
  }

  /** Appends {@code a[from, to)} as a JSON string. */
  LineOutput quote(char[] a, int from, int to) {
    room(1);
    bytes[end++] = '"';
    int next;
    for (int i = from; i < to; i = next) {
      next = Math.min(to, i + PIECE);
      if (next < to && JsonBytes.isPair(a[next - 1], a[next])) {
        next++;
      }
      room(JsonBytes.room(next - i));
      end = JsonBytes.escape(scanner, a, i, next, bytes, end);
    }
    room(1);
    bytes[end++] = '"';
    return this;
  }

  private void room(int count) {
    int needed = Math.addExact(end, count);
    if (needed > bytes.length) {
      int doubled = bytes.length > Integer.MAX_VALUE / 2 - 8 ? needed : 2 * bytes.length;
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
