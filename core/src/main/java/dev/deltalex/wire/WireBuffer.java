package dev.deltalex.wire;

import java.util.Arrays;

/**
 * Bytes on their way to one client: renderers append, the owner takes from the front.
 *
 * <p>It grows from 1 KiB as needed, up to its limit, and keeps its size when emptied: an owner that
 * reuses it allocates nothing once it is warm. At the limit it asks its {@link Drain}, if it has
 * one, and then throws. Owned by one thread.
 */
public final class WireBuffer {
  /** The least limit, in bytes: the longest single piece of an event fits. */
  public static final int MIN_LIMIT = 32 * 1024;

  private static final int FIRST_LENGTH = 1024;

  /** Bytes that are handed on at a time where a drain may take them between two. */
  private static final int PIECE = 4096;

  private static final Drain NO_DRAIN = full -> {};

  /** Takes bytes out of a full buffer. */
  @FunctionalInterface
  public interface Drain {
    /**
     * Called while an event is being written that does not fit. Takes bytes by {@link #consume}; if
     * it takes too few, the write fails. What it finds may end inside an event.
     */
    void drain(WireBuffer full);
  }

  private final int limit;
  private final Drain drain;

  /** The bytes; those from {@link #start} to {@link #end} are unread. */
  byte[] bytes;

  int end;
  private int start;

  /** The end of the last whole event, or {@code start} if that was taken already. */
  private int whole;

  /**
   * An empty buffer.
   *
   * @param limit most bytes it holds, from {@link #MIN_LIMIT}
   */
  public WireBuffer(int limit) {
    this(limit, NO_DRAIN);
  }

  /** An empty buffer that asks {@code drain} when it is full. */
  public WireBuffer(int limit, Drain drain) {
    if (limit < MIN_LIMIT) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be from " + MIN_LIMIT);
    }
    this.limit = limit;
    this.drain = drain;
    this.bytes = new byte[Math.min(limit, FIRST_LENGTH)];
  }

  /** Where the unread bytes lie; another array after the next write, perhaps. */
  public byte[] array() {
    return bytes;
  }

  /** Index of the first unread byte in {@link #array}. */
  public int offset() {
    return start;
  }

  /** Number of unread bytes. */
  public int length() {
    return end - start;
  }

  /** Most bytes it holds. */
  public int limit() {
    return limit;
  }

  /**
   * Takes bytes from the front.
   *
   * @throws IllegalArgumentException if there are fewer
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

  /** Takes all bytes. */
  public void clear() {
    start = 0;
    end = 0;
    whole = 0;
  }

  /** A copy of the unread bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** The index to write to, with room for so many bytes behind it. */
  int room(int count) {
    int at = end;
    return bytes.length - at >= count ? at : makeRoom(count);
  }

  /** What was written up to {@code to} is a whole event. */
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

  // ---- for what is written seldom

  void put(byte[] text) {
    put(text, 0, text.length);
  }

  /** Appends bytes, in pieces, so that a drain may take some of many. */
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

  /** Appends {@code text} as the inside of a JSON string. */
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

  /** Appends a number that is not negative. */
  void putNumber(long number) {
    int at = room(JsonBytes.LONGEST_NUMBER);
    end = JsonBytes.number(number, bytes, at);
  }

  /** Ends an event. */
  void event() {
    whole = end;
  }
}
