package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.mux.DeliveryProbe;
import dev.deltalex.mux.MuxOptions;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.mux.StreamMultiplexer;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A ring with a stream in every slot, each inside a string argument of code: the producer's side,
 * which is the caller's thread, and the multiplexer that reads it.
 */
final class RingStreams {
  private static final int CAPACITY_WORDS = 256;
  private static final int MAX_BURST = 16;

  /** Tokens of the text that all streams read, each from another place on. */
  private static final int TOKENS = 1 << 18;

  private final int slots;
  private final int[] tokens;
  private final int[] at;
  private final RingWriter writer;
  private final StreamMultiplexer mux;
  private final MemorySegment block;
  private final Tokens words;

  /** As below, with sinks of the four classes. */
  RingStreams(int slots, @Nullable DeliveryProbe probe) {
    this(slots, probe, Sinks::ofKind);
  }

  /** Opens the streams and brings each into its argument. */
  RingStreams(int slots, @Nullable DeliveryProbe probe, IntFunction<DeltaSink> sinks) {
    Calls.require(!Calls.SCANNER.isEmpty(), "no scanner");
    this.slots = slots;
    words = new Tokens("code");
    tokens = words.sequence(TOKENS, 1);
    at = new int[slots];
    block = RingBlock.allocate(Arena.ofAuto(), RingLayout.of(slots, CAPACITY_WORDS, MAX_BURST));
    writer = new RingWriter(block);
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    // Nobody beats here: the producer is a thread of the harness.
    MuxOptions patient = MuxOptions.DEFAULT.withLostNanos(Long.MAX_VALUE);
    mux = new StreamMultiplexer(new RingReader(block), words.vocabulary(), patient, probe);
    for (int i = 0; i < slots; i++) {
      mux.open(
          new StreamRequest(new int[0], i, Integer.MAX_VALUE, MAX_BURST - 1),
          StreamSpec.of(Calls.FORMAT).tools(Calls.TOOLS).build(),
          StopStrings.NONE,
          sinks.apply(i));
    }
    mux.poll();
    for (int slot = 0; slot < slots; slot++) {
      writer.begin(slot, writer.admittedEpoch(slot));
      put(slot, new int[] {Tokens.OPENER}, 0, 1);
      at[slot] = (int) ((long) slot * tokens.length / slots);
    }
    writer.publishStep();
    Calls.require(mux.poll() >= slots, "not every stream heard of its opener");
  }

  MemorySegment block() {
    return block;
  }

  /** The vocabulary of all streams. */
  Tokens words() {
    return words;
  }

  StreamMultiplexer mux() {
    return mux;
  }

  /**
   * A step of the producer: a burst for every stream.
   *
   * @param lengths tokens of the bursts, that of slot 0 at index {@code first}
   */
  void step(int[] lengths, int first) {
    for (int slot = 0; slot < slots; slot++) {
      int count = lengths[first + slot];
      int from = at[slot];
      from = from + count > tokens.length ? 0 : from;
      put(slot, tokens, from, count);
      at[slot] = from + count;
    }
    writer.publishStep();
  }

  private void put(int slot, int[] ids, int from, int count) {
    Calls.require(
        writer.tryPut(slot, writer.admittedEpoch(slot), count - 1, ids, from, count),
        "a ring is full");
  }
}
