package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.bench.floor.ContentFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;

/**
 * How far from a bare search for one char is the parser, on 65,536 chars of plain content in one
 * delta? Bodies lie in the arrays at all places that a vector can begin at.
 */
public class Content extends Ratio {
  @Override
  Pair pair() {
    return new ContentPair();
  }

  private static final class ContentPair extends Pair {
    /** Bodies of a slice. */
    private static final int SLICE = 8;

    private final DeltaSink[] sinks = Sinks.four();
    private final DeltaSink[] floorSinks = Sinks.four();
    private final StreamParser parser = Calls.parser(sinks[0]);
    private final ContentFloor floor = new ContentFloor(floorSinks[0]);
    private final char[][] slabs = new char[Texts.BODIES][];
    private int streams;
    private int first;

    ContentPair() {
      super(Statistic.ADJACENT, SLICE);
      for (int i = 0; i < slabs.length; i++) {
        String text = Texts.of("plain", Texts.BODY, i);
        slabs[i] = Calls.slab(" ".repeat(offset(i)) + text);
        CollectingSink expected = new CollectingSink();
        Calls.parser(expected).feed(slabs[i], offset(i), offset(i) + Texts.BODY);
        Calls.require(expected.content().equals(text), "the content differs");
        CollectingSink found = new CollectingSink();
        Calls.require(
            new ContentFloor(found).feed(slabs[i], offset(i), offset(i) + Texts.BODY)
                && found.content().equals(text),
            "the floor's content differs");
      }
    }

    /** Where a body begins in its array. */
    private static int offset(int body) {
      return body * 5 % 32;
    }

    @Override
    public void next() {
      first = first + SLICE & Texts.BODIES - 1;
      parser.cancel();
      parser.reset(sinks[streams & 3], streams);
      floor.reset(floorSinks[streams & 3]);
      streams++;
    }

    @Override
    protected void ours() {
      for (int i = first; i < first + SLICE; i++) {
        int from = offset(i);
        parser.feed(slabs[i], from, from + Texts.BODY);
      }
    }

    /** Reads the other bodies: those of our slice are in the cache. */
    @Override
    protected void floor() {
      int other = first + SLICE & Texts.BODIES - 1;
      for (int i = other; i < other + SLICE; i++) {
        int from = offset(i);
        floor.feed(slabs[i], from, from + Texts.BODY);
      }
    }
  }
}
