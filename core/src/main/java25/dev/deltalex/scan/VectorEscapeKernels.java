package dev.deltalex.scan;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Escapes a vector of chars at a time, for {@link VectorCharScanner}.
 *
 * <p>There are two methods. Expanding has no branch on the chars: it replaces control chars by the
 * letters of their escapes (quotation mark and backslash are unchanged) and expands the vector over
 * a vector of backslashes. It requires 32 lanes and a CPU that expands shorts in one instruction.
 * Walking copies a vector and restarts after each escaped char. Both need room in {@code out} for
 * six chars per source char plus a vector. Neither replaces lone surrogates, which are rare: they
 * return {@link #LONE}.
 *
 * <p>Half of the vectors of code have a {@code <}, so that a branch on the stop char alone is
 * mispredicted. Where few chars may follow it, those are compared, too; the two masks, one of them
 * shifted, say where a candidate is.
 */
final class VectorEscapeKernels {
  private static final VectorSpecies<Short> SPECIES = VectorCharScanner.SPECIES;
  private static final int LANES = SPECIES.length();

  private static final short NOT_ASCII = 128;
  private static final short QUOTE = '"';
  private static final short BACKSLASH = '\\';
  private static final short SPACE = VectorCharScanner.SPACE;
  private static final short SURROGATE = VectorCharScanner.SURROGATE;
  private static final short SURROGATE_BITS = VectorCharScanner.SURROGATE_BITS;

  /** Two bits per source char, for its one or two positions in the output. */
  private static final long SLOTS = 0x5555555555555555L;

  /**
   * Result if there may be a lone surrogate, so that the scalar scanner must process the whole
   * text.
   */
  static final long LONE = -1;

  /** Letters of the short escapes by control char; 0 if there is none. */
  static final short[] LETTERS = new short[32];

  /** Index vector that moves the upper half of 32 chars to the lower half. */
  private static final short[] UPPER_HALF = new short[32];

  static {
    LETTERS['\b'] = 'b';
    LETTERS['\t'] = 't';
    LETTERS['\n'] = 'n';
    LETTERS['\f'] = 'f';
    LETTERS['\r'] = 'r';
    for (int i = 0; i < 32; i++) {
      UPPER_HALF[i] = (short) (16 + i & 31);
    }
  }

  private VectorEscapeKernels() {}

  /**
   * {@link CharScanner#escapeToStop} for at most 32 chars that begin at least a vector before the
   * array's end: searches and escapes the same loaded vector.
   */
  static long expandStep(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    // A signed comparison, which also finds chars from U+8000 on at no extra cost.
    long bits =
        v.lanewise(VectorOperators.XOR, VectorCharScanner.TWO)
            .compare(VectorOperators.LE, SPACE)
            .or(v.eq(BACKSLASH))
            .toLong();
    int stop = to;
    long seen = to == from ? 0 : ones(to - from);
    long hits = candidates(a, from, seen, stops);
    if (hits != 0) {
      stop = firstCandidate(hits, a, from, to, stops);
      seen = stop == from ? 0 : ones(stop - from);
    }
    bits &= seen;
    if (bits == 0) {
      return CharScanner.answer(stop, at);
    }
    long from8000 = v.lt((short) 0).toLong() & bits;
    if (from8000 != 0) {
      if (hasLone(halves(v) & from8000, a, from, from, stop)) {
        return CharScanner.answer(stop, ScalarCharScanner.INSTANCE.escape(a, from, stop, out, at));
      }
      bits ^= from8000;
      if (bits == 0) {
        return CharScanner.answer(stop, at);
      }
    }
    ShortVector letters = v.and((short) 31).selectFrom(ShortVector.fromArray(SPECIES, LETTERS, 0));
    ShortVector u = v.blend(letters, v.compare(VectorOperators.ULT, SPACE));
    if ((u.eq((short) 0).toLong() & bits) != 0) {
      return CharScanner.answer(stop, ScalarCharScanner.INSTANCE.escape(a, from, stop, out, at));
    }
    long places = places(bits);
    ShortVector backslashes = ShortVector.broadcast(SPECIES, BACKSLASH);
    VectorMask<Short> low = VectorMask.fromLong(SPECIES, places);
    backslashes.blend(u.expand(low), low).intoCharArray(out, at);
    if (stop - from > 16) {
      int lower = 16 + Long.bitCount(bits & 0xFFFF);
      VectorMask<Short> high = VectorMask.fromLong(SPECIES, places >>> lower);
      ShortVector upper = ShortVector.fromArray(SPECIES, UPPER_HALF, 0).selectFrom(u);
      backslashes.blend(upper.expand(high), high).intoCharArray(out, at + lower);
    }
    return CharScanner.answer(stop, at + stop - from + Long.bitCount(bits));
  }

  /** Escapes up to the first candidate; returns its index and the end of the written text. */
  static long expand(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    int end = at;
    int i = from;
    int last = Math.min(to - 1, a.length - LANES);
    while (i <= last) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      int n = Math.min(LANES, to - i);
      int stop = to;
      long hits = candidates(a, i, ones(n), stops);
      if (hits != 0) {
        stop = firstCandidate(hits, a, i, to, stops);
        n = Math.min(n, stop - i);
        if (n == 0) {
          return CharScanner.answer(stop, end);
        }
      }
      long from8000 = v.lt((short) 0).toLong() & ones(n);
      if (from8000 != 0 && hasLone(halves(v) & from8000, a, i, from, to)) {
        return LONE;
      }
      VectorMask<Short> control = v.compare(VectorOperators.ULT, SPACE);
      ShortVector letters =
          v.and((short) 31).selectFrom(ShortVector.fromArray(SPECIES, LETTERS, 0));
      ShortVector u = v.blend(letters, control);
      if ((u.eq((short) 0).toLong() & ones(n)) != 0) {
        end = ScalarCharScanner.INSTANCE.escapeWhole(a, i, i + n, out, end);
        if (end < 0) {
          return LONE;
        }
      } else {
        long bits = control.or(v.eq(QUOTE)).or(v.eq(BACKSLASH)).toLong();
        long places = places(bits);
        int lower = 16 + Long.bitCount(bits & 0xFFFF);
        ShortVector backslashes = ShortVector.broadcast(SPECIES, BACKSLASH);
        VectorMask<Short> low = VectorMask.fromLong(SPECIES, places);
        backslashes.blend(u.expand(low), low).intoCharArray(out, end);
        VectorMask<Short> high = VectorMask.fromLong(SPECIES, places >>> lower);
        ShortVector upper = ShortVector.fromArray(SPECIES, UPPER_HALF, 0).selectFrom(u);
        backslashes.blend(upper.expand(high), high).intoCharArray(out, end + lower);
        end += n + Long.bitCount(bits & ones(n));
      }
      i += n;
      if (stop < to) {
        return CharScanner.answer(stop, end);
      }
    }
    return tail(a, i, to, stops, out, end);
  }

  /** Like {@link #expand}, for any width. */
  static long walk(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    int end = at;
    int i = from;
    int last = Math.min(to - 1, a.length - 2 * LANES);
    while (i <= last) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      int n = Math.min(LANES, to - i);
      int stop = to;
      long hits = candidates(a, i, ones(n), stops);
      if (hits != 0) {
        stop = firstCandidate(hits, a, i, to, stops);
        n = Math.min(n, stop - i);
        if (n == 0) {
          return CharScanner.answer(stop, end);
        }
      }
      long from8000 = v.lt((short) 0).toLong() & ones(n);
      if (from8000 != 0 && hasLone(halves(v) & from8000, a, i, from, to)) {
        return LONE;
      }
      v.intoCharArray(out, end);
      long bits =
          v.lanewise(VectorOperators.XOR, VectorCharScanner.TWO)
              .compare(VectorOperators.ULE, SPACE)
              .or(v.eq(BACKSLASH))
              .toLong();
      int shift = end - i;
      for (bits &= ones(n); bits != 0; bits &= bits - 1) {
        int escaped = i + Long.numberOfTrailingZeros(bits);
        end = ScalarCharScanner.escapeChar(a[escaped], out, escaped + shift);
        shift = end - escaped - 1;
        ShortVector.fromCharArray(SPECIES, a, escaped + 1).intoCharArray(out, end);
      }
      i += n;
      end = i + shift;
      if (stop < to) {
        return CharScanner.answer(stop, end);
      }
    }
    return tail(a, i, to, stops, out, end);
  }

  /** Escapes the rest, when less than a vector remains in the array. */
  private static long tail(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    int stop = ScalarCharScanner.INSTANCE.findStop(a, from, to, stops);
    int end = ScalarCharScanner.INSTANCE.escapeWhole(a, from, stop, out, at);
    return end < 0 ? LONE : CharScanner.answer(stop, end);
  }

  /** The halves of surrogate pairs. */
  private static long halves(ShortVector v) {
    return v.and(SURROGATE_BITS).eq(SURROGATE).toLong();
  }

  /** Whether one of the surrogates from {@code base} on has no partner in {@code [from, to)}. */
  private static boolean hasLone(long halves, char[] a, int base, int from, int to) {
    for (long bits = halves; bits != 0; bits &= bits - 1) {
      if (Surrogates.isLone(a, base + Long.numberOfTrailingZeros(bits), from, to)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The positions of the chars, or of the letters of their escapes, in the output; the others are
   * backslashes. Each char has a slot of two positions: an escaped char is in the upper one, for
   * another char the upper one is removed.
   */
  static long places(long escaped) {
    long slots = Long.expand(escaped, SLOTS);
    return Long.compress(SLOTS & ~slots | slots << 1, SLOTS | slots << 1);
  }

  /** As many ones as {@code n}, 1 to 64. */
  static long ones(int n) {
    return -1L >>> -n;
  }

  /**
   * The chars of a vector that are a candidate as far as it shows. Those of {@code inside} belong
   * to the text; what follows the last of them counts as not there yet.
   */
  static long candidates(char[] a, int from, long inside, StopSet stops) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    long hits = v.eq((short) stops.stop0).toLong() & inside;
    if (stops.fewSeconds) {
      long seconds =
          v.eq((short) stops.next0)
              .or(v.eq((short) stops.next1))
              .or(v.eq((short) stops.next2))
              .or(v.eq((short) stops.next3))
              .or(v.compare(VectorOperators.UGE, NOT_ASCII))
              .toLong();
      return hits & (seconds >>> 1 | ~(inside >>> 1));
    }
    return stops.count > 1 ? hits | otherStops(a, from, stops) & inside : hits;
  }

  /**
   * Hits of the stops other than the first. Loads the vector again, because the JIT may not inline
   * this method.
   */
  static long otherStops(char[] a, int from, StopSet stops) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    return v.eq((short) stops.stop1)
        .or(v.eq((short) stops.stop2))
        .or(v.eq((short) stops.stop3))
        .toLong();
  }

  /** The first of the hits that is a candidate, else {@code to}. */
  static int firstCandidate(long hits, char[] a, int from, int to, StopSet stops) {
    for (long bits = hits; bits != 0; bits &= bits - 1) {
      int at = from + Long.numberOfTrailingZeros(bits);
      if (stops.isCandidate(a, at, to)) {
        return at;
      }
    }
    return to;
  }
}
