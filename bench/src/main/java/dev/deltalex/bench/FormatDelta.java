package dev.deltalex.bench;

import dev.deltalex.bench.ratio.SliceRunner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Does a delta cost the same in every format? The argument text of {@link ArgumentDelta} through
 * each format that has calls. In formats whose arguments are JSON the model has written the
 * escapes, so that a delta carries less of the text.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class FormatDelta extends EachFormat {
  /** The argument: prose or code. */
  @Param({"plain", "code"})
  public String text = "";

  /** Chars of a delta. */
  @Param({"4", "24"})
  public int chars;

  /** As {@link Ratio#ratio}. */
  @Benchmark
  public void ratio(Ratio.Row row) {
    row.take(SliceRunner.measure(new StringPair(format, text, chars)));
  }
}
