package dev.deltalex.loop.ngram;

/** The integer hash of the model; {@code step.h} has the same. */
final class Mixing {
  /** An odd constant without pattern: 2^64 divided by the golden ratio. */
  static final long ODD = 0x9E3779B97F4A7C15L;

  private static final long FIRST = 0xD6E8FEB86659FD93L;
  private static final long SECOND = 0xA0761D6478BD642FL;

  private Mixing() {}

  /** A bijection of 64 bits in which every bit of the argument reaches every bit of the result. */
  static long mix(long x) {
    x ^= x >>> 32;
    x *= FIRST;
    x ^= x >>> 29;
    x *= SECOND;
    return x ^ x >>> 32;
  }
}
