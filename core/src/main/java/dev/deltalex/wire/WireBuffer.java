package dev.deltalex.wire;

import dev.deltalex.value.JsonBytes;
import java.util.Arrays;

/**
 * A buffer of bytes for one client: renderers append, the owner consumes from the front.
 *
 * <p>It grows from 1 KiB up to its limit and keeps its capacity when it is consumed, so that a
 * reused buffer allocates nothing after warm-up. At the limit it calls its {@link Drain}, if there
 * is one, and throws if there is still no room. Not thread-safe.
 */
public final class WireBuffer {
  /** The minimum limit in bytes, which is enough for the longest single write of an event. */
  public static final int MIN_LIMIT = 32 * 1024;

  private static final int FIRST_LENGTH = 1024;

  /** Bytes that are appended at a time, so that a drain can consume in between. */
  private static final int PIECE = 4096;

  private static final Drain NO_DRAIN = full -> {};

  /** Consumes bytes of a full buffer. */
  @FunctionalInterface
  public interface Drain {
    /**
     * Called during the write of an event that does not fit. Consumes bytes with {@link #consume};
     * if it consumes too few, the write fails. The buffered bytes may end inside an event.
     */
    void drain(WireBuffer full);
  }

  private final int limit;
  private final Drain drain;

  /** The bytes; those from {@link #start} to {@link #end} are buffered. */
  byte[] bytes;

  int end;
  private int start;

  /** The end of the last complete event, or {@code start} if that was consumed. */
  private int whole;

  /**
   * Creates an empty buffer.
   *
   * @param limit maximum of buffered bytes, {@link #MIN_LIMIT} or more
   */
  public WireBuffer(int limit) {
    this(limit, NO_DRAIN);
  }

  /** Creates an empty buffer that calls {@code drain} when it is full. */
  public WireBuffer(int limit, Drain drain) {
    if (limit < MIN_LIMIT) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be from " + MIN_LIMIT);
    }
    this.limit = limit;
    this.drain = drain;
    this.bytes = new byte[Math.min(limit, FIRST_LENGTH)];
  }

  /** The array with the buffered bytes; a write may replace it. */
  public byte[] array() {
    return bytes;
  }

  /** Index of the first buffered byte in {@link #array}. */
  public int offset() {
    return start;
  }

  /** Number of buffered bytes. */
  public int length() {
    return end - start;
  }

  /** Maximum of buffered bytes. */
  public int limit() {
    return limit;
  }

  /**
   * Removes bytes from the front.
   *
   * @throws IllegalArgumentException if fewer bytes are buffered
   */
  public void consume(int count) {
    if (count < 0 || count > end - start) {
      throw new IllegalArgumentException(count + " of " + (end - start) + " bytes");
    }
    start += count;
    if (start == end) {
      clear();
    } else {
      whole = Math.max(whole, start);
    }
  }

  /** Removes all bytes. */
  public void clear() {
    start = 0;
    end = 0;
    whole = 0;
  }

  /** A copy of the buffered bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** Returns the index to write to, with room for a number of bytes after it. */
  int room(int count) {
    int at = end;
    return bytes.length - at >= count ? at : makeRoom(count);
  }

  /** Marks the bytes up to {@code to} as complete events. */
  void event(int to) {
    end = to;
    whole = to;
  }

  private int makeRoom(int count) {
    if (limit - length() < count) {
      drain.drain(this);
      if (limit - length() < count) {
        int needed = length() + count;
        end = Math.max(whole, start);
        throw new WireOverflowException(needed, limit);
      }
    }
    int length = length();
    byte[] to = bytes;
    if (to.length - length < count) {
      int doubled = (int) Math.min(limit, 2L * to.length);
      to = new byte[Math.max(doubled, length + count)];
    }
    System.arraycopy(bytes, start, to, 0, length);
    bytes = to;
    whole = Math.max(0, whole - start);
    start = 0;
    end = length;
    return length;
  }

  // ---- for rare writes

  void put(byte[] text) {
    put(text, 0, text.length);
  }

  /** Appends bytes in chunks, so that a drain can consume in between. */
  void put(byte[] text, int from, int to) {
    int i = from;
    while (i < to) {
      int count = Math.min(PIECE, to - i);
      int at = room(count);
      System.arraycopy(text, i, bytes, at, count);
      end = at + count;
      i += count;
    }
  }

  /** Appends {@code text} as the content of a JSON string. */
  void putEscaped(CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; ) {
      int at = room(JsonBytes.LONGEST);
      char c = text.charAt(i);
      char next = i + 1 < length ? text.charAt(i + 1) : 0;
      int to = JsonBytes.codePoint(c, next, bytes, at);
      end = to;
      i += JsonBytes.isPair(c, next) ? 2 : 1;
    }
  }

  /** Appends a non-negative number. */
  void putNumber(long number) {
    int at = room(JsonBytes.LONGEST_NUMBER);
    end = JsonBytes.number(number, bytes, at);
  }

  /** Ends an event. */
  void event() {
    whole = end;
  }
}
