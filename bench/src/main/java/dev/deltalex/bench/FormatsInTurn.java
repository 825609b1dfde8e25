package dev.deltalex.bench;

import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.bench.ratio.SliceRunner;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Which format has the dearest deltas? The deltas of {@link FormatDelta} of each format in turn
 * with those of qwen3_coder, in one JVM. The row is the largest ratio; all of them are printed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class FormatsInTurn {
  private static final String REFERENCE = "qwen3_coder";
  private static final List<String> FEW = List.of("hermes", "kimi_k2", "gemma4");

  /** The part of a row's time that one format gets. */
  private static final double PART = 0.2;

  /** {@code few}: one for each kind of body. {@code all}: all that have calls. */
  @Param("few")
  public String formats = "";

  private SliceRunner.@Nullable Result dearest;

  /** Measures all formats: an argument of prose and of code, and an answer. */
  @Benchmark
  public void ratio(Ratio.Row row) {
    dearest = null;
    for (int chars : new int[] {4, 24}) {
      for (String text : new String[] {"plain", "code", "answer"}) {
        Pair reference = pair(REFERENCE, text, chars);
        for (String format : formats.equals("few") ? FEW : EachFormat.names()) {
          measure(format + " " + chars + " " + text, pair(format, text, chars), reference);
        }
      }
    }
    row.take(Objects.requireNonNull(dearest, "no formats"));
  }

  private static Pair pair(String format, String text, int chars) {
    return text.equals("answer")
        ? new AnswerPair(format, chars)
        : new StringPair(format, text, chars);
  }

  private void measure(String name, Pair format, Pair reference) {
    SliceRunner.Result result = SliceRunner.measure(new InTurn(format, reference), PART);
    double ratio = result.figures().ratio();
    System.out.printf(Locale.ROOT, "# %s: %.2f%n", name, ratio);
    if (dearest == null || ratio > dearest.figures().ratio()) {
      dearest = result;
    }
  }

  /** The same text in two formats; of each, our side is fed. */
  private static final class InTurn extends Pair {
    private final Pair format;
    private final Pair reference;

    InTurn(Pair format, Pair reference) {
      super(Statistic.FASTEST, StringPair.DELTAS);
      this.format = format;
      this.reference = reference;
    }

    @Override
    public void next() {
      format.next();
      reference.next();
    }

    @Override
    protected void ours() {
      format.timeOurs();
    }

    @Override
    protected void floor() {
      reference.timeOurs();
    }
  }
}
