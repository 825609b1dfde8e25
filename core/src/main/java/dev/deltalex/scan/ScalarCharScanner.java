package dev.deltalex.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Scans one char at a time. The reference implementation for the tests of all other scanners. */
public final class ScalarCharScanner extends CharScanner {
  /** The only instance. */
  public static final ScalarCharScanner INSTANCE = new ScalarCharScanner();

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** By char below 128: 0 if it is not escaped, the letter of its escape, or 'u'. */
  private static final byte[] LETTERS = letters();

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * By ASCII char: the bytes of its output, the first one lowest, and their number in the top byte.
   */
  private static final long[] WRITTEN = written();

  private static final int COUNT_SHIFT = 56;

  private ScalarCharScanner() {}

  @Override
  public String name() {
    return "scalar";
  }

  /** Whether JSON must escape {@code c}; does not consider lone surrogates. */
  public static boolean mustEscape(char c) {
    return c < 128 && LETTERS[c] != 0;
  }

  /** Whether {@code a[i]} must be escaped, or is a lone surrogate in {@code [from, to)}. */
  private static boolean mustEscape(char[] a, int i, int from, int to) {
    char c = a[i];
    return c < 128
        ? LETTERS[c] != 0
        : c >= Character.MIN_SURROGATE && Surrogates.isLone(a, i, from, to);
  }

  /** Writes {@code c}, escaped if necessary, in up to 6 chars; returns the end index. */
  public static int escapeChar(char c, char[] out, int at) {
    int letter = c < 128 ? LETTERS[c] : 0;
    if (letter == 0) {
      out[at] = c;
      return at + 1;
    }
    out[at] = '\\';
    out[at + 1] = (char) letter;
    if (letter != 'u') {
      return at + 2;
    }
    out[at + 2] = '0';
    out[at + 3] = '0';
    out[at + 4] = (char) HEX[c >> 4];
    out[at + 5] = (char) HEX[c & 15];
    return at + LONGEST_ESCAPE;
  }

