package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.StreamFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import java.util.Random;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a 4-char delta cost when it finds its stream's state out of the caches? All streams are
 * inside a string argument and get a delta in turn, in an order that no prefetcher foresees.
 */
public class ManyStreams extends Ratio {
  /** Open streams. */
  @Param("16384")
  public int streams;

  /**
   * {@code state}: of what a stream owns only the parser; input and sink are few and hot. {@code
   * all}: each stream has an input array and a sink of its own.
   */
  @Param({"state", "all"})
  public String touched = "";

  @Override
  Pair pair() {
    return new StreamsPair(streams, touched.equals("all"));
  }

  private static final class StreamsPair extends Pair {
    private static final int CHARS = 4;

    /** Chars of the input that a stream owns, a power of two. */
    private static final int INPUT = 128;

    private final StreamParser[] parsers;
    private final StreamFloor[] floors;
    private final char[][] inputs;
    private final char[][] floorInputs;
    private final int[] order;
    private int from;

    StreamsPair(int streams, boolean all) {
      super(Statistic.FASTEST, streams);
      String text = Texts.of("plain", Texts.BODY, 0);
      Calls.check(text, CHARS);
      StreamPool pool = new StreamPool(1);
      parsers = new StreamParser[streams];
      floors = new StreamFloor[streams];
      inputs = inputs(streams, all, text);
      floorInputs = inputs(streams, all, text);
      DeltaSink[] shared = Sinks.four();
      for (int i = 0; i < streams; i++) {
        parsers[i] = Calls.open(pool, all ? Sinks.ofKind(i) : shared[i & 3]);
        parsers[i].feed(Calls.OPENER + "x");
      }
      for (int i = 0; i < streams; i++) {
        floors[i] = new StreamFloor(all ? Sinks.ofKind(i) : shared[i & 3]);
        Calls.require(floors[i].feed(floorInputs[i], 0, INPUT), "the floor stops");
      }
      order = shuffled(streams);
    }

    private static char[][] inputs(int streams, boolean all, String text) {
      char[] shared = Calls.slab(text.substring(0, INPUT));
      char[][] inputs = new char[streams][];
      for (int i = 0; i < streams; i++) {
        int first = i * 7 % (Texts.BODY - INPUT);
        inputs[i] = all ? Calls.slab(text.substring(first, first + INPUT)) : shared;
      }
      return inputs;
    }

    private static int[] shuffled(int n) {
      int[] order = new int[n];
      Random random = new Random(1);
      for (int i = 0; i < n; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return order;
    }

    @Override
    public void next() {
      from = from + 2 * CHARS & INPUT - 1;
    }

    /** The timed deltas find the caches as this side leaves them. */
    @Override
    protected void beforeOurs() {
      feed(from);
    }

    @Override
    protected void beforeFloor() {
      feedFloors(from);
    }

    @Override
    protected void ours() {
      feed(from + CHARS);
    }

    @Override
    protected void floor() {
      feedFloors(from + CHARS);
    }

    private void feed(int start) {
      for (int stream : order) {
        parsers[stream].feed(inputs[stream], start, start + CHARS);
      }
    }

    private void feedFloors(int start) {
      for (int stream : order) {
        floors[stream].feed(floorInputs[stream], start, start + CHARS);
      }
    }
  }
}
