package dev.deltalex.scan;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Searches of {@link VectorCharScanner}: for stops, for chars to escape, and for both. The array
 * has at least a vector of chars; near its end the last whole vector is loaded and shifted.
 */
final class VectorSearchKernels {
  private static final VectorSpecies<Short> SPECIES = VectorCharScanner.SPECIES;
  private static final int LANES = SPECIES.length();

  /** A bit for each lane. */
  private static final long ALL = -1L >>> -LANES;

  /** Chars from which on a search begins with a loop that only looks for a vector with a hit. */
  private static final int LONG = 1024;

  private static final short BACKSLASH = '\\';
  private static final short NOT_ASCII = 128;
  private static final short TWO = VectorCharScanner.TWO;
  private static final short SPACE = VectorCharScanner.SPACE;
  private static final short SURROGATE = VectorCharScanner.SURROGATE;
  private static final short SURROGATE_BITS = VectorCharScanner.SURROGATE_BITS;

  private VectorSearchKernels() {}

  /**
   * Whether a vector of chars has none of the stop chars, of which there are two or more; without
   * the loop of {@link #findMany}, because nearly all deltas are that short and have none.
   */
  private static boolean isFree(char[] a, int from, int to, StopSet stops) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    long bits = v.eq((short) stops.stop0).or(v.eq((short) stops.stop1)).toLong();
    if (stops.count > 2) {
      bits |= v.eq((short) stops.stop2).or(v.eq((short) stops.stop3)).toLong();
    }
    return (bits & VectorEscapeKernels.ones(to - from)) == 0;
  }

  /** The first candidate of the only stop char. */
  static int findOne(char[] a, int from, int to, StopSet stops) {
    int last = to - LANES;
    int i = last - from > LONG ? skipFree(a, from, last, (short) stops.stop0) : from;
    for (; i <= last; i += LANES) {
      long bits = VectorEscapeKernels.candidates(a, i, ALL, stops);
      if (bits != 0) {
        int at = VectorEscapeKernels.firstCandidate(bits, a, i, to, stops);
        if (at < to) {
          return at;
        }
      }
    }
    if (i >= to) {
      return to;
    }
    int base = Math.min(i, a.length - LANES);
    long inside = VectorEscapeKernels.ones(to - base);
    long bits = VectorEscapeKernels.candidates(a, base, inside, stops) >>> (i - base);
    return bits == 0 ? to : VectorEscapeKernels.firstCandidate(bits, a, i, to, stops);
  }

  /**
   * The first vector from {@code from} on with a stop in it; behind {@code last} if there is none.
   * The loop does nothing else, so that the JIT unrolls it.
   */
  private static int skipFree(char[] a, int from, int last, short stop) {
    for (int i = from; i <= last; i += LANES) {
      if (ShortVector.fromCharArray(SPECIES, a, i).eq(stop).toLong() != 0) {
        return i;
      }
    }
    return from + (last - from & -LANES) + LANES;
  }

  /** As {@link #skipFree}, with a stop or a char to escape in it, or one from U+8000 on. */
  private static int skipClean(char[] a, int from, int last, short stop) {
    for (int i = from; i <= last; i += LANES) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      long hits =
          v.lanewise(VectorOperators.XOR, TWO)
              .compare(VectorOperators.LE, SPACE)
              .or(v.eq(BACKSLASH))
              .or(v.eq(stop))
              .toLong();
      if (hits != 0) {
        return i;
      }
    }
    return from + (last - from & -LANES) + LANES;
  }

  /**
   * As {@link #findOne}, where only one ASCII char may follow the stop char, a letter: one
   * comparison instead of four, and no loop for the letter alone, which most vectors of prose have.
   */
  static int findPair(char[] a, int from, int to, StopSet stops) {
    short stop = (short) stops.stop0;
    short second = (short) stops.second0;
    int i = from;
    for (int last = to - LANES; i <= last; i += LANES) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      long seconds = v.eq(second).or(v.compare(VectorOperators.UGE, NOT_ASCII)).toLong();
      // What follows the last char is not in the vector.
      long bits = v.eq(stop).toLong() & (seconds >>> 1 | 1L << LANES - 1);
      if (bits != 0) {
        int at = VectorEscapeKernels.firstCandidate(bits, a, i, to, stops);
        if (at < to) {
          return at;
        }
      }
    }
    if (i >= to) {
      return to;
    }
    int base = Math.min(i, a.length - LANES);
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, base);
    long seconds = v.eq(second).or(v.compare(VectorOperators.UGE, NOT_ASCII)).toLong();
    // What follows the last char is not in the text.
    long bits =
        v.eq(stop).toLong() >>> (i - base)
            & (seconds >>> (i - base) >>> 1 | 1L << to - i - 1)
            & -1L >>> (i - to);
    return bits == 0 ? to : i + Long.numberOfTrailingZeros(bits);
  }

  static int findMany(char[] a, int from, int to, StopSet stops) {
    if (stops.count == 0
        || to - from <= LANES && a.length - from >= LANES && isFree(a, from, to, stops)) {
      return to;
    }
    short stop0 = (short) stops.stop0;
    short stop1 = (short) stops.stop1;
    short stop2 = (short) stops.stop2;
    short stop3 = (short) stops.stop3;
    int last = a.length - LANES;
    for (int i = from; i < to; i += LANES) {
      int base = Math.min(i, last);
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, base);
      VectorMask<Short> hits = v.eq(stop0).or(v.eq(stop1)).or(v.eq(stop2)).or(v.eq(stop3));
      long bits = hits.toLong() >>> (i - base);
      if (to - i < LANES) {
        bits &= -1L >>> (i - to);
      }
      while (bits != 0) {
        int at = i + Long.numberOfTrailingZeros(bits);
        if (stops.followedLegallyIn(a, at, to)) {
          return at;
        }
        bits &= bits - 1;
      }
    }
    return to;
  }

  // A search for chars to escape first uses a signed comparison, which also stops at chars from
  // U+8000 on, including surrogates, at no extra cost. From there an exact search continues in a
  // separate method, so that the first loop is small.

  static int findEscapeIn(char[] a, int from, int to) {
    int i = from;
    for (int last = to - LANES; i <= last; i += LANES) {
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      VectorMask<Short> hits =
          v.lanewise(VectorOperators.XOR, TWO)
              .compare(VectorOperators.LE, SPACE)
              .or(v.eq(BACKSLASH));
      long bits = hits.toLong();
      if (bits != 0) {
        int hit = i + Long.numberOfTrailingZeros(bits);
        if (a[hit] <= '\\') {
          return hit;
        }
        break;
      }
    }
    return i < to ? findEscapeExactly(a, i, from, to) : to;
  }

  /** Continues at {@code at}; chars before it count for surrogates only. */
  private static int findEscapeExactly(char[] a, int at, int from, int to) {
    int last = a.length - LANES;
    for (int i = at; i < to; i += LANES) {
      int base = Math.min(i, last);
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, base);
      VectorMask<Short> hits =
          v.lanewise(VectorOperators.XOR, TWO)
              .compare(VectorOperators.ULE, SPACE)
              .or(v.eq(BACKSLASH))
              .or(v.and(SURROGATE_BITS).eq(SURROGATE));
      for (long bits = hits.toLong() >>> (i - base); bits != 0; bits &= bits - 1) {
        int hit = i + Long.numberOfTrailingZeros(bits);
        if (hit >= to) {
          return to;
        }
        if (a[hit] < Character.MIN_SURROGATE || Surrogates.isLone(a, hit, from, to)) {
          return hit;
        }
      }
    }
    return to;
  }

  static int findEither(char[] a, int from, int to, StopSet stops) {
    short stop = (short) stops.stop0;
    int i = from;
    for (int last = stops.count > 1 ? from - 1 : to - LANES; i <= last; i += LANES) {
      if (last - i > LONG) {
        i = skipClean(a, i, last, stop);
        if (i > last) {
          break;
        }
      }
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, i);
      VectorMask<Short> hits =
          v.lanewise(VectorOperators.XOR, TWO)
              .compare(VectorOperators.LE, SPACE)
              .or(v.eq(BACKSLASH))
              .or(v.eq(stop));
      long bits = hits.toLong();
      if (bits != 0) {
        int hit = i + Long.numberOfTrailingZeros(bits);
        if (ScalarCharScanner.mustEscape(a[hit])) {
          return hit;
        }
        break;
      }
    }
    return i < to ? findEitherExactly(a, i, from, to, stops) : to;
  }

  /** Continues at {@code at}; chars before it count for surrogates only. */
  private static int findEitherExactly(char[] a, int at, int from, int to, StopSet stops) {
    short stop = (short) stops.stop0;
    int last = a.length - LANES;
    for (int i = at; i < to; i += LANES) {
      int base = Math.min(i, last);
      ShortVector v = ShortVector.fromCharArray(SPECIES, a, base);
      VectorMask<Short> hits =
          v.lanewise(VectorOperators.XOR, TWO)
              .compare(VectorOperators.ULE, SPACE)
              .or(v.eq(BACKSLASH))
              .or(v.eq(stop))
              .or(v.and(SURROGATE_BITS).eq(SURROGATE));
      long bits = hits.toLong();
      if (stops.count > 1) {
        bits |= VectorEscapeKernels.otherStops(a, base, stops);
      }
      bits >>>= i - base;
      if (to - i < LANES) {
        bits &= -1L >>> (i - to);
      }
      if (bits != 0) {
        int hit = firstOfEither(bits, a, i, from, to, stops);
        if (hit < to) {
          return hit;
        }
      }
    }
    return to;
  }

  /**
   * The first of the hits after {@code base} that is a char to escape in {@code [from, to)}, else
   * {@code to}.
   */
  private static int firstOfEither(long hits, char[] a, int base, int from, int to, StopSet stops) {
    for (long bits = hits; bits != 0; bits &= bits - 1) {
      int at = base + Long.numberOfTrailingZeros(bits);
      if (ScalarCharScanner.mustEscape(a[at])
          || stops.isCandidate(a, at, to)
          || Surrogates.isLone(a, at, from, to)) {
        return at;
      }
    }
    return to;
  }
}
