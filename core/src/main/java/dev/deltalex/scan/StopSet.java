package dev.deltalex.scan;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The chars at which a scan must stop: the first chars of a grammar's literals, each with the
 * possible second chars. Immutable.
 *
 * <p>A stop char is a <em>candidate</em> only if the next char is a possible second char, which
 * excludes nearly every {@code <} of ordinary code. It is always a candidate if the next char is
 * not available yet or not ASCII, or if a literal has only one char.
 */
public final class StopSet {
  /** Maximum of distinct first chars; the kernels compare with each. */
  public static final int MAX_STOPS = 4;

  /** The empty set. */
  public static final StopSet NONE = new StopSet(0, new char[MAX_STOPS], new long[8]);

  /** Number of distinct stop chars, 0 to 4. */
  final int count;

  /** The stop chars. Unused ones repeat the first, so that kernels can compare with all four. */
  final char stop0;

  final char stop1;
  final char stop2;
  final char stop3;

  /**
   * Possible second chars of {@link #stop0}: bit c of low for c below 64, bit c - 64 of high for
   * others.
   */
  final long low0;

  final long high0;

  /**
   * If there is one stop char, a letter, and only one ASCII char may follow it: that char, else 0.
   * A kernel then looks for both at once, because letters are not rare in text as brackets are.
   */
  final char second0;

  /** Whether there is one stop char, and no more than four ASCII chars may follow it. */
  final boolean fewSeconds;

  /** Those chars; unused ones repeat the first. Of no meaning if there are more. */
  final char next0;

  final char next1;
  final char next2;
  final char next3;

  /** Possible second chars of all four stops: low at 2i, high at 2i + 1. */
  private final long[] seconds;

  private StopSet(int count, char[] stops, long[] seconds) {
    this.count = count;
    this.stop0 = stops[0];
    this.stop1 = count > 1 ? stops[1] : stops[0];
    this.stop2 = count > 2 ? stops[2] : stops[0];
    this.stop3 = count > 3 ? stops[3] : stops[0];
    this.seconds = seconds;
    this.low0 = seconds[0];
    this.high0 = seconds[1];
    this.second0 = onlySecond(count, stop0, low0, high0);
    int next = Long.bitCount(low0) + Long.bitCount(high0);
    this.fewSeconds = count == 1 && next > 0 && next <= MAX_STOPS;
    this.next0 = second(low0, high0, 0);
    this.next1 = second(low0, high0, next > 1 ? 1 : 0);
    this.next2 = second(low0, high0, next > 2 ? 2 : 0);
    this.next3 = second(low0, high0, next > 3 ? 3 : 0);
  }

  /** The ASCII char whose bit is behind so many others that are set; 0 if there is none. */
  private static char second(long low, long high, int before) {
    int left = before;
    for (char c = 0; c < 2 * Long.SIZE; c++) {
      if (((c < Long.SIZE ? low : high) >>> c & 1) != 0 && left-- == 0) {
        return c;
      }
    }
    return 0;
  }

  private static char onlySecond(int count, char stop, long low, long high) {
    boolean one = count == 1 && Long.bitCount(low) + Long.bitCount(high) == 1;
    if (!one || !Character.isLetter(stop)) {
      return 0;
    }
    int second =
        low != 0 ? Long.numberOfTrailingZeros(low) : Long.SIZE + Long.numberOfTrailingZeros(high);
    return (char) second;
  }

  /**
   * Creates the set for literals.
   *
   * @throws IllegalArgumentException if a literal is empty, or if they begin with more than {@link
   *     #MAX_STOPS} distinct chars
   */
  public static StopSet of(String... literals) {
    return of(List.of(literals));
  }

  /** Like {@link #of(String...)}. */
  public static StopSet of(Iterable<? extends CharSequence> literals) {
    char[] stops = new char[MAX_STOPS];
    long[] seconds = new long[2 * MAX_STOPS];
    int count = 0;
    for (CharSequence literal : literals) {
      if (literal.isEmpty()) {
        throw new IllegalArgumentException("a literal is empty");
      }
      int i = 0;
      while (i < count && stops[i] != literal.charAt(0)) {
        i++;
      }
      if (i == MAX_STOPS) {
        throw new IllegalArgumentException(
            "literals begin with more than " + MAX_STOPS + " distinct chars: " + literals);
      }
      if (i == count) {
        stops[count++] = literal.charAt(0);
      }
      if (literal.length() == 1) {
        seconds[2 * i] = -1L;
        seconds[2 * i + 1] = -1L;
      } else if (literal.charAt(1) < 128) {
        char second = literal.charAt(1);
        seconds[2 * i + (second >> 6)] |= 1L << second;
      }
    }
    return count == 0 ? NONE : new StopSet(count, stops, seconds);
  }

  /** Number of distinct stop chars. */
  public int size() {
    return count;
  }

  /** The stop char of a set of one, else 0. */
  public char only() {
    return count == 1 ? stop0 : 0;
  }

  /** The values of {@code flags} for all stop chars, joined by OR; 0 if there is none. */
  public long flags(IntToLongFunction flags) {
    return count == 0
        ? 0
        : flags.applyAsLong(stop0)
            | flags.applyAsLong(stop1)
            | flags.applyAsLong(stop2)
            | flags.applyAsLong(stop3);
  }

  /** Whether {@code c} begins a literal. */
  public boolean contains(char c) {
    return count != 0 && (c == stop0 || c == stop1 || c == stop2 || c == stop3);
  }

  /** Whether {@code first} begins a literal and {@code second} may come after it. */
  public boolean accepts(char first, char second) {
    if (!contains(first)) {
      return false;
    }
    if (second >= 128) {
      return true;
    }
    int i = first == stop0 ? 0 : first == stop1 ? 2 : first == stop2 ? 4 : 6;
    return (seconds[i + (second >> 6)] >>> second & 1) != 0;
  }

  /** Whether a scan of {@code a} up to {@code to} stops at {@code at}, below {@code to}. */
  public boolean isCandidate(char[] a, int at, int to) {
    return at + 1 < to ? accepts(a[at], a[at + 1]) : contains(a[at]);
  }

  /** For a stop char of a set of one: whether the next char is a possible second char. */
  boolean followedLegally(char[] a, int at, int to) {
    if (at + 1 >= to) {
      return true;
    }
    char second = a[at + 1];
    return second >= 128 || ((second < 64 ? low0 : high0) >>> second & 1) != 0;
  }

  /** For a stop char of any set: whether the next char is a possible second char. */
  boolean followedLegallyIn(char[] a, int at, int to) {
    return at + 1 >= to || accepts(a[at], a[at + 1]);
  }

  @Override
  public String toString() {
    char[] stops = {stop0, stop1, stop2, stop3};
    StringBuilder text = new StringBuilder("StopSet");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "[" : ", ").append(stops[i]).append(" then ");
      if (seconds[2 * i] == -1L && seconds[2 * i + 1] == -1L) {
        text.append("any");
        continue;
      }
      for (char c = 0; c < 128; c++) {
        if ((seconds[2 * i + (c >> 6)] >>> c & 1) != 0) {
          text.append(c);
        }
      }
    }
    return text.append(count == 0 ? "[]" : "]").toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StopSet that
        && count == that.count
        && stop0 == that.stop0
        && stop1 == that.stop1
        && stop2 == that.stop2
        && stop3 == that.stop3
        && Arrays.equals(seconds, that.seconds);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(seconds) + stop0;
  }
}
