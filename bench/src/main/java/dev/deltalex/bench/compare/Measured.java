package dev.deltalex.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The slices of one scenario: times of all sides, and ratios to the first side by load. */
final class Measured {
  private final int sides;
  private final long deltas;

  /** Nanoseconds of a delta: a row for each round of the current load, a column for each side. */
  private final List<double[]> rounds = new ArrayList<>();

  private final List<double[]> medians = new ArrayList<>();
  private final List<double[]> bests = new ArrayList<>();
  private final List<double[]> ratios = new ArrayList<>();

  Measured(int sides, long deltas) {
    this.sides = sides;
    this.deltas = deltas;
  }

  /** One slice of each side. */
  void add(long[] nanos) {
    double[] each = new double[sides];
    for (int k = 0; k < sides; k++) {
      each[k] = (double) nanos[k] / deltas;
    }
    rounds.add(each);
  }

  /** The sides are loaded again: what was measured becomes one figure for each of them. */
  void endLoad() {
    double[] median = new double[sides];
    double[] best = new double[sides];
    double[] ratio = new double[sides];
    for (int k = 0; k < sides; k++) {
      int side = k;
      median[k] = median(rounds.stream().mapToDouble(r -> r[side]).toArray());
      best[k] = rounds.stream().mapToDouble(r -> r[side]).min().orElse(Double.NaN);
      ratio[k] = median(rounds.stream().mapToDouble(r -> r[side] / r[0]).toArray());
    }
    medians.add(median);
    bests.add(best);
    ratios.add(ratio);
    rounds.clear();
  }

  /** The median over the loads of a side's median. */
  double median(int side) {
    return median(medians.stream().mapToDouble(m -> m[side]).toArray());
  }

  double best(int side) {
    return bests.stream().mapToDouble(b -> b[side]).min().orElse(Double.NaN);
  }

  /** The median over the loads of a side's median ratio to the first side's slice of its round. */
  double ratio(int side) {
    return median(ratiosOf(side));
  }

  double lowestRatio(int side) {
    return Arrays.stream(ratiosOf(side)).min().orElse(Double.NaN);
  }

  double highestRatio(int side) {
    return Arrays.stream(ratiosOf(side)).max().orElse(Double.NaN);
  }

  private double[] ratiosOf(int side) {
    return ratios.stream().mapToDouble(r -> r[side]).toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int n = values.length;
    return n == 0 ? Double.NaN : (values[(n - 1) / 2] + values[n / 2]) / 2;
  }
}
