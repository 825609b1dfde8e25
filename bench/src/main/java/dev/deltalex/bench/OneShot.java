package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.bench.floor.FinishedCallFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import org.openjdk.jmh.annotations.Param;

/**
 * What does a finished response cost, with a call whose argument has 65,536 chars, in one delta?
 * The floor searches once and escapes as it goes.
 */
public class OneShot extends Ratio {
  /** The argument: prose or code. */
  @Param({"plain", "code"})
  public String text = "";

  @Override
  Pair pair() {
    return new ResponsePair(text);
  }

  private static final class ResponsePair extends Pair {
    /** Responses of a slice. */
    private static final int SLICE = 4;

    /** So many that the branch predictor does not learn where the bodies have a stop char. */
    private static final int BODIES = 4 * Texts.BODIES;

    private final DeltaSink[] sinks = Sinks.four();
    private final DeltaSink[] floorSinks = Sinks.four();
    private final StreamParser parser = Calls.parser(sinks[0]);
    private final FinishedCallFloor floor =
        new FinishedCallFloor(Calls.OPENER, Calls.CLOSER, "write_file", Calls.ARGUMENTS);
    private final char[][] slabs = new char[BODIES][];
    private int round;

    ResponsePair(String text) {
      super(Statistic.ADJACENT, SLICE);
      for (int i = 0; i < slabs.length; i++) {
        String body = Texts.of(text, Texts.BODY - i, i);
        body = body.substring(0, body.length() - 1) + "z";
        slabs[i] = Calls.slab(Calls.OPENER + body + Calls.CLOSER);
        CollectingSink found = new CollectingSink();
        Calls.require(
            floor.read(slabs[i], 0, slabs[i].length - Texts.SLACK, found), "the floor stops");
        Calls.requireArguments(found.json(), body);
        if (i == 0) {
          Calls.check(body, Integer.MAX_VALUE >> 1);
        }
      }
    }

    @Override
    public void next() {
      round += SLICE;
    }

    @Override
    protected void ours() {
      for (int i = round; i < round + SLICE; i++) {
        char[] slab = slabs[i % BODIES];
        parser.reset(sinks[i & 3], i);
        parser.feed(slab, 0, slab.length - Texts.SLACK);
        parser.finish(EndCause.STOP);
      }
    }

    /** Reads other responses: those of our slice are in the cache. */
    @Override
    protected void floor() {
      for (int i = round; i < round + SLICE; i++) {
        char[] slab = slabs[(i + BODIES / 2) % BODIES];
        floor.read(slab, 0, slab.length - Texts.SLACK, floorSinks[i & 3]);
      }
    }
  }
}
