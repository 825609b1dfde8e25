package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.parse.StreamParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a finished response cost, with a call whose argument has 65,536 chars, in one delta?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class OneShot {
  @Param({"plain", "code"})
  public String text = "";

  private final DeltaSink[] sinks = Sinks.four();
  private final char[][] slabs = new char[Texts.BODIES][];
  private final StreamParser parser = Calls.parser(sinks[0]);
  private int round;

  @Setup
  public void prepare() {
    for (int i = 0; i < Texts.BODIES; i++) {
      String body = Texts.of(text, Texts.BODY, i);
      Calls.check(body, Integer.MAX_VALUE >> 1);
      slabs[i] = Calls.slab(Calls.OPENER + body + Calls.CLOSER);
    }
  }

  @Benchmark
  public StreamParser parse() {
    int n = round++;
    char[] slab = slabs[n % Texts.BODIES];
    parser.reset(sinks[n & 3], n);
    parser.feed(slab, 0, slab.length - Texts.SLACK);
    parser.finish(EndCause.STOP);
    return parser;
  }
}
