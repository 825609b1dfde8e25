package dev.deltalex.loop.ngram;

/** Random choices that are the same for the same seed on every JDK, for ever. */
final class Dice {
  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  /** 0 to {@code bound - 1}. */
  int below(int bound) {
    state += Mixing.ODD;
    return (int) ((Mixing.mix(state) >>> 32) * bound >>> 32);
  }

  /** {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True once in {@code n} times. */
  boolean oneIn(int n) {
    return below(n) == 0;
  }

  /** One of them; earlier ones are likelier, as words in a language are. */
  String skewed(String[] words) {
    return words[Math.min(below(words.length), below(words.length))];
  }

  /** One of them, all alike. */
  <T> T any(T[] choices) {
    return choices[below(choices.length)];
  }
}
