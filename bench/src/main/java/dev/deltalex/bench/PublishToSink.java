package dev.deltalex.bench;

import dev.deltalex.mux.DeliveryProbe;
import dev.deltalex.mux.IdleStrategy;
import dev.deltalex.mux.MultiplexerThread;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a step take from the producer's first store to the last sink's return, between two
 * threads? The producer, on the harness's thread, publishes a burst for each stream and rings the
 * doorbell; a shard on a thread of its own decodes, parses and delivers. The next step waits for
 * that. A line in front of the result tells the same of the single bursts: from a burst's own
 * publish stamp to the return of its sink.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PublishToSink {
  /** Rounds with bursts of their own, unless few streams make them few bursts. */
  private static final int ROUNDS = 64;

  private static final int BURSTS = 16_384;

  private static final int SPINS = 1000;

  /** A producer and a shard. */
  @State(Scope.Thread)
  public static class Engine {
    /** Streams, each in a slot of its own. */
    @Param({"1", "256"})
    public int slots;

    /** What decides how long bursts are; see {@link BurstLengths}. */
    @Param({"geometric:0.8:5"})
    public String acceptance = "";

    private Arrivals arrivals = new Arrivals(1);
    private RingStreams streams = new RingStreams(1, null);
    private int[] lengths = {};
    private MultiplexerThread shard =
        MultiplexerThread.start("idle", streams.mux(), IdleStrategy.backoff());
    private int at;

    /** Starts the shard. */
    @Setup
    public void prepare() {
      shard.close();
      lengths = BurstLengths.of(acceptance, Math.max(ROUNDS * slots, BURSTS / slots * slots), 1);
      arrivals = new Arrivals(slots);
      streams = new RingStreams(slots, arrivals);
      shard = MultiplexerThread.start("shard", streams.mux(), IdleStrategy.yielding());
    }

    /** The shard rests between two steps. */
    @Setup(Level.Iteration)
    public void forget() {
      arrivals.latency.clear();
    }

    /** Ends the shard. */
    @TearDown
    public void close() {
      shard.close();
      System.out.println("# Single bursts of the last iteration: " + arrivals.latency);
    }

    final void step() {
      AtomicLong rounds = arrivals.rounds;
      long before = rounds.getPlain();
      streams.step(lengths, at);
      at = at + slots == lengths.length ? 0 : at + slots;
      for (int waited = 0; rounds.getAcquire() == before; waited++) {
        if (waited < SPINS) {
          Thread.onSpinWait();
        } else {
          Thread.yield();
        }
      }
    }
  }

  /** Counts deliveries on the shard's thread, and says when a round is complete. */
  private static final class Arrivals implements DeliveryProbe {
    private final Latency latency = new Latency();
    private final int slots;
    private int arrived;

    /** Complete rounds: written once in each, so that the waiting thread costs the shard little. */
    private final AtomicLong rounds = new AtomicLong();

    Arrivals(int slots) {
      this.slots = slots;
    }

    @Override
    public void delivered(int slot, long publishNanos) {
      latency.record(System.nanoTime() - publishNanos);
      if (++arrived == slots) {
        arrived = 0;
        rounds.setRelease(rounds.getPlain() + 1);
      }
    }

    @Override
    public void burst(int drafted, int tokens) {}
  }

  /** Times by size, each exact to a sixteenth. */
  private static final class Latency {
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;

    private final long[] counts = new long[Long.SIZE * STEPS];

    void record(long nanos) {
      long n = Math.max(STEPS, nanos);
      int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(n);
      int step = (int) (n >>> exponent - STEP_BITS) & STEPS - 1;
      counts[exponent * STEPS + step]++;
    }

    void clear() {
      Arrays.fill(counts, 0);
    }

    private double percentile(double part) {
      long all = Arrays.stream(counts).sum();
      long below = 0;
      for (int i = 0; i < counts.length; i++) {
        below += counts[i];
        if (below >= part * all && below > 0) {
          return Math.scalb(1 + (i % STEPS + 0.5) / STEPS, i / STEPS);
        }
      }
      return Double.NaN;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "p50 %.0f, p90 %.0f, p99 %.0f, p99.9 %.0f ns",
          percentile(0.5),
          percentile(0.9),
          percentile(0.99),
          percentile(0.999));
    }
  }

  /** A burst in every stream. */
  @Benchmark
  public void step(Engine engine) {
    engine.step();
  }
}
