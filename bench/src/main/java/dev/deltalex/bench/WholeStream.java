package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.parse.StreamParser;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a whole call with an argument of 65,536 chars of code cost in deltas of 4 chars, next
 * to what others do: parse everything anew with every delta, or wait for the end and parse once?
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class WholeStream {
  private static final int CHARS = 4;

  /** The yardstick parses with one of so many deltas. */
  private static final int SAMPLED = 64;

  private final DeltaSink[] sinks = Sinks.four();
  private final StreamParser parser = Calls.parser(sinks[0]);
  private final JsonFactory json = new JsonFactory();
  private char[][] wires = {};
  private char[][] finished = {};
  private int round;

  @Setup
  public void prepare() throws IOException {
    wires = new char[Texts.BODIES][];
    finished = new char[Texts.BODIES][];
    for (int i = 0; i < Texts.BODIES; i++) {
      String body = Texts.of("code", Texts.BODY, i);
      Calls.check(body, CHARS);
      wires[i] = Calls.slab(Calls.OPENER + body + Calls.CLOSER);
      String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(body));
      finished[i] =
          ("{\"name\": \"write_file\", \"arguments\": {\"path\": \"src/Main.java\", \"content\": \""
                  + escaped
                  + "\"}}")
              .toCharArray();
      Calls.require(readAll(finished[i]) >= Texts.BODY, "the finished text is not read");
    }
    Reparser baseline = new Reparser();
    StringBuilder collected = new StringBuilder();
    String wire = new String(wires[0], 0, 2000) + Calls.CLOSER;
    for (int at = 0; at < wire.length(); at += CHARS) {
      collected.append(baseline.feed(wire.substring(at, Math.min(wire.length(), at + CHARS))));
    }
    String part = wire.substring(Calls.OPENER.length(), 2000);
    Calls.requireStrings(collected.toString(), "path", "src/Main.java", "content", part);
  }

  /** Every delta is parsed as it comes. */
  @Benchmark
  public StreamParser deltas() {
    int n = round++;
    char[] wire = wires[n % Texts.BODIES];
    int end = wire.length - Texts.SLACK;
    parser.reset(sinks[n & 3], n);
    for (int from = 0; from < end; from += CHARS) {
      parser.feed(wire, from, Math.min(end, from + CHARS));
    }
    parser.finish(EndCause.STOP);
    return parser;
  }

  /**
   * With a delta, all text up to it is parsed, and what is new goes out. Only with every 64th: the
   * others cost the same, and all of them take many seconds.
   */
  @Benchmark
  public long reparse64th() {
    char[] wire = wires[round++ % Texts.BODIES];
    int end = wire.length - Texts.SLACK;
    Reparser baseline = new Reparser();
    long sent = 0;
    for (int from = 0; from < end; from += SAMPLED * CHARS) {
      sent += baseline.feed(new String(wire, from, Math.min(SAMPLED * CHARS, end - from))).length();
    }
    return sent;
  }

  /** The finished text is parsed once, by a JSON parser; no client hears anything before. */
  @Benchmark
  public long parseOnce() throws IOException {
    return readAll(finished[round++ % Texts.BODIES]);
  }

  private long readAll(char[] text) throws IOException {
    long chars = 0;
    try (JsonParser in = json.createParser(text)) {
      for (JsonToken t = in.nextToken(); t != null; t = in.nextToken()) {
        if (t == JsonToken.VALUE_STRING) {
          chars += in.getTextLength();
        }
      }
    }
    return chars;
  }
}
