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

  /** Binary logarithm of the lanes. */
  private static final int SHIFT = Integer.numberOfTrailingZeros(LANES);

  /**
   * Whether part of a vector is loaded by a mask at the cost of all: AVX-512 does, others do not.
   */
  private static final boolean MASKS = LANES == 32;

  /** Chars that are compared one by one where there is no room for a vector. */
  private static final int MOST_SINGLY = 12;

  private static final short BACKSLASH = '\\';

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
      return VectorSearchKernels.findMany(a, from, to, stops);
    }
    return stops.second0 == 0
        ? VectorSearchKernels.findOne(a, from, to, stops)
        : VectorSearchKernels.findPair(a, from, to, stops);
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
        : VectorSearchKernels.findEscapeIn(a, from, to);
  }

  @Override
  public int findStopOrEscape(char[] a, int from, int to, StopSet stops) {
    if (a.length < LANES) {
      return ScalarCharScanner.INSTANCE.findStopOrEscape(a, from, to, stops);
    }
    return VectorSearchKernels.findEither(a, from, to, stops);
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

  /**
   * Copies each piece as a vector. A narrower one would do for most pieces, but all kernels of
   * chars have the same class of vectors: the profiles of the Vector API's methods, which all
   * callers share, would else make the JIT expect the wrong one, and leave vectors as objects on
   * the heap.
   */
  private static int joinPieces(
      int[] ids, int from, int to, long[] spans, char[] pool, char[] out, int at) {
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
      ShortVector.fromCharArray(SPECIES, pool, offset).intoCharArray(out, end);
      if (length > LANES) {
        System.arraycopy(pool, offset + LANES, out, end + LANES, length - LANES);
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

  private long escapeFar(char[] a, int from, int to, StopSet stops, char[] out, int at) {
    if (a.length - from < LANES
        || out.length - at < (to - from) * (long) LONGEST_ESCAPE + STORE_SLACK) {
      return ScalarCharScanner.INSTANCE.escapeToStop(a, from, to, stops, out, at);
    }
    if (expands && to - from <= 2 * LANES) {
      long answer = escapeFrom(a, from, to, stops, out, at);
      if (answer == VectorEscapeKernels.LONE) {
        return ScalarCharScanner.INSTANCE.escapeToStop(a, from, to, stops, out, at);
      }
      boolean clean = target(answer) - at == source(answer) - from;
      return clean ? answer(source(answer), at) : answer;
    }
    int first = VectorSearchKernels.findEither(a, from, to, stops);
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
}
