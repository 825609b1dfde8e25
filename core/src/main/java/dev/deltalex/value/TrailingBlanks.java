package dev.deltalex.value;

import dev.deltalex.scan.CharScanner;
import org.jspecify.annotations.Nullable;

/**
 * Text of a string whose whitespace at the end is not part of it: whitespace is held until a char
 * of text follows it. A run that is longer than what may be held is text.
 */
final class TrailingBlanks {
  /** The call of the string. */
  int call;

  private char @Nullable [] held;
  private int length;

  /**
   * Emits {@code a[start, end)} behind what is held, but for the whitespace that it ends with.
   *
   * @param most whitespace chars that may be held
   */
  void text(SpanOutput out, CharArrayPool arrays, int most, char[] a, int start, int end, long at) {
    int text = end;
    while (text > start && JsonTokens.isSpace(a[text - 1])) {
      text--;
    }
    if (text > start) {
      flush(out, arrays, at);
      out.escaped(call, a, start, text, at);
    }
    int block = most + 1;
    int full = (length + (end - text)) / block * block;
    if (full > 0) {
      int rest = full - length;
      flush(out, arrays, at + (text - start));
      out.escaped(call, a, text, text + rest, at + (text - start));
      text += rest;
    }
    keep(arrays, a, text, end);
  }

  /** Number of held chars. */
  int length() {
    return length;
  }

  /** Holds one char instead of what is held. */
  void holdOnly(CharArrayPool arrays, char blank) {
    char[] kept = held;
    if (kept == null) {
      kept = arrays.acquire(1);
      held = kept;
    }
    kept[0] = blank;
    length = 1;
  }

  /** Writes what is held as JSON text to the start of {@code out}; returns its length. */
  int escape(CharScanner scanner, char[] out) {
    char[] kept = held;
    return kept == null ? 0 : scanner.escape(kept, 0, length, out, 0);
  }

  /** Holds {@code a[start, end)}: instead of what is held, or behind it. */
  void hold(CharArrayPool arrays, char[] a, int start, int end, boolean instead) {
    length = instead ? 0 : length;
    keep(arrays, a, start, end);
  }

  private void keep(CharArrayPool arrays, char[] a, int start, int end) {
    if (start == end) {
      return;
    }
    int needed = length + (end - start);
    char[] kept = held;
    if (kept == null) {
      kept = arrays.acquire(needed);
    } else if (kept.length < needed) {
      kept = arrays.grow(kept, length, needed);
    }
    System.arraycopy(a, start, kept, length, end - start);
    held = kept;
    length = needed;
  }

  /** Emits what is held, which ends before offset {@code at}. */
  private void flush(SpanOutput out, CharArrayPool arrays, long at) {
    char[] kept = held;
    if (kept != null) {
      out.escaped(call, kept, 0, length, at - length);
      out.pin();
    }
    release(arrays);
  }

  /** Releases what is held. */
  void release(CharArrayPool arrays) {
    char[] kept = held;
    if (kept != null) {
      arrays.release(kept);
      held = null;
    }
    length = 0;
  }

  void transfer(SnapshotIo io, CharArrayPool arrays) {
    int chars = io.count(length, io.limits().maxHeldChars(), 1, "held whitespace");
    if (io.isReading()) {
      length = chars;
      held = chars == 0 ? null : arrays.acquire(chars);
    }
    char[] kept = held;
    if (kept != null) {
      io.chars(kept, chars);
    }
  }
}
