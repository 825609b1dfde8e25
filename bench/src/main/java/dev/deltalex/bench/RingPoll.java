package dev.deltalex.bench;

import dev.deltalex.Limits;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.mux.MuxOptions;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.mux.StreamMultiplexer;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.text.Vocabulary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  private static final int CAPACITY_WORDS = 256;
  private static final int MAX_BURST = 16;
  private static final int TOKENS = 4;
  private static final int CHARS = 4;

  /** The tokens of the text that opens the call, in front of those of the body. */
  private static final int OPENER = 0;

  /** A ring with a stream in every slot. */
  @State(Scope.Thread)
  public static class Shard {
    private final int[] tokens = new int[1 + Texts.BODY / CHARS];
    private final int[] at = new int[STREAMS];
    private RingWriter writer = writer(block());
    StreamMultiplexer mux = mux(block(), Vocabulary.builder().add(0, "x").build());
    int polled;

    private static MemorySegment block() {
      return RingBlock.allocate(Arena.ofAuto(), RingLayout.of(STREAMS, CAPACITY_WORDS, MAX_BURST));
    }

    private static RingWriter writer(MemorySegment block) {
      RingWriter writer = new RingWriter(block);
      writer.state(RingLayout.PRODUCER_RUNNING, 0);
      return writer;
    }

    private static StreamMultiplexer mux(MemorySegment block, Vocabulary vocabulary) {
      // Nobody beats here: the producer is this thread.
      MuxOptions patient = MuxOptions.DEFAULT.withLostNanos(Long.MAX_VALUE);
      return new StreamMultiplexer(new RingReader(block), vocabulary, patient);
    }

    /** Opens the streams and brings each into its argument. */
    @Setup
    public void prepare() {
      Calls.require(!Calls.SCANNER.isEmpty(), "no scanner");
      String body = Texts.of("code", Texts.BODY, 0);
      Calls.check(body, CHARS);
      Vocabulary.Builder vocabulary = Vocabulary.builder().add(OPENER, Calls.OPENER);
      for (int i = 1; i < tokens.length; i++) {
        vocabulary.add(i, body.substring((i - 1) * CHARS, i * CHARS));
        tokens[i] = i;
      }
      MemorySegment block = block();
      writer = writer(block);
      mux = mux(block, vocabulary.build());
      for (int i = 0; i < STREAMS; i++) {
        mux.open(
            new StreamRequest(new int[0], i, Integer.MAX_VALUE, MAX_BURST - 1),
            Calls.FORMAT,
            Calls.TOOLS,
            Calls.FORMAT.defaultPolicies(),
            Limits.DEFAULT,
            StopStrings.NONE,
            Sinks.ofKind(i));
      }
      mux.poll();
      for (int slot = 0; slot < STREAMS; slot++) {
        writer.begin(slot, writer.admittedEpoch(slot));
        put(slot, OPENER, 1);
        at[slot] = 1 + slot * (tokens.length - 1) / STREAMS;
      }
      writer.publishStep();
      Calls.require(mux.poll() >= STREAMS, "not every stream heard of its opener");
    }

    private void put(int slot, int from, int count) {
      Calls.require(
          writer.tryPut(slot, writer.admittedEpoch(slot), count - 1, tokens, from, count),
          "a ring is full");
    }

    final void step() {
      for (int slot = 0; slot < STREAMS; slot++) {
        int from = at[slot];
        put(slot, from, TOKENS);
        int next = from + TOKENS;
        at[slot] = next + TOKENS > tokens.length ? 1 : next;
      }
      writer.publishStep();
    }
  }

  /** The producer's step comes before each poll and is not measured. */
  public static class Stepping extends Shard {
    /** One step of the producer. */
    @Setup(Level.Invocation)
    public void produce() {
      Calls.require(polled == 0 || polled == STREAMS, "a poll did not see every burst");
      step();
    }
  }

  /** Nothing is new; every 64th poll looks into all slots nevertheless. */
  @Benchmark
  public int noNews(Shard shard) {
    return shard.mux.poll();
  }

  /** Four tokens in each slot. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public int bursts(Stepping shard) {
    shard.polled = shard.mux.poll();
    return shard.polled;
  }
}
