package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.parse.StreamParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Does a delta cost more the longer the argument already is? The same 65,536 chars are fed at the
 * argument's start and behind its first million chars.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class Growth {
  private static final int CHARS = 4;
  private static final int DELTAS = Texts.BODY / CHARS;

  @Param({"0", "1048576"})
  public int before;

  private final DeltaSink[] sinks = Sinks.four();
  private final StreamParser parser = Calls.parser(sinks[0]);
  private char[] slab = {};
  private int streams;

  @Setup
  public void prepare() {
    String body = Texts.of("code", Texts.BODY, 0);
    Calls.check(body, CHARS);
    slab = Calls.slab(body);
  }

  /** Feeds a million chars in either case, so that both find the machine in the same state. */
  @Setup(Level.Invocation)
  public void feedBefore() {
    nextStream();
    for (int fed = 0; fed < 1 << 20; fed += Texts.BODY) {
      body();
    }
    if (before == 0) {
      nextStream();
    }
  }

  private void nextStream() {
    parser.cancel();
    parser.reset(sinks[streams & 3], streams);
    parser.feed(Calls.OPENER);
    streams++;
  }

  private void body() {
    for (int from = 0; from < Texts.BODY; from += CHARS) {
      parser.feed(slab, from, from + CHARS);
    }
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void feed() {
    body();
  }
}
