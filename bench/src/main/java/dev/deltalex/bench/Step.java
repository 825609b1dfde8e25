package dev.deltalex.bench;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How even is the time that a step takes? A step of speculative decoding gives each of 1,024
 * streams a burst: one token, and as many of the draft's as were accepted in a row.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Step {
  private static final int STREAMS = 1024;
  private static final int CHARS = 4;
  private static final int CONSECUTIVE = 64;

  /** The deltas of one stream after the other. */
  @State(Scope.Thread)
  public static class One {
    private final StreamParser parser = Calls.parser(Sinks.ofKind(0));
    private char[] slab = {};
    private int at;

    @Setup
    public void prepare() {
      slab = bodies(CHARS);
      parser.feed(Calls.OPENER);
    }
  }

  /** The bursts of many streams. */
  @State(Scope.Thread)
  public static class Many {
    /** What decides how long bursts are; see {@link BurstLengths}. */
    @Param({"geometric:0.8:5"})
    public String acceptance = "";

    private final StreamParser[] parsers = new StreamParser[STREAMS];
    private final int[] at = new int[STREAMS];
    private final int[] chars = new int[64 * STREAMS];
    private char[] slab = {};
    private int step;

    @Setup
    public void prepare() {
      slab = bodies(CHARS);
      Random random = new Random(1);
      StreamPool pool = new StreamPool(1);
      for (int i = 0; i < STREAMS; i++) {
        parsers[i] = Calls.open(pool, Sinks.ofKind(i));
        parsers[i].feed(Calls.OPENER);
        at[i] = i * (Texts.BODIES * Texts.BODY / STREAMS);
      }
      int[] tokens = BurstLengths.of(acceptance, chars.length, 1);
      for (int i = 0; i < chars.length; i++) {
        chars[i] = 0;
        for (int token = 0; token < tokens[i]; token++) {
          chars[i] += 1 + random.nextInt(2 * CHARS - 1);
        }
      }
    }
  }

  private static char[] bodies(int checkedChars) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Texts.BODIES; i++) {
      String body = Texts.of("code", Texts.BODY, i);
      Calls.check(body, checkedChars);
      all.append(body);
    }
    return Calls.slab(all.toString());
  }

  @Benchmark
  public void deltas(One s) {
    int from = s.at;
    for (int i = 0; i < CONSECUTIVE; i++) {
      s.parser.feed(s.slab, from, from + CHARS);
      from += CHARS;
    }
    s.at = from == s.slab.length - Texts.SLACK ? 0 : from;
  }

  @Benchmark
  public void bursts(Many s) {
    int first = s.step++ % 64 * STREAMS;
    int end = s.slab.length - Texts.SLACK;
    for (int i = 0; i < STREAMS; i++) {
      int from = s.at[i];
      int to = Math.min(end, from + s.chars[first + i]);
      s.parsers[i].feed(s.slab, from, to);
      s.at[i] = to == end ? 0 : to;
    }
  }
}
