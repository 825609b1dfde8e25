package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;

/**
 * Does a delta cost more the longer the argument already is? The same chars are fed behind the
 * argument's first million chars and, as the floor, at its start.
 */
public class Growth extends Ratio {
  @Override
  Pair pair() {
    return new GrowthPair();
  }

  private static final class GrowthPair extends Pair {
    private static final int CHARS = 4;
    private static final int DELTAS = 2048;
    private static final int BEFORE = 1 << 20;

    /** Chars of the long argument, at most: offsets of the fast path end at 2^30. */
    private static final int LONGEST = 1 << 29;

    private final DeltaSink[] sinks = Sinks.four();
    private final DeltaSink[] earlySinks = Sinks.four();
    private final StreamParser[] late = new StreamParser[sinks.length];
    private final StreamParser[] early = new StreamParser[sinks.length];
    private final char[] slab;
    private int stream;
    private int at;

    GrowthPair() {
      super(Statistic.FASTEST, DELTAS);
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        all.append(Texts.of("code", Texts.BODY, i));
      }
      slab = Calls.slab(all.toString());
      Calls.check(all.substring(0, DELTAS), CHARS);
      for (int i = 0; i < sinks.length; i++) {
        late[i] = Calls.parser(sinks[i]);
        early[i] = Calls.parser(earlySinks[i]);
        grow(i);
        begin(early[i], earlySinks[i]);
      }
    }

    private static void begin(StreamParser parser, DeltaSink sink) {
      parser.cancel();
      parser.reset(sink, 1);
      parser.feed(Calls.OPENER + "x");
    }

    private void grow(int i) {
      begin(late[i], sinks[i]);
      for (int from = 0; from < BEFORE; from += CHARS) {
        late[i].feed(slab, from, from + CHARS);
      }
    }

    @Override
    public void next() {
      at += DELTAS * CHARS;
      if (at % Texts.BODY == 0) {
        stream = stream + 1 & sinks.length - 1;
        begin(early[stream], earlySinks[stream]);
      }
      if (at + DELTAS * CHARS > slab.length - Texts.SLACK) {
        at = 0;
      }
      if (late[stream].consumedChars() > LONGEST) {
        grow(stream);
      }
    }

    @Override
    protected void ours() {
      feed(late[stream]);
    }

    @Override
    protected void floor() {
      feed(early[stream]);
    }

    private void feed(StreamParser p) {
      char[] a = slab;
      int from = at;
      for (int i = 0; i < DELTAS; i++) {
        p.feed(a, from, from + CHARS);
        from += CHARS;
      }
    }
  }
}
