package dev.deltalex.loop.ngram;

/** A random number generator whose sequence for a seed never changes, on any JDK. */
final class SeededRandom {
  private long state;

  SeededRandom(long seed) {
    this.state = seed;
  }

  /** A number from 0 to {@code bound - 1}. */
  int below(int bound) {
    state += Mixing.ODD;
    return (int) ((Mixing.mix(state) >>> 32) * bound >>> 32);
  }

  /** A number from {@code low} to {@code high}, inclusive. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True with probability 1 / {@code n}. */
  boolean oneIn(int n) {
    return below(n) == 0;
  }

  /** One of the choices; earlier ones are more likely, like frequent words of a language. */
  String skewed(String[] words) {
    return words[Math.min(below(words.length), below(words.length))];
  }

  /** One of the choices, with equal probability. */
  <T> T any(T[] choices) {
    return choices[below(choices.length)];
  }
}
