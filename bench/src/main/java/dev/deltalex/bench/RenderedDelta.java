package dev.deltalex.bench;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
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
 * What does it cost to write one argument delta as an event of some 230 bytes? The text is what a
 * parser hands over: JSON, which is escaped once more. The buffer is emptied like by a server,
 * every 16 KiB.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RenderedDelta {
  private static final int DELTAS = 2048;

  /** One response whose only call never ends. */
  @State(Scope.Thread)
  public static class Stream {
    private static final int EMPTIED_AT = 16 * 1024;

    @Param({"plain", "code"})
    public String text = "";

    @Param({"4", "24"})
    public int chars;

    @Param("CHAT_COMPLETIONS")
    public WireProtocol protocol = WireProtocol.CHAT_COMPLETIONS;

    private final WireBuffer out = new WireBuffer(1 << 20);
    private final WireBuffer texts = new WireBuffer(1 << 26);
    private char[] slab = {};
    private WireRenderer renderer = renderer();
    private int at;

    @Setup
    public void prepare() {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        JsonStringEncoder.getInstance().quoteAsString(Texts.of(text, Texts.BODY, i), all);
      }
      slab = Calls.slab(all.toString());
      check(all.substring(0, DELTAS));
      renderer = renderer();
      at = 0;
    }

    private WireRenderer renderer() {
      WireResponse response =
          WireResponse.of("chatcmpl-0123456789abcdefABCDEF01", 1_700_000_000L, "qwen3-coder-30b");
      out.clear();
      WireRenderer opened = protocol.streaming(response, out, texts).getFirst();
      opened.callOpened(0, 0, "call_0123456789abcdefABCDEF01", "write_file", 0);
      out.clear();
      return opened;
    }

    /** The texts of the events are the text that went in. */
    private void check(String json) {
      renderer = renderer();
      for (int from = 0; from < json.length(); from += chars) {
        renderer.arguments(0, slab, from, Math.min(chars, json.length() - from), from);
      }
      String events = new String(out.toByteArray(), StandardCharsets.UTF_8);
      Calls.require(Events.arguments(events).equals(json), "the events do not say what went in");
    }

    /** The index of the first of so many chars that can be rendered in a row. */
    int next(int wanted) {
      if (at + wanted > slab.length - Texts.SLACK) {
        at = 0;
        if (protocol == WireProtocol.RESPONSES) {
          renderer = renderer(); // it keeps what it has written
        }
      }
      int from = at;
      at = from + wanted;
      return from;
    }
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void arguments(Stream s) {
    int chars = s.chars;
    int from = s.next(DELTAS * chars);
    char[] slab = s.slab;
    WireBuffer out = s.out;
    WireRenderer renderer = s.renderer;
    for (int i = 0; i < DELTAS; i++) {
      renderer.arguments(0, slab, from, chars, from);
      from += chars;
      if (out.length() > Stream.EMPTIED_AT) {
        out.clear();
      }
    }
  }
}
