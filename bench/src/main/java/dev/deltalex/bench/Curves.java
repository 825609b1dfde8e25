package dev.deltalex.bench;

import dev.deltalex.bench.ratio.Figures;
import dev.deltalex.bench.ratio.SliceRunner;
import dev.deltalex.parse.StreamParser;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The points of the report's plots: how does the cost of a delta depend on its size and on the
 * length of the argument so far, and how are the times of a step distributed?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class Curves {
  private static final int[] SIZES = {1, 2, 4, 8, 16, 32, 64, 256, 1024};

  /** Chars of a slice, about. */
  private static final int SLICE_CHARS = 1 << 15;

  /** The part of a row's time that one point gets. */
  private static final double PART = 0.12;

  private static final int[] LENGTHS = {1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20};

  /** The longest argument that is parsed anew: longer ones take seconds. */
  private static final int LONGEST_REPARSED = 1 << 16;

  private static final int DELTAS = 1024;
  private static final int CHARS = 4;
  private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.5, 99.9};

  /** Cost of a delta by its size, prose and code, ours and the floor. */
  @Benchmark
  public void size() {
    CurveFile file =
        new CurveFile("delta-size", "chars", "prose", "prose floor", "code", "code floor");
    for (int chars : SIZES) {
      Figures prose = sized("plain", chars);
      Figures code = sized("code", chars);
      file.add(chars, prose.ours(), prose.floor(), code.ours(), code.floor());
    }
    file.write();
  }

  private static Figures sized(String text, int chars) {
    int deltas = Math.min(StringPair.DELTAS, SLICE_CHARS / chars);
    return SliceRunner.measure(new StringPair("qwen3_coder", text, chars, deltas), PART).figures();
  }

  /** Cost of a delta of 4 chars by the chars in front of it, beside a parser that starts anew. */
  @Benchmark
  public void length() {
    CurveFile file = new CurveFile("argument-length", "chars before", "ours", "re-parsing");
    char[] slab = code();
    streamed(slab, LONGEST_REPARSED); // the warm-up
    for (int length : LENGTHS) {
      file.add(
          length,
          streamed(slab, length),
          length > LONGEST_REPARSED ? Double.NaN : reparsed(slab, length));
    }
    file.write();
  }

  private static char[] code() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Texts.BODIES; i++) {
      all.append(Texts.of("code", Texts.BODY, i));
    }
    return Calls.slab(all + all.substring(0, DELTAS * CHARS));
  }

  private static double streamed(char[] slab, int length) {
    StreamParser parser = Calls.parser(Sinks.ofKind(0));
    long until = System.nanoTime() + budget();
    double least = Double.MAX_VALUE;
    for (int n = 0; n < 20 || System.nanoTime() < until; n++) {
      parser.cancel();
      parser.reset(Sinks.ofKind(n), n);
      parser.feed(Calls.OPENER + "x");
      parser.feed(slab, 0, length);
      long start = System.nanoTime();
      for (int from = length; from < length + DELTAS * CHARS; from += CHARS) {
        parser.feed(slab, from, from + CHARS);
      }
      least = Math.min(least, (double) (System.nanoTime() - start) / DELTAS);
    }
    return least;
  }

  private static double reparsed(char[] slab, int length) {
    Reparser parser = new Reparser();
    parser.feed(Calls.OPENER + new String(slab, 0, length));
    long until = System.nanoTime() + budget();
    double least = Double.MAX_VALUE;
    for (int n = 0; n < 8 || System.nanoTime() < until; n++) {
      String delta = new String(slab, length + n % DELTAS * CHARS, CHARS);
      long start = System.nanoTime();
      parser.feed(delta);
      least = Math.min(least, (double) (System.nanoTime() - start));
    }
    return least;
  }

  private static long budget() {
    return 200_000L * Math.max(1, Integer.getInteger(SliceRunner.MILLIS, 1000));
  }

  /** Times of a step of 1,024 streams, and of a loop of a fixed length. */
  @Benchmark
  public void latency() {
    Step.Timed step = new Step.Bursts("geometric:0.8:5");
    SliceRunner.measure(step, 1); // the warm-up, and the loop becomes as long
    int samples = 10 * Math.max(1, Integer.getInteger(SliceRunner.MILLIS, 1000));
    long[] ours = new long[Math.min(4000, samples)];
    long[] loop = new long[ours.length];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = step.timeOurs();
      loop[i] = step.timeFloor();
    }
    Arrays.sort(ours);
    Arrays.sort(loop);
    CurveFile file =
        new CurveFile("step-latency", "percentile", "1024 streams", "a loop of a fixed length");
    for (double percentile : PERCENTILES) {
      int at = (int) Math.min(ours.length - 1, percentile / 100 * ours.length);
      file.add(percentile, (double) ours[at], (double) loop[at]);
    }
    file.write();
  }
}
