package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.Limits;
import dev.deltalex.ParserOptions;
import dev.deltalex.format.Formats;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.mux.ScriptedProducer.Script;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.ring.RingWriter;
import dev.deltalex.schema.ToolSet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A ring, a scripted producer and a multiplexer on one thread. */
final class MuxRig implements AutoCloseable {
  static final int MILLI = 1_000_000;
  private static final int[] NO_PROMPT = {};

  final Arena arena = Arena.ofConfined();
  final RingLayout layout;
  final MemorySegment ring;
  final RingWriter writer;
  final ScriptedProducer producer;
  final StreamMultiplexer mux;
  private final SplittableRandom random;

  /** The expected events of the stream opened last. */
  int[] tokens = NO_PROMPT;

  /** The time of the multiplexer's clock, in nanoseconds. */
  long now = 1_000L * MILLI;

  MuxRig(int slots, MuxOptions options, long seed) {
    this(RingLayout.of(slots, 64, 8), options, seed);
  }

  MuxRig(RingLayout layout, MuxOptions options, long seed) {
    this.layout = layout;
    random = new SplittableRandom(seed);
    ring = RingBlock.allocate(arena, layout);
    writer = new RingWriter(ring);
    producer = new ScriptedProducer(writer, layout, random.nextLong());
    mux = another(options);
  }

  MuxRig(int slots) {
    this(slots, MuxOptions.DEFAULT, 1);
  }

  /** A second multiplexer over the same ring, after the first one died. */
  StreamMultiplexer another(MuxOptions options) {
    return new StreamMultiplexer(
        new RingReader(ring), ByteTokens.VOCABULARY, options, null, () -> now);
  }

  /** Opens a stream of plain content that will consist of {@code text}. */
  StreamHandle open(String text, EndReason end, StopStrings stops, DeltaSink sink) {
    return open(
        "think_only", ToolSet.NONE, ParserOptions.DEFAULT, Limits.DEFAULT, text, end, stops, sink);
  }

  StreamHandle open(String text, DeltaSink sink) {
    return open(text, EndReason.EOS, StopStrings.NONE, sink);
  }

  StreamHandle open(
      String format,
      ToolSet tools,
      ParserOptions options,
      Limits limits,
      String text,
      EndReason end,
      StopStrings stops,
      DeltaSink sink) {
    tokens = ByteTokens.tokens(text, random);
    int script = producer.add(new Script(tokens, end));
    return mux.open(
        request(script),
        StreamSpec.of(Formats.byName(format)).tools(tools).options(options).limits(limits).build(),
        stops,
        sink);
  }

  static StreamRequest request(int script) {
    return new StreamRequest(NO_PROMPT, script, 1_000_000, 3);
  }

  /** A step of the producer, then a poll. */
  void turn() {
    producer.step();
    mux.poll();
  }

  /** Runs steps and polls until every stream has ended. */
  void run() {
    for (int i = 0; i < 1_000_000 && mux.load() > 0; i++) {
      turn();
    }
    if (mux.load() > 0) {
      throw new AssertionError(mux.load() + " streams do not end");
    }
  }

  /** Runs steps and polls until the producer has ended the cancelled streams, too. */
  void settle() {
    run();
    for (int i = 0; i < 1_000 && count(MuxCounter.DRAINING) > 0; i++) {
      turn();
    }
  }

  long count(MuxCounter counter) {
    return mux.counters().get(counter);
  }

  @Override
  public void close() {
    mux.close();
    arena.close();
  }
}
