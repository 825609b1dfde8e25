package dev.deltalex.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pool of char arrays for held text and buffered values, by size class: lengths are the powers of
 * two from 64 to 2<sup>28</sup>, and {@link #MAX_LENGTH}.
 *
 * <p>Belongs to one thread (a stream pool's). What is given back is kept up to a bound, the rest is
 * left to the garbage collector: of each class 4,194,304 chars (8 MiB), but at least two arrays up
 * to that length, and none above, so that one freak value does not stay in memory. Kept arrays are
 * not cleared.
 */
public final class CharArrayPool {
  /** Length of the shortest slab, in chars. */
  public static final int MIN_LENGTH = 64;

  /** Length of the longest slab that is a power of two, in chars. */
  private static final int LAST_POWER = 1 << 28;

  /**
   * Length of the longest slab, in chars: the greatest buffer of {@code Limits}, 2<sup>28</sup>,
   * and the text that may be held and joined behind it.
   */
  public static final int MAX_LENGTH = LAST_POWER + (1 << 17);

  private static final int MIN_SHIFT = 6;
  private static final int LARGE_SHIFT = 22;

  /** Chars kept of each class: enough of the shortest for 65,536 streams that all hold text. */
  private static final int KEPT_CHARS = 1 << 22;

  /**
   * Where slabs of a class run out, an eighth of those that exist is made besides the one asked
   * for: the number in use sways about a mean, and would reach a new peak now and then for hours.
   */
  private static final int HEADROOM_SHIFT = 3;

  /** Of the longest classes some are kept although they alone exceed that. */
  private static final int LEAST_KEPT = 2;

  private static final int FIRST_STACK = 8;

  /** Of each class {@link #reserve} makes at least so many. */
  private static final int LEAST_RESERVED = 8;

  /** A stack of kept slabs by class. */
  private final char[][] @Nullable [] kept = new char[LARGE_SHIFT - MIN_SHIFT + 1][][];

  private final int[] counts = new int[kept.length];

  /** Slabs by class, kept and handed out. */
  private final int[] made = new int[kept.length];

  /** An empty pool. */
  public CharArrayPool() {
    for (int room = 0; room < kept.length; room++) {
      kept[room] = new char[FIRST_STACK][];
    }
  }

  /**
   * A slab of at least {@code minLength} chars, content unspecified; the caller owns it until it
   * gives it back.
   *
   * @throws IllegalArgumentException if {@code minLength} is negative or above {@link #MAX_LENGTH}
   */
  public char[] acquire(int minLength) {
    if (minLength < 0 || minLength > LAST_POWER) {
      return new char[longest(minLength)];
    }
    int room = room(minLength);
    if (room < counts.length && counts[room] > 0) {
      int top = --counts[room];
      char[] slab = kept[room][top];
      kept[room][top] = null;
      if (slab != null) {
        return slab;
      }
    }
    if (room < counts.length) {
      makeMore(room);
    }
    return new char[MIN_LENGTH << room];
  }

  /**
   * Length of a slab for more chars than the last power of two. There is only one, so that a slab
   * that grows by little is not copied again and again.
   */
  static int longest(int minLength) {
    if (minLength < 0 || minLength > MAX_LENGTH) {
      throw new IllegalArgumentException("slab of " + minLength + " chars");
    }
    return MAX_LENGTH;
  }

  /** Counts a slab of that class, makes others ahead if there are many, and room for all. */
  private void makeMore(int room) {
    int most = mostKept(MIN_LENGTH << room);
    int more = Math.max(0, Math.min(made[room] >> HEADROOM_SHIFT, most - counts[room]));
    made[room]++;
    stock(room, more);
  }

  /** Makes so many slabs of a class to keep, and room for all that exist. */
  private void stock(int room, int more) {
    made[room] += more;
    if (made[room] > kept[room].length) {
      // Now, so that giving back never allocates.
      kept[room] = Arrays.copyOf(kept[room], Math.max(made[room], 2 * kept[room].length));
    }
    for (int i = 0; i < more; i++) {
      kept[room][counts[room]++] = new char[MIN_LENGTH << room];
    }
  }

  /**
   * Makes slabs ahead for so many streams: the shortest for each, of every longer class a quarter
   * as many as of the one before, at least eight, up to {@code longest} chars. What exists counts.
   * That is some 256 bytes a stream and 32 times {@code longest} bytes.
   *
   * @throws IllegalArgumentException if {@code streams} is negative, or {@code longest} is not from
   *     0 to 2<sup>28</sup>
   */
  public void reserve(int streams, int longest) {
    if (streams < 0 || longest < 0 || longest > LAST_POWER) {
      throw new IllegalArgumentException(
          "slabs of up to " + longest + " chars for " + streams + " streams");
    }
    int last = Math.min(room(longest), counts.length - 1);
    for (int room = 0; room <= last; room++) {
      int wanted = Math.max(LEAST_RESERVED, 2 * room < Integer.SIZE ? streams >> 2 * room : 0);
      stock(room, Math.max(0, Math.min(wanted, mostKept(MIN_LENGTH << room)) - made[room]));
    }
  }

  private static int mostKept(int length) {
    return Math.max(LEAST_KEPT, KEPT_CHARS / length);
  }

  /**
   * Takes a slab back; the caller must not use it any more.
   *
   * @throws IllegalArgumentException if its length is none that {@link #acquire} hands out
   */
  public void release(char[] slab) {
    int length = slab.length;
    if (length < MIN_LENGTH || length > LAST_POWER || Integer.bitCount(length) != 1) {
      checkLongest(length);
      return;
    }
    int room = room(length);
    if (room >= counts.length) {
      return;
    }
    if (counts[room] >= mostKept(length)) {
      made[room]--;
      return;
    }
    if (counts[room] == kept[room].length) {
      // A slab of another pool.
      kept[room] = Arrays.copyOf(kept[room], 2 * counts[room]);
    }
    kept[room][counts[room]++] = slab;
  }

  /** Refuses a slab that is not as long as the longest, which is not kept. */
  static void checkLongest(int length) {
    if (length != MAX_LENGTH) {
      throw new IllegalArgumentException("not a slab: " + length + " chars");
    }
  }

  /** A longer slab with the first {@code used} chars of {@code slab}, which is given back. */
  public char[] grow(char[] slab, int used, int minLength) {
    char[] longer = acquire(minLength);
    System.arraycopy(slab, 0, longer, 0, used);
    release(slab);
    return longer;
  }

  /** Chars kept for reuse at present. */
  public long keptChars() {
    long chars = 0;
    for (int room = 0; room < counts.length; room++) {
      chars += (long) counts[room] * (MIN_LENGTH << room);
    }
    return chars;
  }

  /** Lets go of everything kept. */
  public void trim() {
    for (char[] @Nullable [] stack : kept) {
      Arrays.fill(stack, null);
    }
    for (int room = 0; room < counts.length; room++) {
      made[room] = Math.max(0, made[room] - counts[room]);
      counts[room] = 0;
    }
  }

  private static int room(int length) {
    return length <= MIN_LENGTH ? 0 : 32 - MIN_SHIFT - Integer.numberOfLeadingZeros(length - 1);
  }
}
