package dev.deltalex.bench.ratio;

import dev.deltalex.bench.ratio.Pair.Statistic;
import java.util.Arrays;

/** The times of both sides' slices, the two of an index being adjacent, and the figures of them. */
final class Slices {
  private static final double FASTEST = 0.02;
  private static final double TAIL = 0.99;
  private static final double FAR_TAIL = 0.999;
  private static final double HALF = 0.5;

  private final long[] ours;
  private final long[] floor;
  private int count;

  Slices(int most) {
    ours = new long[most];
    floor = new long[most];
  }

  boolean isFull() {
    return count == ours.length;
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  void add(long oursNanos, long floorNanos) {
    if (!isFull()) {
      ours[count] = oursNanos;
      floor[count] = floorNanos;
      count++;
    }
  }

  /** The figures of all slices. */
  Figures figures(Statistic statistic, double operations) {
    return statistic == Statistic.TAIL ? tails() : costs(statistic, operations);
  }

  private Figures costs(Statistic statistic, double operations) {
    double fastestOurs = quantile(sorted(ours, 0, count), FASTEST) / operations;
    double fastestFloor = quantile(sorted(floor, 0, count), FASTEST) / operations;
    double fastest = fastestOurs / fastestFloor;
    double adjacent = adjacentRatio();
    return statistic == Statistic.FASTEST
        ? new Figures(fastestOurs, fastestFloor, fastest, adjacent, Double.NaN)
        : new Figures(
            quantile(sorted(ours, 0, count), HALF) / operations,
            quantile(sorted(floor, 0, count), HALF) / operations,
            adjacent,
            fastest,
            Double.NaN);
  }

  private double adjacentRatio() {
    double[] ratios = new double[count];
    for (int i = 0; i < count; i++) {
      ratios[i] = (double) ours[i] / floor[i];
    }
    Arrays.sort(ratios);
    return ratios[count / 2];
  }

  /** The second figure is that of the half of the slices that differs more from the whole. */
  private Figures tails() {
    double whole = tail(ours, 0, count) / tail(floor, 0, count);
    int half = count / 2;
    double first = tail(ours, 0, half) / tail(floor, 0, half);
    double second = tail(ours, half, count) / tail(floor, half, count);
    double other =
        Math.abs(Math.log(first / whole)) > Math.abs(Math.log(second / whole)) ? first : second;
    long[] all = sorted(ours, 0, count);
    return new Figures(
        tail(ours, 0, count),
        tail(floor, 0, count),
        whole,
        other,
        quantile(all, FAR_TAIL) / quantile(all, HALF));
  }

  private static double tail(long[] times, int from, int to) {
    long[] sorted = sorted(times, from, to);
    return quantile(sorted, TAIL) / quantile(sorted, HALF);
  }

  private static long[] sorted(long[] times, int from, int to) {
    long[] copy = Arrays.copyOfRange(times, from, Math.max(from + 1, to));
    Arrays.sort(copy);
    return copy;
  }

  private static double quantile(long[] sorted, double part) {
    return Math.max(1, sorted[(int) Math.min(sorted.length - 1, part * sorted.length)]);
  }
}
