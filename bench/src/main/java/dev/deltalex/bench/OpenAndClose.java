package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.HandlePool;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import dev.deltalex.parse.StreamSpec;

/** What does it cost to open a parser of a pool, and to close it, once per response? */
public class OpenAndClose extends Ratio {
  @Override
  Pair pair() {
    return new PoolPair();
  }

  private static final class PoolPair extends Pair {
    private static final int RESPONSES = 256;

    private final DeltaSink[] sinks = Sinks.four();
    private final StreamSpec spec = StreamSpec.of(Calls.FORMAT).tools(Calls.TOOLS).build();
    private final StreamPool pool;
    private final HandlePool floor = new HandlePool(sinks[0]);

    PoolPair() {
      super(Statistic.FASTEST, RESPONSES);
      Calls.require(!Calls.SCANNER.isEmpty(), "no scanner");
      pool = new StreamPool(1);
    }

    @Override
    public boolean floorAllocates() {
      return true;
    }

    @Override
    protected void ours() {
      for (int i = 0; i < RESPONSES; i++) {
        StreamParser parser = pool.open(spec, sinks[i & 3]);
        keep(parser.callIndex());
        parser.close();
      }
    }

    @Override
    protected void floor() {
      for (int i = 0; i < RESPONSES; i++) {
        HandlePool.Handle handle = floor.open(sinks[i & 3]);
        keep(handle.callIndex());
        handle.close();
      }
    }
  }
}
