package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.bench.floor.CallFloor;
import dev.deltalex.bench.ratio.Pair;
import dev.deltalex.parse.StreamParser;
import java.util.Random;

/**
 * What does a delta cost that carries a whole call with two parameters? The calls of one stream
 * follow each other without text between them; no two of the {@link #CALLS} calls are equal.
 */
public class WholeCall extends Ratio {
  private static final int CALLS = 4096;

  /** Calls of a slice, which are one stream. */
  private static final int SLICE = 128;

  /** Chars of a value. */
  private static final int SHORTEST = 4;

  private static final int LONGEST = 24;

  private static final String[][] TOOLS = {
    {"write_file", "path", "content"}, {"get_weather", "city", "unit"}
  };

  @Override
  Pair pair() {
    return new CallPair();
  }

  private static final class CallPair extends Pair {
    private final DeltaSink[] sinks = Sinks.four();
    private final DeltaSink[] floorSinks = Sinks.four();
    private final StreamParser parser = Calls.parser(sinks[0]);
    private final CallFloor floor = new CallFloor(floorSinks[0], TOOLS, 1024);
    private final int[] ends = new int[CALLS + 1];
    private final char[] slab;
    private int streams;
    private int first;

    CallPair() {
      super(Statistic.FASTEST, SLICE);
      Random random = new Random(1);
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < CALLS; i++) {
        String[] tool = TOOLS[random.nextInt(TOOLS.length)];
        int one = 1 + random.nextInt(2); // either parameter is the first
        String[] values = {value(random), value(random)};
        String wire =
            "<tool_call>\n<function="
                + tool[0]
                + ">\n"
                + parameter(tool[one], values[0])
                + parameter(tool[3 - one], values[1])
                + "</function>\n</tool_call>";
        all.append(wire);
        ends[i + 1] = all.length();
        if (i < SLICE) {
          check(wire, tool[0], tool[one], values[0], tool[3 - one], values[1]);
        }
      }
      slab = Calls.slab(all.toString());
      for (int i = 0; i < CALLS; i++) {
        // The JIT sees sinks of all classes before it compiles.
        floor.reset(floorSinks[i & 3], i);
        Calls.require(floor.feed(slab, ends[i], ends[i + 1]), "the floor stops at call " + i);
      }
    }

    /** A part of prose or code that neither begins nor ends with white space. */
    private static String value(Random random) {
      int chars = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
      String kind = random.nextInt(4) == 0 ? "code" : "plain";
      String text = Texts.of(kind, 256, random.nextInt());
      int from = random.nextInt(text.length() - chars);
      return "a" + text.substring(from + 1, from + chars - 1) + "z";
    }

    private static String parameter(String name, String value) {
      return "<parameter=" + name + ">\n" + value + "\n</parameter>\n";
    }

    /** Both sides report the same call. */
    private static void check(String wire, String name, String... namesAndValues) {
      CollectingSink expected = new CollectingSink();
      StreamParser checked = Calls.parser(expected);
      char[] text = Calls.slab(wire);
      checked.feed(text, 0, wire.length());
      checked.finish(EndCause.STOP);
      Calls.require(expected.outcome() == FinishReason.TOOL_CALLS, "the call is incomplete");
      Calls.require(expected.diagnostics() == 0, "there are diagnostics");
      Calls.require(expected.name().equals(name), "called was " + expected.name());
      Calls.requireStrings(expected.json(), namesAndValues);
      CollectingSink found = new CollectingSink();
      Calls.require(
          new CallFloor(found, TOOLS, wire.length()).feed(text, 0, wire.length()),
          "the floor stops in " + wire);
      Calls.require(found.name().equals(name), "the floor's call was " + found.name());
      Calls.require(found.json().equals(expected.json()), "the floor's arguments differ");
    }

    @Override
    public void next() {
      parser.cancel();
      parser.reset(sinks[streams & 3], streams);
      floor.reset(floorSinks[streams & 3], streams);
      streams++;
      first = (first + SLICE) % CALLS;
    }

    @Override
    protected void ours() {
      char[] a = slab;
      for (int i = first; i < first + SLICE; i++) {
        parser.feed(a, ends[i], ends[i + 1]);
      }
    }

    @Override
    protected void floor() {
      char[] a = slab;
      for (int i = first; i < first + SLICE; i++) {
        floor.feed(a, ends[i], ends[i + 1]);
      }
    }
  }
}
