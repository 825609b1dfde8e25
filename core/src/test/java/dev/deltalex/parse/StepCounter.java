package dev.deltalex.parse;

import java.util.Arrays;

/**
 * Counts what {@link CountingLoader} makes the code report: calls, rounds of loops, chars copied.
 */
public final class StepCounter {
  private static long steps;

  private StepCounter() {}

  /** One call or one round of a loop. */
  public static void step() {
    steps++;
  }

  /** Counts from 0 again. */
  public static void reset() {
    steps = 0;
  }

  /** Steps so far. */
  public static long steps() {
    return steps;
  }

  /** Stands in for {@link System#arraycopy}. */
  public static void arraycopy(Object from, int start, Object to, int at, int length) {
    steps += length;
    System.arraycopy(from, start, to, at, length);
  }

  /** Stands in for {@link Arrays#copyOf(char[], int)}. */
  public static char[] copyOf(char[] from, int length) {
    steps += length;
    return Arrays.copyOf(from, length);
  }

  /** Stands in for {@link Arrays#equals(char[], int, int, char[], int, int)}. */
  public static boolean equals(char[] one, int from, int to, char[] other, int start, int end) {
    steps += to - from;
    return Arrays.equals(one, from, to, other, start, end);
  }
}
