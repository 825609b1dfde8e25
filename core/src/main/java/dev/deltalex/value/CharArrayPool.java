package dev.deltalex.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pool of char arrays for held text and buffered values, by size class: lengths are the powers of
 * two from 64 to 2<sup>28</sup>, and {@link #MAX_LENGTH}.
 *
 * <p>Used by one thread, that of a stream pool. Released arrays are kept up to a bound: of each
 * class 4,194,304 chars (8 MiB), but at least two arrays; arrays longer than that are not kept, so
 * that one unusually long value does not stay in memory. The garbage collector frees the others.
 * Kept arrays are not cleared.
 */
public final class CharArrayPool {
  /** Length of the shortest array, in chars. */
  public static final int MIN_LENGTH = 64;

  /** Length of the longest array that is a power of two, in chars. */
  private static final int LAST_POWER = 1 << 28;

  /**
   * Length of the longest array, in chars: the greatest buffer of {@code Limits}, 2<sup>28</sup>,
   * and the held text that may be appended to it.
   */
  public static final int MAX_LENGTH = LAST_POWER + (1 << 17);

  private static final int MIN_SHIFT = 6;
  private static final int LARGE_SHIFT = 22;

  /**
   * Chars kept of each class: the shortest arrays suffice for 65,536 streams that all hold text.
   */
  private static final int KEPT_CHARS = 1 << 22;

  /**
   * When no array of a class is left, the pool makes an eighth of the existing number in addition
   * to the requested one: the number in use fluctuates, and would otherwise reach new peaks, and
   * allocate, for hours.
   */
  private static final int HEADROOM_SHIFT = 3;

  /** The minimum number of arrays kept of each class, even if they exceed that. */
  private static final int LEAST_KEPT = 2;

  private static final int FIRST_STACK = 8;

  /** The minimum number of arrays of each class that {@link #reserve} makes. */
  private static final int LEAST_RESERVED = 8;

  /** A stack of kept arrays for each class. */
  private final char[][] @Nullable [] kept = new char[LARGE_SHIFT - MIN_SHIFT + 1][][];

  private final int[] counts = new int[kept.length];

  /** Number of arrays by class, kept and in use. */
  private final int[] made = new int[kept.length];

  /** An empty pool. */
  public CharArrayPool() {
    for (int room = 0; room < kept.length; room++) {
      kept[room] = new char[FIRST_STACK][];
    }
  }

  /**
   * An array of at least {@code minLength} chars, content unspecified; the caller owns it until it
   * releases it.
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
      char[] array = kept[room][top];
      kept[room][top] = null;
      if (array != null) {
        return array;
      }
    }
    if (room < counts.length) {
      makeMore(room);
    }
    return new char[MIN_LENGTH << room];
  }

  /**
   * Length of an array for more chars than the last power of two. There is only one such length, so
   * that an array that grows in small steps is not copied repeatedly.
   */
  static int longest(int minLength) {
    if (minLength < 0 || minLength > MAX_LENGTH) {
      throw new IllegalArgumentException("cannot allocate an array of " + minLength + " chars");
    }
    return MAX_LENGTH;
  }

  /**
   * Counts a new array of that class, preallocates further ones if many exist, and makes room for
   * all.
   */
  private void makeMore(int room) {
    int most = mostKept(MIN_LENGTH << room);
    int more = Math.max(0, Math.min(made[room] >> HEADROOM_SHIFT, most - counts[room]));
    made[room]++;
    stock(room, more);
  }

  /** Preallocates {@code more} arrays of a class, and room for all that exist. */
  private void stock(int room, int more) {
    made[room] += more;
    if (made[room] > kept[room].length) {
      // Allocated now, so that a release never allocates.
      kept[room] = Arrays.copyOf(kept[room], Math.max(made[room], 2 * kept[room].length));
    }
    for (int i = 0; i < more; i++) {
      kept[room][counts[room]++] = new char[MIN_LENGTH << room];
    }
  }

  /**
   * Preallocates arrays for so many streams: one of the shortest for each; of every longer class a
   * quarter as many as of the class before, at least eight, up to {@code longest} chars. Existing
   * arrays are included. The total is about 256 bytes a stream and 32 times {@code longest} bytes.
   *
   * @throws IllegalArgumentException if {@code streams} is negative, or {@code longest} is not from
   *     0 to 2<sup>28</sup>
   */
  public void reserve(int streams, int longest) {
    if (streams < 0 || longest < 0 || longest > LAST_POWER) {
      throw new IllegalArgumentException(
          "cannot reserve arrays of up to " + longest + " chars for " + streams + " streams");
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
   * Takes an array back; the caller must not use it any more.
   *
   * @throws IllegalArgumentException if {@link #acquire} returns no array of this length
   */
  public void release(char[] array) {
    int length = array.length;
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
      // An array of another pool.
      kept[room] = Arrays.copyOf(kept[room], 2 * counts[room]);
    }
    kept[room][counts[room]++] = array;
  }

  /** Rejects an array that is not as long as the longest, which is not kept. */
  static void checkLongest(int length) {
    if (length != MAX_LENGTH) {
      throw new IllegalArgumentException("not an array of a pool: " + length + " chars");
    }
  }

  /** A longer array with the first {@code used} chars of {@code array}, which is released. */
  public char[] grow(char[] array, int used, int minLength) {
    char[] longer = acquire(minLength);
    System.arraycopy(array, 0, longer, 0, used);
    release(array);
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

  /** Drops all kept arrays. */
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
