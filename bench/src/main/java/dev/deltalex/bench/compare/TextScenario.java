package dev.deltalex.bench.compare;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;

/** A long text behind an opener, in deltas of equal length. */
final class TextScenario extends Scenario {
  private static final int DELTAS_OF_SLICE = 4096;

  /** Deltas of the check run. */
  private static final int CHECKED = 8192;

  private final String opener;
  private final char[] slab;
  private final int length;
  private final int chars;
  private final StreamParser parser;
  private int at;

  /**
   * @param slab the text, and {@code slack} chars behind it
   * @param chars of a delta
   */
  TextScenario(StreamSpec spec, String opener, char[] slab, int slack, int chars) {
    super(spec);
    this.opener = opener;
    this.slab = slab;
    this.length = slab.length - slack;
    this.chars = chars;
    parser = new StreamPool(1).open(spec, nextSink());
    parser.feed(opener);
  }

  @Override
  int deltas() {
    return DELTAS_OF_SLICE;
  }

  @Override
  void prepare() {
    if (at + DELTAS_OF_SLICE * chars > length) {
      restart(parser);
      parser.feed(opener);
      at = 0;
    }
  }

  @Override
  void run() {
    StreamParser p = parser;
    char[] a = slab;
    int step = chars;
    int from = at;
    for (int i = 0; i < DELTAS_OF_SLICE; i++) {
      p.feed(a, from, from + step);
      from += step;
    }
    at = from;
  }

  @Override
  void replay(StreamParser p) {
    p.feed(opener);
    for (int from = 0; from + chars <= Math.min(length, CHECKED * chars); from += chars) {
      p.feed(slab, from, from + chars);
    }
  }
}
