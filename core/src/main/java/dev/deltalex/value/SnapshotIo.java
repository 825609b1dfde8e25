package dev.deltalex.value;

import dev.deltalex.Limits;
import java.util.Arrays;

/**
 * Writes the fields of a snapshot, or reads them. A class has one method for both directions, with
 * a line for each field: {@code phase = io.number(phase, FIRST, LAST, "the phase")}. A writer
 * returns its argument, a reader what was written. This way no field is written without being read.
 *
 * <p>Bytes that are read may be forged. Every field has a range, and {@link #check} compares
 * fields; a reader throws IllegalArgumentException for what does not fit. A writer checks nothing
 * and throws nothing: a stream that was restored from forged bytes may be saved again.
 *
 * <p>Numbers take as many bytes as they need, seven bits a byte, the lowest first.
 */
public final class SnapshotIo {
  /**
   * Bound of offsets, above what any stream reaches: sums of two offsets, and an offset with some
   * bits beside it, fit a long.
   */
  public static final long FARTHEST = 1L << 60;

  /** The lowest offset: that of the first char of a prompt. */
  private static final long FIRST = Integer.MIN_VALUE;

  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;
  private static final int FIRST_LENGTH = 256;

  private final boolean reading;
  private final Limits limits;
  private byte[] bytes;

  /** Index of the next byte. */
  private int at;

  /** End of the bytes that are read. */
  private final int end;

  // What fields are checked against.
  private long consumed;
  private int call;

  private SnapshotIo(boolean reading, Limits limits, byte[] bytes, int at, int end) {
    this.reading = reading;
    this.limits = limits;
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Writes a snapshot; {@link #written} returns it. */
  public static SnapshotIo writing(Limits limits) {
    return new SnapshotIo(false, limits, new byte[FIRST_LENGTH], 0, 0);
  }

  /** Reads {@code bytes[from, to)}. */
  public static SnapshotIo reading(Limits limits, byte[] bytes, int from, int to) {
    return new SnapshotIo(true, limits, bytes, from, to);
  }

  /** Whether a snapshot is read, not written. */
  public boolean isReading() {
    return reading;
  }

  /** The limits of the stream. */
  public Limits limits() {
    return limits;
  }

  /** The bytes written so far. */
  public byte[] written() {
    return Arrays.copyOf(bytes, at);
  }

  /** Number of bytes not read yet. */
  public int left() {
    return end - at;
  }

  /** Sets the number of chars consumed: no offset is greater. */
  public void consumed(long offset) {
    consumed = offset;
  }

  /** Index of the call that is open, if one is. */
  int call() {
    return call;
  }

  /** Sets the index of the open call, if one is open. */
  public void call(int index) {
    call = Math.max(0, index);
  }

  /**
   * Checks a condition on several fields.
   *
   * @throws IllegalArgumentException if it does not hold and a snapshot is read
   */
  public void check(boolean fits, String what) {
    if (reading && !fits) {
      throw new IllegalArgumentException("the snapshot is damaged: " + what);
    }
  }

  /** A boolean. */
  public boolean flag(boolean value) {
    return number(value ? 1 : 0, 0, 1, "a flag") != 0;
  }

  /** A number from {@code low} to {@code high}. */
  public int number(int value, int low, int high, String what) {
    return (int) number((long) value, low, high, what);
  }

  /** A number from {@code low} to {@code high}; their difference fits a long. */
  public long number(long value, long low, long high, String what) {
    if (!reading) {
      write(value - low);
      return value;
    }
    long distance = read();
    check(distance >= 0 && distance <= high - low, what + " is out of range");
    return low + distance;
  }

  /** An offset in the stream or in its prompt, not greater than the number of chars consumed. */
  public long offset(long value, String what) {
    // Most are near the end: the distance from there is short.
    return consumed - number(consumed - value, 0, consumed - FIRST, what);
  }

  /** Any char. */
  public char one(char value) {
    return (char) number(value, 0, Character.MAX_VALUE, "a char");
  }

  /** Any long. */
  public long bits(long value) {
    return (long) half((int) (value >>> Integer.SIZE)) << Integer.SIZE
        | half((int) value) & 0xFFFFFFFFL;
  }

  /** Any int, in four bytes, the highest first. */
  public int half(int value) {
    int result = 0;
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      result = result << Byte.SIZE | next(value >>> shift) & 0xFF;
    }
    return result;
  }

  /** The number of elements that follow, of {@code bytesEach} or more. */
  public int count(int value, int most, int bytesEach, String what) {
    return number(value, 0, reading ? Math.min(most, left() / bytesEach) : most, what);
  }

  /** The first {@code length} chars of {@code a}. */
  public void chars(char[] a, int length) {
    for (int i = 0; i < length; i++) {
      char c = one(a[i]);
      if (reading) {
        a[i] = c;
      }
    }
  }

  /** Digits of an escape, 8 bits each, the last lowest. */
  public int hexDigits(int digits, int count) {
    int result = 0;
    for (int k = count - 1; k >= 0; k--) {
      char c = one((char) (digits >>> k * Byte.SIZE & 0xFF));
      check(JsonTokens.hexDigit(c) >= 0, "a digit of an escape is not hexadecimal");
      result = result << Byte.SIZE | c;
    }
    return result;
  }

  private void write(long value) {
    long rest = value;
    while (rest < 0 || rest >= MORE) {
      next((int) rest & MORE - 1 | MORE);
      rest >>>= BITS;
    }
    next((int) rest);
  }

  private long read() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      int b = next(0);
      value |= (long) (b & MORE - 1) << shift;
      if ((b & MORE) == 0) {
        return value;
      }
    }
    return -1;
  }

  /** Writes {@code b}, or reads the next byte. */
  private int next(int b) {
    if (reading) {
      check(at < end, "it ends too early");
      return bytes[at++];
    }
    if (at == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * at);
    }
    bytes[at++] = (byte) b;
    return b;
  }
}
