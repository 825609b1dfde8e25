package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.ContentFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;

/**
 * How far from a bare search for one char is the parser, on 65,536 chars of plain content in one
 * delta? They stream from the L2 cache, and begin at all places that a vector can begin at.
 */
public class Content extends Ratio {
  @Override
  Pair pair() {
    return new ContentPair();
  }

  private static final class ContentPair extends Pair {
    /** Deltas of a slice. */
    private static final int SLICE = 8;

    /** Bodies of a slice: more than the L1 cache has, and with those of the floor less than L2. */
    private static final int BODIES = 2;

    /** Where in its array a body may begin. */
    private static final int PLACES = 32;

    private final DeltaSink[] sinks = Sinks.four();
    private final DeltaSink[] floorSinks = Sinks.four();
    private final StreamParser parser = Calls.parser(sinks[0]);
    private final ContentFloor floor = new ContentFloor(floorSinks[0]);
    private final char[][] slabs = new char[2 * BODIES][];
    private int streams;
    private int first;
    private int place;

    ContentPair() {
      super(Statistic.ADJACENT, SLICE);
      for (int i = 0; i < slabs.length; i++) {
        String all = Texts.of("plain", Texts.BODY + PLACES, i);
        String text = all.substring(i, i + Texts.BODY);
        slabs[i] = Calls.slab(all);
        CollectingSink expected = new CollectingSink();
        Calls.parser(expected).feed(slabs[i], i, i + Texts.BODY);
        Calls.require(expected.content().equals(text), "the content differs");
        CollectingSink found = new CollectingSink();
        Calls.require(
            new ContentFloor(found).feed(slabs[i], i, i + Texts.BODY)
                && found.content().equals(text),
            "the floor's content differs");
      }
    }

    @Override
    public void next() {
      first = BODIES - first;
      place = (place + 5) % PLACES;
      parser.cancel();
      parser.reset(sinks[streams & 3], streams);
      floor.reset(floorSinks[streams & 3]);
      streams++;
    }

    @Override
    protected void ours() {
      int from = place;
      for (int i = 0; i < SLICE; i++) {
        parser.feed(slabs[first + i % BODIES], from, from + Texts.BODY);
      }
    }

    /** Reads the other bodies: those of our slice are in the cache. */
    @Override
    protected void floor() {
      int other = BODIES - first;
      int from = place;
      for (int i = 0; i < SLICE; i++) {
        floor.feed(slabs[other + i % BODIES], from, from + Texts.BODY);
      }
    }
  }
}
