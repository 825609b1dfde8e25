package dev.deltalex.bench.compare;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;

/** A long text behind an opener, as ids of tokens, in bursts of equal length. */
final class TokenScenario extends Scenario {
  private static final int DELTAS_OF_SLICE = 2048;

  private final String opener;
  private final int[] ids;
  private final int burst;
  private final StreamParser parser;
  private int at;

  TokenScenario(StreamSpec spec, String opener, int[] ids, int burst) {
    super(spec);
    this.opener = opener;
    this.ids = ids;
    this.burst = burst;
    parser = new StreamPool(1).open(spec, nextSink());
    parser.feed(opener);
  }

  @Override
  int deltas() {
    return DELTAS_OF_SLICE;
  }

  @Override
  void prepare() {
    if (at + DELTAS_OF_SLICE * burst > ids.length) {
      restart(parser);
      parser.feed(opener);
      at = 0;
    }
  }

  @Override
  void run() {
    StreamParser p = parser;
    int[] tokens = ids;
    int step = burst;
    int from = at;
    for (int i = 0; i < DELTAS_OF_SLICE; i++) {
      p.feedTokens(tokens, from, from + step);
      from += step;
    }
    at = from;
  }

  @Override
  void replay(StreamParser p) {
    p.feed(opener);
    for (int from = 0; from + burst <= DELTAS_OF_SLICE; from += burst) {
      p.feedTokens(ids, from, from + burst);
    }
  }
}
