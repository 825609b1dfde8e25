package dev.deltalex.parse;

/**
 * Makes ids of calls from a stream's own generator state (SplitMix64: Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", 2014).
 */
final class CallIds {

  private static final char[] PREFIX = "call_".toCharArray();
  private static final char[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();
  private static final int UNIQUE_CHARS = 24;
  private static final int SHORT_CHARS = 9;

  /** Chars taken from one random number: 62^9 is below 2^54, so the bias is below 2^-10. */
  private static final int CHARS_PER_DRAW = 9;

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  /** Draws of the longest id, so that two ids never share one. */
  private static final int DRAWS = 3;

  private CallIds() {}

  /** Writes {@code call_} and 24 alphanumerics to {@code out}; returns the length. */
  static int unique(long state, char[] out) {
    System.arraycopy(PREFIX, 0, out, 0, PREFIX.length);
    // Three chains of products that do not wait for each other.
    long first = mix(state + GAMMA);
    long second = mix(state + 2 * GAMMA);
    long third = mix(state + 3 * GAMMA);
    int at = PREFIX.length;
    int end = at + UNIQUE_CHARS;
    for (int i = at; i < at + CHARS_PER_DRAW; i++) {
      out[i] = digit(first);
      out[i + CHARS_PER_DRAW] = digit(second);
      first *= ALPHABET.length;
      second *= ALPHABET.length;
    }
    for (int i = at + 2 * CHARS_PER_DRAW; i < end; i++) {
      out[i] = digit(third);
      third *= ALPHABET.length;
    }
    return end;
  }

  /** Writes nine alphanumerics to {@code out}; returns the length. */
  static int nine(long state, char[] out) {
    long bits = mix(state + GAMMA);
    for (int i = 0; i < SHORT_CHARS; i++) {
      out[i] = digit(bits);
      bits *= ALPHABET.length;
    }
    return SHORT_CHARS;
  }

  /** The generator state after an id. */
  static long next(long state) {
    return state + GAMMA * DRAWS;
  }

  /**
   * The first digit of bits / 2^64, read as a fraction in base 62. The last bit is dropped, so that
   * the signed high half of the product is the unsigned one, which Java 17 lacks.
   */
  private static char digit(long bits) {
    return ALPHABET[(int) Math.multiplyHigh(bits >>> 1, 2L * ALPHABET.length)];
  }

  /** The output function of SplitMix64. */
  static long mix(long value) {
    long z = value;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
