package dev.deltalex.bench.ratio;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Runs a pair: warms both sides up, times slices in the order ours, floor, floor, ours, and once
 * more where other work on the machine has disturbed them.
 */
public final class SliceRunner {
  /** Property: milliseconds that are timed at once; half as many precede them as warm-up. */
  public static final String MILLIS = "deltalex.bench.millis";

  /** Runs of a row, at most: the first and two more on a busy machine. */
  private static final int MOST_RUNS = 3;

  /** Slices that are kept, the first of a run. */
  private static final int MOST_SLICES = 1 << 17;

  /** The longest warm-up, in times of a run, where the JIT does not come to an end. */
  private static final int LONGEST_WARM_UP = 16;

  /** Times in a row that the JIT must have had no work, so that code it replaced is gone too. */
  private static final int QUIET = 2;

  /** Parts of the warm-up, after each of which the JIT is asked. */
  private static final int PARTS = 4;

  /** Groups of four slices that are timed, at least. */
  private static final int LEAST_GROUPS = 4;

  /** Batches in which allocated bytes are counted, and the most slices and time of each. */
  private static final int BATCHES = 5;

  private static final int BATCH = 64;
  private static final long BATCH_NANOS = 40_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Pair pair;
  private final long nanos;
  private final Slices slices = new Slices(MOST_SLICES);

  private SliceRunner(Pair pair, long nanos) {
    this.pair = pair;
    this.nanos = nanos;
  }

  /**
   * What was measured.
   *
   * @param figures of the run that other work disturbed least
   * @param runs how often the row was measured
   * @param bytes that one of our operations allocates
   * @param floorBytes that a slice of the floor allocates; 0 if it {@linkplain Pair#floorAllocates
   *     may}
   * @param slices of each side
   */
  public record Result(Figures figures, int runs, double bytes, double floorBytes, int slices) {}

  /** Measures a pair for as long as the property {@value #MILLIS} says. */
  public static Result measure(Pair pair) {
    return measure(pair, 1);
  }

  /** Measures a pair for a part of that time, as one of several that make a row. */
  public static Result measure(Pair pair, double part) {
    double nanos = 1e6 * Math.max(1, Integer.getInteger(MILLIS, 1000)) * part;
    return new SliceRunner(pair, (long) nanos).measure();
  }

  private Result measure() {
    warmUp();
    time(nanos);
    Figures best = slices.figures(pair.statistic(), pair.operations());
    int count = slices.count();
    int runs = 1;
    while (runs < MOST_RUNS && best.isBusy()) {
      runs++;
      time(nanos);
      Figures figures = slices.figures(pair.statistic(), pair.operations());
      if (figures.disagreement() < best.disagreement()) {
        best = figures;
        count = slices.count();
      }
    }
    // First: allocated() runs our side alone, and a floor that reads a ring falls behind by it.
    double floorBytes = pair.floorAllocates() ? 0 : allocatedByFloor();
    return new Result(best, runs, allocated(), floorBytes, count);
  }

  private void warmUp() {
    long start = System.nanoTime();
    int quiet = 0;
    for (int part = 1; part <= PARTS || quiet < QUIET; part++) {
      time(nanos / 2 / PARTS);
      quiet = CompileQueue.isEmpty() ? quiet + 1 : 0;
      if (System.nanoTime() - start > LONGEST_WARM_UP * nanos) {
        return;
      }
    }
  }

  private void time(long forNanos) {
    slices.clear();
    long start = System.nanoTime();
    for (int group = 0;
        group < LEAST_GROUPS || !slices.isFull() && System.nanoTime() - start < forNanos;
        group++) {
      pair.next();
      long ours = pair.timeOurs();
      slices.add(ours, pair.timeFloor());
      pair.next();
      long floor = pair.timeFloor();
      slices.add(pair.timeOurs(), floor);
    }
  }

  /**
   * Bytes that an operation of ours allocates on this thread: the median of some batches, since the
   * JVM allocates on any thread once in a while, such as the constants of a method that is
   * compiled.
   */
  private double allocated() {
    double[] batches = new double[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      batches[i] = allocatedInBatch();
    }
    Arrays.sort(batches);
    return batches[BATCHES / 2];
  }

  /** Bytes that a slice of the floor allocates on this thread. */
  private double allocatedByFloor() {
    long start = System.nanoTime();
    long bytes = 0;
    int counted = 0;
    while (counted == 0 || counted < BATCH && System.nanoTime() - start < BATCH_NANOS) {
      pair.next();
      pair.timeOurs();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      pair.timeFloor();
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      counted++;
    }
    return (double) bytes / counted;
  }

  private double allocatedInBatch() {
    long start = System.nanoTime();
    long bytes = 0;
    int counted = 0;
    while (counted == 0 || counted < BATCH && System.nanoTime() - start < BATCH_NANOS) {
      pair.next();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      pair.timeOurs();
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      counted++;
    }
    return bytes / (counted * pair.operations());
  }
}
