package dev.deltalex.bench;

import dev.deltalex.EndCause;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.wire.WireBuffer;
import dev.deltalex.wire.WireProtocol;
import dev.deltalex.wire.WireRenderer;
import dev.deltalex.wire.WireResponse;
import java.nio.charset.StandardCharsets;
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
 * What does a token cost on its whole way: id, chars, parsed, rendered? One stream inside a string
 * argument; each delta becomes an event of a chat completion. The buffer is emptied like by a
 * server, every 16 KiB.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RenderedToken {
  private static final int TOKENS = 2048;

  /** One response, whose call goes through a million chars again and again. */
  @State(Scope.Thread)
  public static class Stream {
    private static final int EMPTIED_AT = 16 * 1024;

    @Param({"plain", "code"})
    public String text = "";

    /** Tokens of a delta. */
    @Param({"1", "4"})
    public int burst;

    private final WireResponse response =
        WireResponse.of("chatcmpl-0123456789abcdefABCDEF01", 1_700_000_000L, "qwen3-coder-30b");
    private final WireBuffer out = new WireBuffer(1 << 24);
    private int[] tokens = {};

    @SuppressWarnings("NullAway.Init") // prepare makes it
    private StreamParser parser;

    private int at;

    @Setup
    public void prepare() {
      Tokens all = new Tokens();
      int perBody = Texts.BODY / Tokens.CHARS;
      tokens = new int[Texts.BODIES * perBody];
      for (int i = 0; i < Texts.BODIES; i++) {
        String body = Texts.of(text, Texts.BODY, i);
        System.arraycopy(all.of(body), 0, tokens, i * perBody, perBody);
      }
      parser = Calls.parser(renderer(), all.vocabulary());
      check(Texts.of(text, Texts.BODY, 0));
      open();
    }

    private WireRenderer renderer() {
      return WireProtocol.CHAT_COMPLETIONS.streaming(response, out).getFirst();
    }

    /** The arguments that a client reads from the events are those of the source. */
    private void check(String body) {
      open();
      for (int from = 0; from < body.length() / Tokens.CHARS; from += burst) {
        parser.feedTokens(tokens, from, from + burst);
      }
      parser.feedTokens(new int[] {Tokens.CLOSER}, 0, 1);
      parser.finish(EndCause.STOP);
      String events = new String(out.toByteArray(), StandardCharsets.UTF_8);
      Calls.requireArguments(Events.arguments(events), body);
      Calls.require(events.contains("\"finish_reason\":\"tool_calls\""), "the call is incomplete");
    }

    private void open() {
      parser.cancel();
      out.clear();
      parser.reset(renderer(), 1);
      parser.feedTokens(new int[] {Tokens.OPENER}, 0, 1);
      at = 0;
    }

    /** The index of the first of so many tokens that can be fed in a row. */
    int next() {
      int from = at == tokens.length ? 0 : at;
      at = from + TOKENS;
      return from;
    }
  }

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public void feed(Stream s) {
    int burst = s.burst;
    int from = s.next();
    int end = from + TOKENS;
    int[] tokens = s.tokens;
    StreamParser parser = s.parser;
    WireBuffer out = s.out;
    for (; from < end; from += burst) {
      parser.feedTokens(tokens, from, from + burst);
      if (out.length() > Stream.EMPTIED_AT) {
        out.clear();
      }
    }
  }
}
