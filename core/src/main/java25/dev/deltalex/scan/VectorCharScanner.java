package dev.deltalex.scan;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Scans a vector at a time: 32, 16 or 8 chars, fixed when this class is initialized.
 *
 * <p>Most deltas are shorter than a vector, so every kernel begins with one padded load: it reads
 * beyond {@code to} if the array is long enough, and masks the chars from {@code to} on. Near the
 * array's end the finders load the last whole vector and shift it; arrays shorter than a vector are
 * scanned by the scalar scanner.
 *
 * <p>Kernels are static, self-contained (a vector that is passed to a method or stored in a field
 * may be allocated on the heap) and small enough for the JIT to inline. They allocate until C2 has
 * compiled them, see {@link Scanners#warmUp}.
 */
final class VectorCharScanner extends CharScanner {
  static final VectorSpecies<Short> SPECIES = species();
  static final int LANES = SPECIES.length();

  /** A bit for each lane. */
  private static final long ALL = -1L >>> -LANES;

  /** Binary logarithm of the lanes. */
  private static final int SHIFT = Integer.numberOfTrailingZeros(LANES);

  /** Most pieces to join fit half of the widest vector. */
  private static final VectorSpecies<Short> PIECE = LANES > 16 ? ShortVector.SPECIES_256 : SPECIES;

  /**
   * Whether part of a vector is loaded by a mask at the cost of all: AVX-512 does, others do not.
   */
  private static final boolean MASKS = LANES == 32;

  /** Chars from which on a search begins with a loop that only looks for a vector with a hit. */
  private static final int LONG = 1024;

  /** Chars that are compared one by one where there is no room for a vector. */
  private static final int MOST_SINGLY = 12;

  private static final short BACKSLASH = '\\';
  private static final short NOT_ASCII = 128;

  /**
   * Flipping this bit swaps the space (U+0020) and the quotation mark (U+0022), so that a single
   * comparison with U+0020 finds the quotation mark and the control chars.
   */
  static final short TWO = 2;

  static final short SPACE = ' ';

  /** In a surrogate, these bits are {@link #SURROGATE}. */
  static final short SURROGATE_BITS = (short) 0xF800;

  static final short SURROGATE = (short) 0xD800;

  /** Whether to escape by expanding vectors; needs 32 lanes and a CPU that expands shorts. */
  private final boolean expands;

  VectorCharScanner(boolean expands) {
    this.expands = expands && LANES == 32;
  }

  /** Whether this scanner escapes by expanding. */
  boolean expands() {
    return expands;
  }

  private static VectorSpecies<Short> species() {
    return switch (Scanners.setting()) {
      case "vector128" -> ShortVector.SPECIES_128;
      case "vector256" -> ShortVector.SPECIES_256;
      case "vector512" -> ShortVector.SPECIES_512;
      default -> ShortVector.SPECIES_PREFERRED;
    };
  }

  @Override
  public String name() {
    return "vector" + SPECIES.vectorBitSize();
  }

  @Override
  public int findStop(char[] a, int from, int to, StopSet stops) {
    if (a.length < LANES) {
      return ScalarCharScanner.INSTANCE.findStop(a, from, to, stops);
    }
    if (stops.count != 1) {
      return findMany(a, from, to, stops);
    }
    return stops.second0 == 0 ? findOne(a, from, to, stops) : findPair(a, from, to, stops);
  }

  @Override
  public boolean isPlain(char[] a, int from, int to, StopSet stops) {
    if (stops.count > 1) {
      return to - from - 1 >>> MOST_PLAIN == 0 && findStopOrEscape(a, from, to, stops) == to;
    }
    char stop = stops.count == 0 ? '"' : stops.stop0;
    return isInOne(a, from, to) ? isClean(a, from, to, stop) : isCleanElsewhere(a, from, to, stop);
  }

  /**
   * The warm-up does not call this method, but what it calls: once it was compiled by itself, and
   * with all of that, the JIT would not inline it where a delta is read.
   */
  @Override
  public boolean isPlain(char[] a, int from, int to, char stop) {
    return isInOne(a, from, to) ? isClean(a, from, to, stop) : isCleanElsewhere(a, from, to, stop);
  }

  /** Whether a text, which is not empty, is within one vector, and that in the array. */
  private static boolean isInOne(char[] a, int from, int to) {
    return to - from - 1 >>> SHIFT == 0 && a.length - from >= LANES;
  }

  private static boolean isCleanElsewhere(char[] a, int from, int to, char stop) {
    int length = to - from;
    if (length - 1 >>> SHIFT != 0) {
      return length > 0 && length <= 2 * LANES && areClean(a, from, to, stop);
    }
    return MASKS
        ? isCleanByMask(a, from, to, stop)
        : length <= MOST_SINGLY && areSinglyClean(a, from, to, stop);
  }

  @Override
  public int findEscape(char[] a, int from, int to) {
    return a.length < LANES
        ? ScalarCharScanner.INSTANCE.findEscape(a, from, to)
        : findEscapeIn(a, from, to);
  }

  @Override
  public int findStopOrEscape(char[] a, int from, int to, StopSet stops) {
    if (a.length < LANES) {
      return ScalarCharScanner.INSTANCE.findStopOrEscape(a, from, to, stops);
    }
    return findEither(a, from, to, stops);
  }

  @Override
  public int escape(char[] a, int from, int to, char[] out, int at) {
    if (out.length - at < (to - from) * (long) LONGEST_ESCAPE + STORE_SLACK) {
      return ScalarCharScanner.INSTANCE.escape(a, from, to, out, at);
    }
    long answer = escapeFrom(a, from, to, StopSet.NONE, out, at);
    return answer == VectorEscapeKernels.LONE
        ? ScalarCharScanner.INSTANCE.escape(a, from, to, out, at)
        : target(answer);
  }

  @Override
  public long escapeToStop(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    if (to - from - 1 >>> 5 != 0
        || !expands
        || a.length - from < LANES
        || out.length - at < LANES * LONGEST_ESCAPE + STORE_SLACK) {
      return escapeFar(a, from, to, stops, out, at);
    }
    return VectorEscapeKernels.expandStep(a, from, to, stops, out, at);
  }

  @Override
  public int escapeAscii(char[] a, int from, int to, byte[] out, int at) {
    int end = at;
    int i = from;
    if (expands) {
      for (int last = Math.min(to - 1, a.length - LANES); i <= last; i += LANES) {
        int next = VectorByteKernels.escapeStep(a, i, Math.min(to, i + LANES), out, end);
        if (next < 0) {
          break;
        }
        end = next;
      }
    }
    return i >= to ? end : ScalarCharScanner.INSTANCE.escapeAscii(a, i, to, out, end);
  }

  @Override
  public int join(int[] ids, int from, int to, long[] spans, char[] pool, char[] out, int at) {
    return joinPieces(ids, from, to, spans, pool, out, at);
  }

  private static int joinPieces(
      int[] ids, int from, int to, long[] spans, char[] pool, char[] out, int at) {
    final int lanes = PIECE.length();
    final int room = out.length - JOIN_SLACK;
    int end = at;
    for (int i = from; i < to; i++) {
      int id = ids[i];
      if (id < 0 || id >= spans.length) {
        continue;
      }
      long span = spans[id];
      int length = spanLength(span);
      if (length > room - end) {
        return -1;
      }
      int offset = spanOffset(span);
      ShortVector.fromCharArray(PIECE, pool, offset).intoCharArray(out, end);
      if (length > lanes) {
        System.arraycopy(pool, offset + lanes, out, end + lanes, length - lanes);
      }
      end += length;
    }
    return end;
  }

  /**
   * Whether a vector of chars has neither {@code stop} nor a char to escape; small, so that it is
   * inlined for most deltas. The comparison is signed, so that chars from U+8000 on, which include
   * surrogates, are left to {@link VectorEscapeKernels#expandStep} at no extra cost.
   */
  private static boolean isClean(char[] a, int from, int to, char stop) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    long bits =
        v.lanewise(VectorOperators.XOR, TWO)
            .compare(VectorOperators.LE, SPACE)
            .or(v.eq(BACKSLASH))
            .or(v.eq((short) stop))
            .toLong();
    return (bits & VectorEscapeKernels.ones(to - from)) == 0;
  }

  /** As {@link #isClean}, where the array ends within a vector: the rest is not loaded. */
  private static boolean isCleanByMask(char[] a, int from, int to, char stop) {
    long inside = VectorEscapeKernels.ones(to - from);
    ShortVector v =
        ShortVector.fromCharArray(SPECIES, a, from, VectorMask.fromLong(SPECIES, inside));
    long bits =
        v.lanewise(VectorOperators.XOR, TWO)
            .compare(VectorOperators.LE, SPACE)
            .or(v.eq(BACKSLASH))
            .or(v.eq((short) stop))
            .toLong();
    return (bits & inside) == 0;
  }

  /** As {@link #isClean}, char by char: near the end of an array, or in one that is short. */
  private static boolean areSinglyClean(char[] a, int from, int to, char stop) {
    boolean clean = true;
    for (int i = from; i < to; i++) {
      char c = a[i];
      clean &= (c ^ TWO) > SPACE && c != BACKSLASH && c != stop && c < Character.MIN_SURROGATE;
    }
    return clean;
  }

  /** As {@link #isClean}, of two vectors, which may overlap. */
  private static boolean areClean(char[] a, int from, int to, char stop) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    ShortVector w = ShortVector.fromCharArray(SPECIES, a, to - LANES);
    VectorMask<Short> escapes =
        v.lanewise(VectorOperators.XOR, TWO)
            .compare(VectorOperators.LE, SPACE)
            .or(w.lanewise(VectorOperators.XOR, TWO).compare(VectorOperators.LE, SPACE));
    VectorMask<Short> others =
        v.eq(BACKSLASH).or(v.eq((short) stop)).or(w.eq(BACKSLASH)).or(w.eq((short) stop));
    return !escapes.or(others).anyTrue();
  }

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

  private long escapeFar(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    if (a.length - from < LANES
        || out.length - at < (to - from) * (long) LONGEST_ESCAPE + STORE_SLACK) {
      return ScalarCharScanner.INSTANCE.escapeToStop(a, from, to, stops, out, at);
    }
    if (expands && to - from <= 8 * LANES) {
      long answer = escapeFrom(a, from, to, stops, out, at);
      if (answer == VectorEscapeKernels.LONE) {
        return ScalarCharScanner.INSTANCE.escapeToStop(a, from, to, stops, out, at);
      }
      boolean clean = target(answer) - at == source(answer) - from;
      return clean ? answer(source(answer), at) : answer;
    }
    int first = findEither(a, from, to, stops);
    if (first == to || stops.isCandidate(a, first, to)) {
      return answer(first, at);
    }
    System.arraycopy(a, from, out, at, first - from);
    long answer = escapeFrom(a, first, to, stops, out, at + first - from);
    return answer == VectorEscapeKernels.LONE
        ? ScalarCharScanner.INSTANCE.escapeToStop(a, from, to, stops, out, at)
        : answer;
  }

  /**
   * Escapes up to the first candidate; {@link VectorEscapeKernels#LONE} if the scalar scanner must.
   */
  private long escapeFrom(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    return expands
        ? VectorEscapeKernels.expand(a, from, to, stops, out, at)
        : VectorEscapeKernels.walk(a, from, to, stops, out, at);
  }

  private static int findOne(char[] a, int from, int to, StopSet stops) {
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

  /** As {@link #findOne}, where only one ASCII char may follow the stop char. */
  private static int findPair(char[] a, int from, int to, StopSet stops) {
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

  private static int findMany(char[] a, int from, int to, StopSet stops) {
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

  private static int findEscapeIn(char[] a, int from, int to) {
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

  private static int findEither(char[] a, int from, int to, StopSet stops) {
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
