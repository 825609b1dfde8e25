package dev.deltalex.bench.ratio;

/**
 * What slices say.
 *
 * @param ours cost of one of our operations in ns, or the 99th percentile as a multiple of the
 *     median
 * @param floor the same of the floor
 * @param ratio of the two by the pair's statistic
 * @param other the ratio by another statistic, which on a quiet machine is nearly the same
 * @param farTail the 99.9th percentile of our slices as a multiple of their median; NaN where costs
 *     are compared
 */
public record Figures(double ours, double floor, double ratio, double other, double farTail) {
  /** What the two ratios may differ by. */
  private static final double ALLOWED = 0.10;

  /** By how much the two ratios differ, as a part of the smaller one. */
  public double disagreement() {
    return Math.max(ratio / other, other / ratio) - 1;
  }

  /** Whether other work on the machine has changed what was measured. */
  public boolean isBusy() {
    return !(disagreement() <= ALLOWED);
  }
}
