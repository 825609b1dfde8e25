package dev.deltalex.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a whole call with an argument of 65,536 chars of code cost in deltas of 4 chars, next
 * to what others do: parse everything anew with every delta, or wait for the end and parse once?
 */
public class WholeStream extends Ratio {
  /** What it is held against: {@code reparse} or {@code once}. */
  @Param({"reparse", "once"})
  public String against = "";

  @Override
  Pair pair() {
    return against.equals("reparse") ? new Reparse() : new Once();
  }

  /** The whole call in small deltas. */
  abstract static class Deltas extends Pair {
    static final int CHARS = 4;

    final char[][] wires = new char[Texts.BODIES][];
    private final DeltaSink[] sinks = Sinks.four();
    private final StreamParser parser = Calls.parser(sinks[0]);
    int round;

    Deltas() {
      super(Statistic.FASTEST, 1);
      for (int i = 0; i < wires.length; i++) {
        wires[i] = Calls.slab(Calls.OPENER + body(i) + Calls.CLOSER);
      }
      Calls.check(body(0), CHARS);
    }

    static String body(int i) {
      return Texts.of("code", Texts.BODY, i);
    }

    @Override
    public boolean floorAllocates() {
      return true;
    }

    @Override
    public void next() {
      round++;
    }

    @Override
    protected void ours() {
      int n = round;
      char[] wire = wires[n % Texts.BODIES];
      int end = wire.length - Texts.SLACK;
      parser.reset(sinks[n & 3], n);
      for (int from = 0; from < end; from += CHARS) {
        parser.feed(wire, from, Math.min(end, from + CHARS));
      }
      parser.finish(EndCause.STOP);
    }
  }

  /** With every delta all text up to it is parsed, and what is new goes out. */
  private static final class Reparse extends Deltas {
    /** One of so many deltas is parsed: the others cost the same, and all take many seconds. */
    private static final int SAMPLED = 1024;

    Reparse() {
      Reparser baseline = new Reparser();
      StringBuilder collected = new StringBuilder();
      String wire = new String(wires[0], 0, 2000) + Calls.CLOSER;
      for (int at = 0; at < wire.length(); at += CHARS) {
        collected.append(baseline.feed(wire.substring(at, Math.min(wire.length(), at + CHARS))));
      }
      String part = wire.substring(Calls.OPENER.length(), 2000);
      Calls.requireArguments(collected.toString(), part);
    }

    @Override
    public long timeFloor() {
      return super.timeFloor() * SAMPLED;
    }

    @Override
    protected void floor() {
      char[] wire = wires[round % Texts.BODIES];
      int end = wire.length - Texts.SLACK;
      Reparser baseline = new Reparser();
      for (int from = 0; from < end; from += SAMPLED * CHARS) {
        int n = Math.min(SAMPLED * CHARS, end - from);
        keep(baseline.feed(new String(wire, from, n)).length());
      }
    }
  }

  /** The finished text is parsed once, by a JSON parser; no client hears anything before. */
  private static final class Once extends Deltas {
    private final JsonFactory json = new JsonFactory();
    private final char[][] finished = new char[Texts.BODIES][];

    Once() {
      for (int i = 0; i < finished.length; i++) {
        finished[i] =
            ("{\"name\": \"write_file\", \"arguments\": {\"path\": \"src/Main.java\","
                    + " \"content\": \""
                    + EventFrame.quoted(body(i))
                    + "\"}}")
                .toCharArray();
        Calls.require(readAll(finished[i]) >= Texts.BODY, "the finished text is not read");
      }
    }

    @Override
    protected void floor() {
      keep(readAll(finished[round % Texts.BODIES]));
    }

    private long readAll(char[] text) {
      long chars = 0;
      try (JsonParser in = json.createParser(text)) {
        for (JsonToken t = in.nextToken(); t != null; t = in.nextToken()) {
          if (t == JsonToken.VALUE_STRING) {
            chars += in.getTextLength();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return chars;
    }
  }
}
