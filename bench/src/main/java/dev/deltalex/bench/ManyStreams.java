package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a 4-char delta cost when it finds its stream's state out of the caches? All streams
 * stand inside a string argument and get a delta in turn, in an order that no prefetcher foresees.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ManyStreams {
  private static final int DELTAS = 4096;
  private static final int CHARS = 4;

  /** Chars of the input that a stream owns; a round reads the next four of them. */
  private static final int INPUT = 128;

  @Param({"16384", "65536"})
  public int streams;

  /**
   * {@code state}: of what a stream owns only the parser; input and sink are few and hot. {@code
   * all}: each stream has an input array and a sink of its own.
   */
  @Param({"state", "all"})
  public String touched = "";

  private StreamParser[] parsers = {};
  private char[][] inputs = {};
  private int[] order = {};
  private int at;
  private int from;

  @Setup
  public void prepare() {
    String text = Texts.of("plain", Texts.BODY, 0);
    Calls.check(text, CHARS);
    boolean all = touched.equals("all");
    DeltaSink[] shared = Sinks.four();
    char[] sharedInput = Calls.slab(text.substring(0, INPUT));
    StreamPool pool = new StreamPool(1);
    parsers = new StreamParser[streams];
    inputs = new char[streams][];
    order = new int[streams];
    for (int i = 0; i < streams; i++) {
      parsers[i] = Calls.open(pool, all ? Sinks.ofKind(i) : shared[i & 3]);
      inputs[i] =
          all
              ? Calls.slab(text.substring(i % Texts.BODIES, i % Texts.BODIES + INPUT))
              : sharedInput;
      parsers[i].feed(Calls.OPENER + "x");
      order[i] = i;
    }
    Random random = new Random(1);
    for (int i = streams - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void feed() {
    if (at == streams) {
      at = 0;
      from = from + CHARS & INPUT - 1;
    }
    int first = at;
    int start = from;
    for (int i = first; i < first + DELTAS; i++) {
      int stream = order[i];
      parsers[stream].feed(inputs[stream], start, start + CHARS);
    }
    at = first + DELTAS;
  }
}
