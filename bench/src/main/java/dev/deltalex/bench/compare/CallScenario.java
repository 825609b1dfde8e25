package dev.deltalex.bench.compare;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;

/** Whole calls, one behind the other, in deltas that are given by their ends. */
final class CallScenario extends Scenario {
  /** Repetitions of the text in a slice. */
  private static final int ROUNDS = 8;

  private final char[] slab;
  private final int[] ends;
  private final StreamParser parser;

  /**
   * @param ends of the deltas; the first begins at 0
   */
  CallScenario(StreamSpec spec, char[] slab, int[] ends) {
    super(spec);
    this.slab = slab;
    this.ends = ends;
    parser = new StreamPool(1).open(spec, nextSink());
  }

  @Override
  int deltas() {
    return ROUNDS * ends.length;
  }

  @Override
  void prepare() {
    restart(parser);
  }

  @Override
  void run() {
    feed(parser);
  }

  private void feed(StreamParser p) {
    char[] a = slab;
    for (int round = 0; round < ROUNDS; round++) {
      int from = 0;
      for (int end : ends) {
        p.feed(a, from, end);
        from = end;
      }
    }
  }

  @Override
  void replay(StreamParser p) {
    feed(p);
  }
}
