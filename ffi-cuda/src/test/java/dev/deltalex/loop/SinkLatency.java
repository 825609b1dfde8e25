package dev.deltalex.loop;

import dev.deltalex.DeltaSink;
import dev.deltalex.Diagnostic;
import dev.deltalex.FinishReason;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.mux.IdleStrategy;
import dev.deltalex.mux.MultiplexerGroup;
import dev.deltalex.mux.MuxOptions;
import dev.deltalex.mux.StopStrings;
import dev.deltalex.mux.StreamHandle;
import dev.deltalex.parse.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the round trip of a stream of one token, from its opening through the ring to the loop
 * and back through ring, multiplexer and parser to its sink, while all other slots are busy. Both
 * times are read from the same clock, since the device has another one; the latency of one
 * direction is reported as half of the round trip.
 */
final class SinkLatency {
  private static final int WARM_UP = 50;
  private static final int LENGTH = 2_000;
  private static final int DRAFT = 4;

  private final GenerationLoop loop;
  private final MultiplexerGroup group;
  private final int others;
  private final Duration limit;
  private final WireFormat format = Formats.byName("hermes");
  private final List<StreamHandle> busy = new ArrayList<>();
  private long seed;

  private SinkLatency(GenerationLoop loop, MultiplexerGroup group, int slots, Duration limit) {
    this.loop = loop;
    this.group = group;
    this.others = slots - 1;
    this.limit = limit;
  }

  /**
   * Round trips in nanoseconds, in ascending order.
   *
   * @param limit for one of them; fails if it is over, or if the loop is lost
   */
  static long[] measure(GenerationLoop loop, int slots, int shards, int rounds, Duration limit) {
    try (MultiplexerGroup group =
        MultiplexerGroup.start(
            loop.ring(),
            loop.model().vocabulary(),
            MuxOptions.DEFAULT,
            Math.min(shards, slots),
            IdleStrategy::yielding,
            shard -> null)) {
      SinkLatency latency = new SinkLatency(loop, group, slots, limit);
      long[] trips = new long[rounds];
      for (int i = -WARM_UP; i < rounds; i++) {
        latency.keepBusy();
        long trip = latency.trip();
        if (i >= 0) {
          trips[i] = trip;
        }
      }
      Arrays.sort(trips);
      return trips;
    }
  }

  private void keepBusy() {
    busy.removeIf(StreamHandle::isDone);
    while (busy.size() < others) {
      busy.add(open(LENGTH, new Silence()));
    }
  }

  private long trip() {
    Silence sink = new Silence();
    long start = System.nanoTime();
    open(1, sink);
    Deadline deadline =
        Deadline.of(limit, () -> "the end of a stream of one token; the loop: " + loop.health());
    while (sink.finished == 0) {
      deadline.spin();
    }
    if (sink.reason == FinishReason.ERROR) {
      throw new AssertionError("a stream ended with ERROR; the loop: " + loop.health());
    }
    return sink.finished - start;
  }

  private StreamHandle open(int tokens, DeltaSink sink) {
    StreamRequest request =
        new StreamRequest(loop.model().prompt(format.name(), ""), seed++, tokens, DRAFT);
    return group.open(request, StreamSpec.of(format).build(), StopStrings.NONE, sink);
  }

  /** Records the time of {@code finished}, and its reason before that. */
  private static final class Silence implements DeltaSink {
    private FinishReason reason = FinishReason.ERROR;
    private volatile long finished;

    @Override
    public void reasoning(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void content(char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callOpened(
        int index, int tool, CharSequence id, CharSequence name, long sourceOffset) {}

    @Override
    public void arguments(int index, char[] buffer, int offset, int length, long sourceOffset) {}

    @Override
    public void callClosed(int index, boolean complete, long sourceOffset) {}

    @Override
    public void diagnostic(Diagnostic code, long sourceOffset) {}

    @Override
    public void finished(FinishReason why) {
      reason = why;
      finished = System.nanoTime();
    }
  }
}
