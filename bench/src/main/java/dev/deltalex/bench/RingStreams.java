package dev.deltalex.bench;

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
import org.jspecify.annotations.Nullable;

/**
 * A ring with a stream in every slot, each inside a string argument of code: the producer's side,
 * which is the caller's thread, and the multiplexer that reads it.
 */
final class RingStreams {
  private static final int CAPACITY_WORDS = 256;
  private static final int MAX_BURST = 16;

  private final int slots;
  private final int[] tokens;
  private final int[] at;
  private final RingWriter writer;
  private final StreamMultiplexer mux;

  /** Opens the streams and brings each into its argument. */
  RingStreams(int slots, @Nullable DeliveryProbe probe) {
    Calls.require(!Calls.SCANNER.isEmpty(), "no scanner");
    this.slots = slots;
    String body = Texts.of("code", Texts.BODY, 0);
    Calls.check(body, Tokens.CHARS);
    Tokens all = new Tokens();
    tokens = all.of(body);
    at = new int[slots];
    MemorySegment block =
        RingBlock.allocate(Arena.ofAuto(), RingLayout.of(slots, CAPACITY_WORDS, MAX_BURST));
    writer = new RingWriter(block);
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    // Nobody beats here: the producer is a thread of the harness.
    MuxOptions patient = MuxOptions.DEFAULT.withLostNanos(Long.MAX_VALUE);
    mux = new StreamMultiplexer(new RingReader(block), all.vocabulary(), patient, probe);
    for (int i = 0; i < slots; i++) {
      mux.open(
          new StreamRequest(new int[0], i, Integer.MAX_VALUE, MAX_BURST - 1),
          StreamSpec.of(Calls.FORMAT).tools(Calls.TOOLS).build(),
          StopStrings.NONE,
          Sinks.ofKind(i));
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
