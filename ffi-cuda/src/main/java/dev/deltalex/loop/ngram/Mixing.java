package dev.deltalex.loop.ngram;

/** The integer hash of the model, the same as in {@code step.h}. */
final class Mixing {
  /** 2^64 divided by the golden ratio, an odd constant with irregular bits. */
  static final long ODD = 0x9E3779B97F4A7C15L;

  private static final long FIRST = 0xD6E8FEB86659FD93L;
  private static final long SECOND = 0xA0761D6478BD642FL;

  private Mixing() {}

  /**
   * A bijection of 64 bits in which every bit of the result depends on every bit of the argument.
   */
  static long mix(long x) {
    x ^= x >>> 32;
    x *= FIRST;
    x ^= x >>> 29;
    x *= SECOND;
    return x ^ x >>> 32;
  }
}
