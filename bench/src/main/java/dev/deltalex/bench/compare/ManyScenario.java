package dev.deltalex.bench.compare;

import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;
import java.util.Random;

/** Many streams inside a string argument, a delta of 4 chars each in an order without a pattern. */
final class ManyScenario extends Scenario {
  private static final int CHARS = 4;

  /** Chars of the text that is fed round and round: a power of two. */
  private static final int INPUT = 128;

  private final String opener;
  private final char[] slab;
  private final StreamParser[] parsers;
  private int from;

  ManyScenario(StreamSpec spec, String opener, char[] slab, int streams) {
    super(spec);
    this.opener = opener;
    this.slab = slab;
    StreamPool pool = new StreamPool(1);
    parsers = new StreamParser[streams];
    for (int i = 0; i < streams; i++) {
      parsers[i] = pool.open(spec, nextSink());
      parsers[i].feed(opener);
    }
    Random random = new Random(1);
    for (int i = streams - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      StreamParser other = parsers[i];
      parsers[i] = parsers[j];
      parsers[j] = other;
    }
  }

  @Override
  int deltas() {
    return parsers.length;
  }

  /** Feeds every stream once: the timed deltas find the caches as this side leaves them. */
  @Override
  void prepare() {
    run();
  }

  @Override
  void run() {
    char[] a = slab;
    int start = from;
    for (StreamParser parser : parsers) {
      parser.feed(a, start, start + CHARS);
    }
    from = start + CHARS & INPUT - 1;
  }

  @Override
  void replay(StreamParser parser) {
    parser.feed(opener);
    parser.feed(slab, 0, CHARS);
  }
}
