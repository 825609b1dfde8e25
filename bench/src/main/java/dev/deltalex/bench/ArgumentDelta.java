package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.parse.StreamParser;
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
 * What does a delta inside a streamed string argument cost, on one hot stream? 4 chars are a token,
 * 24 a burst of six that speculative decoding accepted at once. Each stream takes a million chars;
 * the next one has a sink of the next class.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArgumentDelta {
  /** Deltas per invocation. */
  static final int DELTAS = 2048;

  /** One stream at a time, fed from a long array. */
  @State(Scope.Thread)
  public static class Slab {
    @Param({"plain", "code"})
    public String text = "";

    @Param({"4", "24"})
    public int chars;

    private final DeltaSink[] sinks = Sinks.four();
    private char[] slab = {};
    private StreamParser parser = Calls.parser(sinks[0]);
    private int streams;
    private int at;

    @Setup
    public void prepare() {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        String body = Texts.of(text, Texts.BODY, i);
        Calls.check(body, chars);
        all.append(body);
      }
      slab = Calls.slab(all.toString());
      nextStream();
    }

    private void nextStream() {
      parser.cancel();
      parser.reset(sinks[streams & 3], streams);
      parser.feed(Calls.OPENER);
      streams++;
      at = 0;
    }

    /** The index of the first of so many chars that can be fed in a row. */
    int next(int wanted) {
      if (at + wanted > slab.length - Texts.SLACK) {
        nextStream();
      }
      int from = at;
      at = from + wanted;
      return from;
    }
  }

  /** As {@link Slab}, but every delta has an array of its own that is no longer than itself. */
  @State(Scope.Thread)
  public static class Exact {
    private static final int CHARS = 4;

    @Param({"plain", "code"})
    public String text = "";

    private final DeltaSink[] sinks = Sinks.four();
    private char[][] deltas = {};
    private StreamParser parser = Calls.parser(sinks[0]);
    private int streams;
    private int at;

    @Setup
    public void prepare() {
      deltas = new char[Texts.BODIES * Texts.BODY / CHARS][];
      int n = 0;
      for (int i = 0; i < Texts.BODIES; i++) {
        String body = Texts.of(text, Texts.BODY, i);
        Calls.check(body, CHARS);
        for (int from = 0; from < body.length(); from += CHARS) {
          deltas[n++] = body.substring(from, from + CHARS).toCharArray();
        }
      }
      nextStream();
    }

    private void nextStream() {
      parser.cancel();
      parser.reset(sinks[streams & 3], streams);
      parser.feed(Calls.OPENER);
      streams++;
      at = 0;
    }

    int next() {
      if (at == deltas.length) {
        nextStream();
      }
      int from = at;
      at = from + DELTAS;
      return from;
    }
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void feed(Slab s) {
    int chars = s.chars;
    int from = s.next(DELTAS * chars);
    char[] slab = s.slab;
    StreamParser parser = s.parser;
    for (int i = 0; i < DELTAS; i++) {
      parser.feed(slab, from, from + chars);
      from += chars;
    }
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void feedExactArrays(Exact s) {
    int from = s.next();
    char[][] deltas = s.deltas;
    StreamParser parser = s.parser;
    for (int i = 0; i < DELTAS; i++) {
      char[] delta = deltas[from + i];
      parser.feed(delta, 0, delta.length);
    }
  }
}
