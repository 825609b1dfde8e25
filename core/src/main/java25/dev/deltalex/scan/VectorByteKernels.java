package dev.deltalex.scan;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Escapes 32 chars at a time to bytes, for {@link VectorCharScanner}: expands like {@link
 * VectorEscapeKernels}, but narrows the chars to bytes first, so that one store suffices. CPUs that
 * expand shorts in one instruction also expand bytes in one.
 */
final class VectorByteKernels {
  private static final VectorSpecies<Short> SPECIES = VectorCharScanner.SPECIES;
  private static final short BACKSLASH = '\\';
  private static final short NOT_ASCII = 128;

  private VectorByteKernels() {}

  /**
   * Escapes at most 32 chars that begin at least a vector before the array's end. Returns -1 if the
   * scalar scanner must escape them: a char is not ASCII, or has only a six-char escape.
   */
  static int escapeStep(char[] a, int from, int to, byte[] out, int at) {
    ShortVector v = ShortVector.fromCharArray(SPECIES, a, from);
    long seen = VectorEscapeKernels.ones(to - from);
    long wide = v.compare(VectorOperators.UGE, NOT_ASCII).toLong();
    long bits =
        v.lanewise(VectorOperators.XOR, VectorCharScanner.TWO)
            .compare(VectorOperators.ULE, VectorCharScanner.SPACE)
            .or(v.eq(BACKSLASH))
            .toLong();
    bits &= seen;
    if ((wide & seen) != 0) {
      return -1;
    }
    if (bits == 0) {
      ((ByteVector) v.convertShape(VectorOperators.S2B, ByteVector.SPECIES_256, 0))
          .intoArray(out, at);
      return at + to - from;
    }
    ShortVector letters =
        v.and((short) 31)
            .selectFrom(ShortVector.fromArray(SPECIES, VectorEscapeKernels.LETTERS, 0));
    ShortVector u = v.blend(letters, v.compare(VectorOperators.ULT, VectorCharScanner.SPACE));
    if ((u.eq((short) 0).toLong() & bits) != 0) {
      return -1;
    }
    VectorMask<Byte> places =
        VectorMask.fromLong(ByteVector.SPECIES_512, VectorEscapeKernels.places(bits));
    ByteVector narrow = (ByteVector) u.convertShape(VectorOperators.S2B, ByteVector.SPECIES_512, 0);
    ByteVector.broadcast(ByteVector.SPECIES_512, (byte) BACKSLASH)
        .blend(narrow.expand(places), places)
        .intoArray(out, at);
    return at + to - from + Long.bitCount(bits);
  }
}
