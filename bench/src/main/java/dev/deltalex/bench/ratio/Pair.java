package dev.deltalex.bench.ratio;

/** A question: our code, and the least code that does the same job. */
public abstract class Pair {
  /** How the slices of a pair become one figure. */
  public enum Statistic {
    /** The 2nd percentile of each side's slices: what they take when nothing interferes. */
    FASTEST,

    /**
     * The median of the ratios of adjacent slices, for work that streams from the L2 cache, whose
     * fastest slices are those that found the text where another one had left it.
     */
    ADJACENT,

    /** The 99th percentile of each side's slices, divided by their median. */
    TAIL
  }

  private final Statistic statistic;
  private final double operations;
  private long kept;

  /**
   * A pair.
   *
   * @param operations that a slice of either side does
   */
  protected Pair(Statistic statistic, double operations) {
    this.statistic = statistic;
    this.operations = operations;
  }

  /** How the slices become a figure. */
  public final Statistic statistic() {
    return statistic;
  }

  /** Operations of a slice: costs are given for one. */
  public final double operations() {
    return operations;
  }

  /** Takes a result, so that the JIT cannot drop the work for it. */
  protected final void keep(long result) {
    kept += result;
  }

  /** The sum of what was kept. */
  public final long kept() {
    return kept;
  }

  /** Chooses the text of the next two slices, one of each side; not timed. */
  public void next() {}

  /** Whether the floor allocates by its nature, such as another parser. */
  public boolean floorAllocates() {
    return false;
  }

  /** Work before a slice of ours that is not timed. */
  protected void beforeOurs() {}

  /** Work before a slice of the floor that is not timed. */
  protected void beforeFloor() {}

  /** A slice of our code. */
  protected abstract void ours();

  /** A slice of the floor. */
  protected abstract void floor();

  /** Nanoseconds of the next slice of our code; overridden where only a part of it counts. */
  public long timeOurs() {
    beforeOurs();
    long start = System.nanoTime();
    ours();
    return System.nanoTime() - start;
  }

  /** Nanoseconds of the next slice of the floor. */
  public long timeFloor() {
    beforeFloor();
    long start = System.nanoTime();
    floor();
    return System.nanoTime() - start;
  }
}
