package dev.deltalex.testkit;

import java.util.SplittableRandom;

/** Small choices made by a seeded random. */
final class Pick {
  private final SplittableRandom random;

  Pick(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code low} to {@code high}, both included. */
  int from(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** True in {@code percent} of 100 cases. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  long seed() {
    return random.nextLong();
  }

  /** Plain text of more chars than a parser holds back by default. */
  String longText() {
    return repeated(of("word ", "x", "line\n", "a < b ", "\u00fc\n\n", "\ud83d\ude00", "\"q\" \\"));
  }

  /** Whitespace of more chars than a parser holds back by default. */
  String longBlank() {
    return repeated(of(" ", "\n", " \n", "\t", "\r\n"));
  }

  private String repeated(String text) {
    return text.repeat(from(1_030, 1_500) / text.length() + 1);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
