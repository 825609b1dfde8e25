package dev.deltalex.schema;

import dev.deltalex.scan.Surrogates;
import java.util.Arrays;

/**
 * Maps names to ordinals, with lookups by a range of chars: an immutable hash table with open
 * addressing.
 *
 * <p>The hash is seeded with a digest of all names, so that a client cannot choose names that
 * collide: every change of a name changes all slots.
 *
 * <p>A lone surrogate is treated as U+FFFD, in the names of the table and in those that are looked
 * up, as it is in the output.
 */
final class NameTable {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int FEWEST_SLOTS = 4;

  /** Names up to which each is compared: that is faster than a hash, whatever the names are. */
  private static final int FEW = 8;

  private final String[] names;
  private final char[][] chars;
  private final long[] hashes;

  /** Ordinal + 1 by slot; 0: free. At most half of the slots are used. */
  private final int[] slots;

  private final long seed;

  /** Takes ownership of the array. */
  NameTable(String[] names) {
    this.names = names;
    chars = new char[names.length][];
    hashes = new long[names.length];
    long digest = names.length;
    for (int n = 0; n < names.length; n++) {
      names[n] = Surrogates.whole(names[n]);
      char[] name = names[n].toCharArray();
      chars[n] = name;
      digest = mix(digest, hash(digest, name, 0, name.length));
    }
    seed = digest;
    slots = new int[Math.max(FEWEST_SLOTS, Integer.highestOneBit(Math.max(1, names.length)) << 2)];
    for (int n = 0; n < names.length; n++) {
      char[] name = chars[n];
      hashes[n] = hash(seed, name, 0, name.length);
      insert(n);
    }
  }

  int size() {
    return names.length;
  }

  String name(int ordinal) {
    return names[ordinal];
  }

  /** A digest of all names in order; the same in every process. */
  long digest() {
    return seed;
  }

  /** The lowest ordinal of the name {@code a[from, to)}, or -1. */
  int find(char[] a, int from, int to) {
    return names.length > FEW || from == to ? findByHash(a, from, to) : findOfFew(a, from, to);
  }

  private int findOfFew(char[] a, int from, int to) {
    int length = to - from;
    char last = a[to - 1];
    for (int n = 0; n < names.length; n++) {
      char[] name = chars[n];
      if (name.length == length
          && name[length - 1] == last
          && Arrays.equals(name, 0, length, a, from, to)) {
        return n;
      }
    }
    return Surrogates.hasLone(a, from, to) ? findWhole(a, from, to) : -1;
  }

  private int findByHash(char[] a, int from, int to) {
    long hash = hash(seed, a, from, to);
    int mask = slots.length - 1;
    for (int slot = slot(hash) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
      int n = slots[slot] - 1;
      char[] name = chars[n];
      if (hashes[n] == hash && Arrays.equals(name, 0, name.length, a, from, to)) {
        return n;
      }
    }
    return Surrogates.hasLone(a, from, to) ? findWhole(a, from, to) : -1;
  }

  /** Like {@link #find}, for a name with lone surrogates. */
  private int findWhole(char[] a, int from, int to) {
    long hash = hashWhole(seed, a, from, to);
    int mask = slots.length - 1;
    for (int slot = slot(hash) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
      int n = slots[slot] - 1;
      char[] name = chars[n];
      if (hashes[n] == hash && Surrogates.isWhole(a, from, to, name, 0, name.length)) {
        return n;
      }
    }
    return -1;
  }

  /** The first of several equal names is found; later ones get no slot. */
  private void insert(int n) {
    int mask = slots.length - 1;
    int slot = slot(hashes[n]) & mask;
    while (slots[slot] != 0) {
      int other = slots[slot] - 1;
      if (hashes[other] == hashes[n] && Arrays.equals(chars[other], chars[n])) {
        return;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = n + 1;
  }

  private static int slot(long hash) {
    return (int) (hash >>> 32);
  }

  private static long hash(long seed, char[] a, int from, int to) {
    long hash = seed ^ to - from;
    int i = from;
    // Four chars per step, since each step depends on the previous one.
    for (; i + 3 < to; i += 4) {
      hash =
          mix(hash, a[i] | (long) a[i + 1] << 16 | (long) a[i + 2] << 32 | (long) a[i + 3] << 48);
    }
    for (; i < to; i++) {
      hash = mix(hash, a[i]);
    }
    return hash;
  }

  /** The {@link #hash} of the name with U+FFFD for lone surrogates. */
  private static long hashWhole(long seed, char[] a, int from, int to) {
    long hash = seed ^ to - from;
    int i = from;
    for (; i + 3 < to; i += 4) {
      long four = 0;
      for (int k = 3; k >= 0; k--) {
        four = four << Character.SIZE | Surrogates.whole(a, i + k, from, to);
      }
      hash = mix(hash, four);
    }
    for (; i < to; i++) {
      hash = mix(hash, Surrogates.whole(a, i, from, to));
    }
    return hash;
  }

  /** One step of a digest: every bit of both arguments affects the upper half of the result. */
  static long mix(long hash, long value) {
    long product = (hash ^ value) * MULTIPLIER;
    return product ^ product >>> 29;
  }
}
