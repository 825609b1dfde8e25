package dev.deltalex.parse;

import dev.deltalex.scan.CharScanner;
import dev.deltalex.scan.Surrogates;
import dev.deltalex.value.CharArrayPool;
import dev.deltalex.value.SnapshotIo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that the open call already has: declared ones by ordinal, others by name, up to
 * {@link #REMEMBERED} of them. Names are compared as they are emitted, with U+FFFD for lone
 * surrogates. Made for a stream when its first call opens a parameter.
 */
final class SeenParameters {
  /** The name is new. */
  static final int NEW = 0;

  /** The call already has the name. */
  static final int KNOWN = 1;

  /** The name is new and the first that cannot be remembered. */
  static final int FULL = 2;

  /** Undeclared names that are remembered; comparing is linear in it. */
  static final int REMEMBERED = 64;

  /** Maximum number of words, of 64 parameters each, in a snapshot: more than any schema needs. */
  private static final int MOST_WORDS = 1 << 20;

  private static final long[] NONE = {};

  private final CharArrayPool arrays;
  private long declared;
  private long @Nullable [] moreDeclared;
  private int count;
  private boolean full;
  private int used;

  /** Per remembered name its length, then its chars. */
  private char @Nullable [] names;

  private char @Nullable [] key;
  private int keyLength;

  SeenParameters(CharArrayPool arrays) {
    this.arrays = arrays;
  }

  /** Removes all parameters and releases pooled arrays. */
  void clear() {
    declared = 0;
    if (moreDeclared != null) {
      Arrays.fill(moreDeclared, 0);
    }
    count = 0;
    used = 0;
    full = false;
    if (names != null) {
      arrays.release(names);
      names = null;
    }
    if (key != null) {
      arrays.release(key);
      key = null;
    }
  }

  /**
   * Whether parameter {@code ordinal}, or if that is -1 the name {@code a[from, to)}, was added.
   */
  boolean contains(int ordinal, char[] a, int from, int to) {
    if (ordinal >= 0) {
      int word = (ordinal >> 6) - 1;
      long[] more = moreDeclared;
      long bits = word < 0 ? declared : more != null && word < more.length ? more[word] : 0;
      return (bits >>> ordinal & 1) != 0;
    }
    char[] known = names;
    boolean lone = known != null && Surrogates.hasLone(a, from, to);
    int at = 0;
    while (known != null && at < used) {
      int start = at + 1;
      int end = start + known[at];
      if (lone
          ? Surrogates.isWhole(a, from, to, known, start, end)
          : Arrays.equals(known, start, end, a, from, to)) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /** Adds a parameter; see {@link #NEW}, {@link #KNOWN}, {@link #FULL}. */
  int add(int ordinal, char[] a, int from, int to) {
    if (contains(ordinal, a, from, to)) {
      return KNOWN;
    }
    if (ordinal >= 0) {
      int word = (ordinal >> 6) - 1;
      if (word < 0) {
        declared |= 1L << ordinal;
      } else {
        long[] more = moreDeclared;
        if (more == null) {
          more = new long[word + 1];
        } else if (word >= more.length) {
          more = Arrays.copyOf(more, word + 1);
        }
        more[word] |= 1L << ordinal;
        moreDeclared = more;
      }
      return NEW;
    }
    if (count == REMEMBERED) {
      boolean first = !full;
      full = true;
      return first ? FULL : NEW;
    }
    int length = to - from;
    char[] known = names;
    int needed = used + 1 + length;
    if (known == null) {
      known = arrays.acquire(needed);
    } else if (known.length < needed) {
      known = arrays.grow(known, used, needed);
    }
    known[used] = (char) length;
    Surrogates.copyWhole(a, from, to, known, used + 1);
    names = known;
    used += 1 + length;
    count++;
    return NEW;
  }

  /**
   * An undeclared name as the text of a JSON key, colon included; valid until the next call of this
   * method.
   */
  char[] key(CharScanner scanner, char[] a, int from, int to) {
    int room = CharScanner.escapeRoom(to - from) + 3;
    char[] text = key;
    if (text == null) {
      text = arrays.acquire(room);
    } else if (text.length < room) {
      text = arrays.grow(text, 0, room);
    }
    key = text;
    text[0] = '"';
    int at = scanner.escape(a, from, to, text, 1);
    text[at++] = '"';
    text[at++] = ':';
    keyLength = at;
    return text;
  }

  /** Length of what {@link #key} made. */
  int keyLength() {
    return keyLength;
  }

  void transfer(SnapshotIo io) {
    declared = io.bits(declared);
    long[] more = moreDeclared == null ? NONE : moreDeclared;
    int words = io.count(more.length, MOST_WORDS, Long.BYTES, "the number of parameters");
    if (io.isReading()) {
      more = new long[words];
      moreDeclared = more;
    }
    for (int i = 0; i < words; i++) {
      more[i] = io.bits(more[i]);
    }
    full = io.flag(full);
    count = io.number(count, 0, REMEMBERED, "the number of names");
    used =
        io.count(used, REMEMBERED * (1 + io.limits().maxNameChars()), 1, "the length of all names");
    if (io.isReading()) {
      names = used == 0 ? null : arrays.acquire(used);
    }
    char[] known = names;
    int at = 0;
    if (known != null) {
      io.chars(known, used);
      for (int i = 0; i < count && at < used; i++) {
        at += 1 + known[at];
      }
    }
    io.check(at == used && (used > 0 || count == 0), "the lengths of names");
  }
}
