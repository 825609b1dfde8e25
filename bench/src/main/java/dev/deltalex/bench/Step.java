package dev.deltalex.bench;

import dev.deltalex.bench.floor.FixedLoop;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import dev.deltalex.parse.StreamPool;
import java.util.Random;
import org.openjdk.jmh.annotations.Param;

/**
 * How even is the time that a step takes? A step of speculative decoding gives each of 1,024
 * streams a burst: one token, and as many of the draft's as were accepted in a row. The control is
 * a loop of a fixed length that takes as long: what the machine does to both is not ours.
 */
public class Step extends Ratio {
  /** {@code bursts}: one for each of 1,024 streams. {@code deltas}: 64 of one stream. */
  @Param({"bursts", "deltas"})
  public String step = "";

  /** What decides how long bursts are; see {@link BurstLengths}. */
  @Param("geometric:0.8:5")
  public String acceptance = "";

  @Override
  Pair pair() {
    return step.equals("bursts") ? new Bursts(acceptance) : new Deltas();
  }

  /** A step, and a loop that is made as long during the warm-up. */
  abstract static class Timed extends Pair {
    /** Pairs of slices during which the loop finds the length of the step. */
    private static final int FOUND = 4000;

    private static final double FIND = 0.05;

    /**
     * The loop goes on following in small steps: the step gets faster each time that the JIT
     * replaces its code. Far below what tails are compared by.
     */
    private static final double FOLLOW = 0.001;

    final char[] slab;
    private final FixedLoop loop = new FixedLoop();
    private long oursNanos = 1;
    private long floorNanos = 1;
    private int slices;

    Timed() {
      super(Statistic.TAIL, 1);
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < Texts.BODIES; i++) {
        all.append(Texts.of("code", Texts.BODY, i));
      }
      slab = Calls.slab(all.toString());
      Calls.check(all.substring(0, 1 << 12), 4);
    }

    final int end() {
      return slab.length - Texts.SLACK;
    }

    @Override
    public void next() {
      boolean finds = slices < FOUND;
      if (finds) {
        slices++;
      }
      loop.adjust(oursNanos > floorNanos, finds ? FIND : FOLLOW);
    }

    @Override
    public long timeOurs() {
      oursNanos = super.timeOurs();
      return oursNanos;
    }

    @Override
    public long timeFloor() {
      floorNanos = Math.max(1, super.timeFloor());
      return floorNanos;
    }

    @Override
    protected void floor() {
      loop.run();
    }
  }

  private static final class Deltas extends Timed {
    private static final int CONSECUTIVE = 64;
    private static final int CHARS = 4;

    private final StreamParser parser = Calls.parser(Sinks.ofKind(0));
    private int at;

    Deltas() {
      parser.feed(Calls.OPENER + "x");
    }

    @Override
    protected void ours() {
      int from = at;
      for (int i = 0; i < CONSECUTIVE; i++) {
        parser.feed(slab, from, from + CHARS);
        from += CHARS;
      }
      at = from + CONSECUTIVE * CHARS > end() ? 0 : from;
    }
  }

  static final class Bursts extends Timed {
    private static final int STREAMS = 1024;
    private static final int STEPS = 64;
    private static final int CHARS = 4;

    private final StreamParser[] parsers = new StreamParser[STREAMS];
    private final int[] at = new int[STREAMS];
    private final int[] chars = new int[STEPS * STREAMS];
    private int step;

    Bursts(String acceptance) {
      Random random = new Random(1);
      StreamPool pool = new StreamPool(1);
      for (int i = 0; i < STREAMS; i++) {
        parsers[i] = Calls.open(pool, Sinks.ofKind(i));
        parsers[i].feed(Calls.OPENER + "x");
        at[i] = i * (Texts.BODIES * Texts.BODY / STREAMS);
      }
      int[] tokens = BurstLengths.of(acceptance, chars.length, 1);
      for (int i = 0; i < chars.length; i++) {
        for (int token = 0; token < tokens[i]; token++) {
          chars[i] += 1 + random.nextInt(2 * CHARS - 1);
        }
      }
    }

    @Override
    protected void ours() {
      int first = step++ % STEPS * STREAMS;
      int end = end();
      for (int i = 0; i < STREAMS; i++) {
        int from = at[i];
        int to = Math.min(end, from + chars[first + i]);
        parsers[i].feed(slab, from, to);
        at[i] = to == end ? 0 : to;
      }
    }
  }
}
