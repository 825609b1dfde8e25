package dev.deltalex.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A way of cutting a text into deltas. Immutable; the same cuts for the same length every time. */
public final class Cuts {
  private enum Mode {
    WHOLE,
    FIXED,
    BURSTS,
    GIVEN
  }

  private final Mode mode;
  private final long number;
  private final int[] given;

  private Cuts(Mode mode, long number, int... given) {
    this.mode = mode;
    this.number = number;
    this.given = given;
  }

  /** One delta. */
  public static Cuts whole() {
    return new Cuts(Mode.WHOLE, 0);
  }

  /** One char a delta. */
  public static Cuts ones() {
    return fixed(1);
  }

  /** {@code size} chars a delta; from 1. */
  public static Cuts fixed(int size) {
    return new Cuts(Mode.FIXED, size);
  }

  /** Mostly short deltas of random length, now and then a long one or an empty one. */
  public static Cuts bursts(long seed) {
    return new Cuts(Mode.BURSTS, seed);
  }

  /** Bursts, or in one case of four deltas of a fixed size. */
  public static Cuts any(long seed) {
    return (seed & 3) == 0 ? fixed(2 + (int) (seed >>> 2 & 7)) : bursts(seed);
  }

  /** Deltas that end at these offsets, ascending; the rest is one more. */
  public static Cuts at(int... ends) {
    return new Cuts(Mode.GIVEN, 0, ends.clone());
  }

  /** The offsets at which deltas end, the last of them {@code length}. */
  public int[] ends(int length) {
    int[] ends = new int[length + 8];
    int count = 0;
    int at = 0;
    SplittableRandom random = new SplittableRandom(number);
    while (at < length && count < ends.length - 1) {
      int next =
          switch (mode) {
            case WHOLE -> length;
            case FIXED -> at + (int) number;
            case BURSTS -> at + burst(random);
            case GIVEN -> count < given.length ? given[count] : length;
          };
      at = Math.min(Math.max(next, at), length);
      ends[count++] = at;
    }
    ends[count++] = length;
    return Arrays.copyOf(ends, count);
  }

  private static int burst(SplittableRandom random) {
    int kind = random.nextInt(16);
    return kind == 0 ? random.nextInt(64) : kind == 1 ? 0 : 1 + random.nextInt(7);
  }

  @Override
  public String toString() {
    return switch (mode) {
      case WHOLE -> "whole";
      case FIXED -> "fixed " + number;
      case BURSTS -> "bursts of seed " + number;
      case GIVEN -> "at " + Arrays.toString(given);
    };
  }
}