  @Override
  public int findStop(char[] a, int from, int to, StopSet stops) {
    if (stops.count > 1) {
      return findStopOfMany(a, from, to, stops);
    }
    if (stops.count == 0) {
      return to;
    }
    char stop = stops.stop0;
    for (int i = from; i < to; i++) {
      if (a[i] == stop && stops.followedLegally(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  private static int findStopOfMany(char[] a, int from, int to, StopSet stops) {
    char stop0 = stops.stop0;
    char stop1 = stops.stop1;
    char stop2 = stops.stop2;
    char stop3 = stops.stop3;
    for (int i = from; i < to; i++) {
      char c = a[i];
      if ((c == stop0 || c == stop1 || c == stop2 || c == stop3)
          && stops.followedLegallyIn(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  @Override
  public boolean isPlain(char[] a, int from, int to, StopSet stops) {
    return to - from - 1 >>> MOST_PLAIN == 0 && findStopOrEscape(a, from, to, stops) == to;
  }

  @Override
  public boolean isPlain(char[] a, int from, int to, char stop) {
    if (to - from - 1 >>> MOST_PLAIN != 0) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (a[i] == stop || mustEscape(a, i, from, to)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int findEscape(char[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (mustEscape(a, i, from, to)) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int findStopOrEscape(char[] a, int from, int to, StopSet stops) {
    if (stops.count == 1) {
      return findOneOrEscape(a, from, to, stops);
    }
    for (int i = from; i < to; i++) {
      char c = a[i];
      if (mustEscape(a, i, from, to) || stops.contains(c) && stops.followedLegallyIn(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  /** As above, for a set of one: a single comparison a char instead of four. */
  private static int findOneOrEscape(char[] a, int from, int to, StopSet stops) {
    char stop = stops.stop0;
    for (int i = from; i < to; i++) {
      if (mustEscape(a, i, from, to) || a[i] == stop && stops.followedLegally(a, i, to)) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int escape(char[] a, int from, int to, char[] out, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      char c = a[i];
      if (mustEscape(c)) {
        end = escapeChar(c, out, end);
      } else {
        out[end++] =
            c >= Character.MIN_SURROGATE && Surrogates.isLone(a, i, from, to)
                ? Surrogates.REPLACEMENT
                : c;
      }
    }
    return end;
  }

  /** Like {@link #escape}, but returns -1 if there is a lone surrogate. */
  int escapeWhole(char[] a, int from, int to, char[] out, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      char c = a[i];
      if (mustEscape(c)) {
        end = escapeChar(c, out, end);
      } else if (c >= Character.MIN_SURROGATE && Surrogates.isLone(a, i, from, to)) {
        return -1;
      } else {
        out[end++] = c;
      }
    }
    return end;
  }

  @Override
  public int escapeAscii(char[] a, int from, int to, byte[] out, int at) {
    int end = at;
    int i = from;
    while (i + 4 <= to) {
      end = escapeFour(a, i, out, end);
      if (end < 0) {
        return -1;
      }
      i += 4;
    }
    while (i < to) {
      char c = a[i++];
      if (c >= 128) {
        return -1;
      }
      end = escapeAscii(c, out, end);
    }
    return end;
  }

  /**
   * Writes four ASCII chars, escaped if necessary; returns the end index, or -1 if a char is not
   * ASCII. Room as for {@link #escapeAscii(char[], int, int, byte[], int)}.
   */
  public static int escapeFour(char[] a, int from, byte[] out, int at) {
    int c0 = a[from];
    int c1 = a[from + 1];
    int c2 = a[from + 2];
    int c3 = a[from + 3];
    if ((c0 | c1 | c2 | c3) >= 128) {
      return -1;
    }
    long w0 = WRITTEN[c0];
    long w1 = WRITTEN[c1];
    long w2 = WRITTEN[c2];
    long w3 = WRITTEN[c3];
    if ((w0 | w1 | w2 | w3) >>> COUNT_SHIFT + 1 == 0) { // one byte each
      INT.set(out, at, c0 | c1 << 8 | c2 << 16 | c3 << 24);
      return at + 4;
    }
    int at1 = at + (int) (w0 >>> COUNT_SHIFT);
    int at2 = at1 + (int) (w1 >>> COUNT_SHIFT);
    int at3 = at2 + (int) (w2 >>> COUNT_SHIFT);
    LONG.set(out, at, w0);
    LONG.set(out, at1, w1);
    LONG.set(out, at2, w2);
    LONG.set(out, at3, w3);
    return at3 + (int) (w3 >>> COUNT_SHIFT);
  }

  /** Writes an ASCII char, escaped if necessary; stores 8 bytes; returns the end index. */
  public static int escapeAscii(char c, byte[] out, int at) {
    long w = WRITTEN[c];
    LONG.set(out, at, w);
    return at + (int) (w >>> COUNT_SHIFT);
  }

  @Override
  public long escapeToStop(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    int first = findStopOrEscape(a, from, to, stops);
    if (first == to
        || a[first] < Character.MIN_SURROGATE && !mustEscape(a[first])
        || stops.isCandidate(a, first, to)) {
      return answer(first, at);
    }
    int stop = findStop(a, first, to, stops);
    return answer(stop, escape(a, from, stop, out, at));
  }

  @Override
  public int join(int[] ids, int from, int to, long[] spans, char[] pool, char[] out, int at) {
    final int room = out.length - JOIN_SLACK;
    int end = at;
    for (int i = from; i < to; i++) {
      int id = ids[i];
      if (id < 0 || id >= spans.length) {
        continue;
      }
      int length = spanLength(spans[id]);
      if (length > room - end) {
        return -1;
      }
      System.arraycopy(pool, spanOffset(spans[id]), out, end, length);
      end += length;
    }
    return end;
  }

  private static byte[] letters() {
    byte[] letters = new byte[128];
    for (int c = 0; c < 0x20; c++) {
      letters[c] = 'u';
    }
    letters['\b'] = 'b';
    letters['\t'] = 't';
    letters['\n'] = 'n';
    letters['\f'] = 'f';
    letters['\r'] = 'r';
    letters['"'] = '"';
    letters['\\'] = '\\';
    return letters;
  }

  private static long[] written() {
    long[] table = new long[128];
    char[] escape = new char[LONGEST_ESCAPE];
    for (char c = 0; c < table.length; c++) {
      int count = escapeChar(c, escape, 0);
      for (int i = 0; i < count; i++) {
        table[c] |= (long) escape[i] << 8 * i;
      }
      table[c] |= (long) count << COUNT_SHIFT;
    }
    return table;
  }
}
