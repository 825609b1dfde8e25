package dev.deltalex.bench;

import dev.deltalex.EndCause;
import dev.deltalex.bench.floor.EventFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.wire.WireBuffer;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a token cost on its whole way: id, chars, parsed, rendered? One stream inside a string
 * argument; each delta becomes an event of a chat completion. The floor looks a token up in a table
 * of texts that were escaped twice beforehand.
 */
public class RenderedToken extends Ratio {
  /** The argument: prose or code. */
  @Param({"plain", "code"})
  public String text = "";

  /** Tokens of a delta. */
  @Param({"1", "4"})
  public int burst;

  @Override
  Pair pair() {
    return new TokenPair(text, burst);
  }

  private static final class TokenPair extends Pair {
    /** Tokens of a slice. */
    private static final int TOKENS = 2048;

    private static final int ALL = 128 * TOKENS;

    private final int burst;
    private final Tokens words;
    private final int[] tokens;
    private final WireBuffer out = new WireBuffer(1 << 24);
    private final StreamParser parser;
    private final EventFloor floor;
    private int at;

    TokenPair(String text, int burst) {
      super(Statistic.FASTEST, TOKENS);
      this.burst = burst;
      words = new Tokens(text);
      tokens = words.sequence(ALL, 1);
      parser = Calls.parser(EventFrame.renderer(out), words.vocabulary());
      floor = new EventFloor(new EventFrame().head, new EventFrame().tail, texts(), ends);
      check();
      open();
    }

    private final int[] ends = new int[Tokens.SIZE + 1];

    /** The texts of all tokens, escaped twice. */
    private byte[] texts() {
      StringBuilder all = new StringBuilder();
      for (int id = 0; id < Tokens.SIZE; id++) {
        all.append(EventFrame.quoted(EventFrame.quoted(words.text(id))));
        ends[id + 1] = all.length();
      }
      return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void open() {
      parser.cancel();
      out.clear();
      parser.reset(EventFrame.renderer(out), 1);
      parser.feedTokens(new int[] {Tokens.OPENER}, 0, 1);
      // The name of the parameter is emitted with the first char of its value.
      parser.feed("x");
      out.clear();
    }

    /** The arguments that a client reads are those of the source, and so are the floor's. */
    private void check() {
      open();
      int end = 0;
      while (floor.length() < EventFrame.EMPTIED_AT - 1024) {
        parser.feedTokens(tokens, end, end + burst);
        floor.write(tokens, end, end + burst);
        end += burst;
      }
      parser.feedTokens(new int[] {Tokens.CLOSER}, 0, 1);
      parser.finish(EndCause.STOP);
      String events = new String(out.toByteArray(), StandardCharsets.UTF_8);
      String source = EventFrame.quoted(words.text(tokens, 0, end));
      Calls.require(
          Events.arguments(events).equals(source + "\"}"), "the events do not say what went in");
      Calls.require(events.contains("\"finish_reason\":\"tool_calls\""), "the call is incomplete");
      String copied = new String(floor.written(), StandardCharsets.UTF_8);
      Calls.require(Events.arguments(copied).equals(source), "the floor writes other text");
    }

    @Override
    public void next() {
      at += TOKENS;
      if (at + TOKENS > ALL) {
        at = 0;
        open(); // offsets of the fast path end at 2^30
      }
    }

    @Override
    protected void ours() {
      int n = burst;
      int end = at + TOKENS;
      int[] ids = tokens;
      StreamParser p = parser;
      WireBuffer buffer = out;
      for (int from = at; from < end; from += n) {
        p.feedTokens(ids, from, from + n);
        if (buffer.length() > EventFrame.EMPTIED_AT) {
          buffer.clear();
        }
      }
    }

    @Override
    protected void floor() {
      int n = burst;
      int end = at + TOKENS;
      int[] ids = tokens;
      EventFloor f = floor;
      if (n == 1) {
        for (int i = at; i < end; i++) {
          f.write(ids[i]);
        }
      } else {
        for (int i = at; i < end; i += n) {
          f.write(ids, i, i + n);
        }
      }
    }
  }
}
