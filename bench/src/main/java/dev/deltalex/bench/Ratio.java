package dev.deltalex.bench;

import dev.deltalex.bench.floor.Kernels;
import dev.deltalex.bench.ratio.Figures;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.bench.ratio.SliceRunner;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A suite that compares our code with a floor. JMH gives each row a JVM of its own and keeps the
 * results; what is timed are the slices of {@link SliceRunner}, which a single shot runs all of. So
 * JMH's own score is the time that the row took, and the figures are its secondary metrics.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public abstract class Ratio {
  @SuppressWarnings("NullAway.Init") // prepare makes it
  private Pair pair;

  /** The figures of a row, as JMH's secondary metrics. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Row {
    /** See {@link Figures}. */
    public double ours;

    public double floor;
    public double ratio;
    public double other;
    public double farTail;

    /** How often the row was measured: more than once on a busy machine. */
    public double runs;

    /** Bytes that an operation allocates. */
    public double bytes;

    /** Bytes that a slice of the floor allocates, which must not. */
    public double floorBytes;

    /** Bits of the vectors of the parser's scanner and of the floor; 0 for a char at a time. */
    public double scannerBits;

    public double floorBits;

    void take(SliceRunner.Result result) {
      Figures figures = result.figures();
      ours = figures.ours();
      floor = figures.floor();
      ratio = figures.ratio();
      other = figures.other();
      farTail = Double.isNaN(figures.farTail()) ? 0 : figures.farTail();
      runs = result.runs();
      bytes = result.bytes();
      floorBytes = result.floorBytes();
      scannerBits = Calls.scannerBits();
      floorBits = Kernels.vectorBits();
      System.out.printf(
          Locale.ROOT,
          "# ours %.2f, floor %.2f, ratio %.3f, by the other statistic %.3f, runs %d, slices %d,"
              + " %.4f B/op, floor %.0f B a slice%n",
          ours,
          floor,
          ratio,
          other,
          result.runs(),
          result.slices(),
          bytes,
          floorBytes);
    }
  }

  /** Makes the pair, and checks that both sides do the same. */
  abstract Pair pair();

  /** Runs once per JVM. */
  @Setup
  public void prepare() {
    pair = pair();
  }

  /** The whole measurement. */
  @Benchmark
  public void ratio(Row row) {
    row.take(SliceRunner.measure(pair));
  }
}
