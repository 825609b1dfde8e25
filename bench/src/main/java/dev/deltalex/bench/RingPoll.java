package dev.deltalex.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a shard pay per poll of 1,024 slots, between two steps of the producer and after one?
 * All streams stand inside a string argument of code; a step gives each of them four tokens, which
 * are decoded, parsed and handed to the sink.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingPoll {
  private static final int STREAMS = 1024;
  private static final int TOKENS = 4;

  /** A ring with a stream in every slot. */
  @State(Scope.Thread)
  public static class Shard {
    final RingStreams streams = new RingStreams(STREAMS, null);
    final int[] lengths = new int[STREAMS];
    int polled;

    /** Every burst has as many tokens. */
    @Setup
    public void prepare() {
      Arrays.fill(lengths, TOKENS);
    }
  }

  /** The producer's step comes before each poll and is not measured. */
  public static class Stepping extends Shard {
    /** One step of the producer. */
    @Setup(Level.Invocation)
    public void produce() {
      Calls.require(polled == 0 || polled == STREAMS, "a poll did not see every burst");
      streams.step(lengths, 0);
    }
  }

  /** Nothing is new; every 64th poll looks into all slots nevertheless. */
  @Benchmark
  public int noNews(Shard shard) {
    return shard.streams.mux().poll();
  }

  /** Four tokens in each slot. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public int bursts(Stepping shard) {
    shard.polled = shard.streams.mux().poll();
    return shard.polled;
  }
}
