package dev.deltalex.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds and counts line feeds, eight bytes at a time. */
final class Newlines {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;

  private Newlines() {}

  /** The high bit of each byte that is a line feed; other bits are 0. */
  private static long marks(byte[] a, int at) {
    long x = (long) LONG.get(a, at) ^ '\n' * EACH;
    return ~((x & LOW_BITS) + LOW_BITS | x | LOW_BITS);
  }

  /** The first line feed of {@code a[from, to)}, else {@code to}. */
  static int next(byte[] a, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long marks = marks(a, i);
      if (marks != 0) {
        return i + (Long.numberOfTrailingZeros(marks) >> 3);
      }
    }
    while (i < to && a[i] != '\n') {
      i++;
    }
    return i;
  }

  /** The number of line feeds in {@code a[0, to)}. */
  static int count(byte[] a, int to) {
    int count = 0;
    int i = 0;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      count += Long.bitCount(marks(a, i));
    }
    for (; i < to; i++) {
      count += a[i] == '\n' ? 1 : 0;
    }
    return count;
  }
}
