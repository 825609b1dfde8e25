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
 * Does a delta cost the same in every format? The same argument text through each format that has
 * calls, as {@link ArgumentDelta}, and the same answer outside of calls. In formats whose arguments
 * are JSON the code has escapes, so that its deltas carry less of it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FormatDelta {
  /** Deltas per invocation. */
  static final int DELTAS = 2048;

  /** One stream at a time in one of the formats, fed from a long array. */
  @State(Scope.Thread)
  public abstract static class Stream extends EachFormat {
    @Param({"4", "24"})
    public int chars;

    private final DeltaSink[] sinks = Sinks.four();
    FormatTexts texts = new FormatTexts("qwen3_coder");
    private StreamParser parser = texts.parser(sinks[0]);
    private char[] opener = {};
    private char[] slab = {};
    private int streams;
    private int at;

    /** Writes the texts of the format. */
    void begin() {
      texts = new FormatTexts(format);
      parser = texts.parser(sinks[0]);
    }

    /** Starts the first stream, whose text is fed behind {@code before}. */
    void begin(String before, String text) {
      opener = before.toCharArray();
      slab = Calls.slab(text);
      nextStream();
    }

    private void nextStream() {
      parser.cancel();
      parser.reset(sinks[streams & 3], streams);
      parser.feed(opener, 0, opener.length);
      streams++;
      at = 0;
    }

    private int next(int wanted) {
      if (at + wanted > slab.length - Texts.SLACK) {
        nextStream();
      }
      int from = at;
      at = from + wanted;
      return from;
    }

    /** Feeds {@link #DELTAS} deltas. */
    void feed() {
      int n = chars;
      int from = next(DELTAS * n);
      char[] a = slab;
      StreamParser p = parser;
      for (int i = 0; i < DELTAS; i++) {
        p.feed(a, from, from + n);
        from += n;
      }
    }
  }

  /** A stream inside a string argument. */
  public static class Argument extends Stream {
    @Param({"plain", "code"})
    public String text = "";

    @Setup
    public void prepare() {
      begin();
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        String body = Texts.of(text, Texts.BODY, i);
        texts.checkArgument(body, chars);
        all.append(texts.spelled(body));
      }
      begin(texts.argumentOpener(), all.toString());
    }
  }

  /** A stream outside of calls. */
  public static class Answer extends Stream {
    @Setup
    public void prepare() {
      begin();
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        String body = Texts.of("plain", Texts.BODY, i);
        texts.checkAnswer(body, chars);
        all.append(body);
      }
      begin(texts.answerOpener(), all.toString());
    }
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void argument(Argument s) {
    s.feed();
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void answer(Answer s) {
    s.feed();
  }
}
