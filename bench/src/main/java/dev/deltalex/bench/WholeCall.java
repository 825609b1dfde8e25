package dev.deltalex.bench;

import dev.deltalex.DeltaSink;
import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import dev.deltalex.parse.StreamParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does a delta cost that carries a whole call with two parameters? Structure only: the values
 * are a word each. The calls of one stream follow each other without text between them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class WholeCall {
  /** Different calls, one per delta. */
  static final int CALLS = 16;

  /** Rounds of {@link #CALLS} per stream: below the limit of calls. */
  private static final int ROUNDS = 32;

  private static final String[] CITIES = {"Paris", "Nairobi", "Rome", "Reykjavik", "Oslo"};
  private static final String[] UNITS = {"celsius", "kelvin", "fahrenheit"};

  private final DeltaSink[] sinks = Sinks.four();
  private final int[] ends = new int[CALLS + 1];
  private char[] slab = {};
  private StreamParser parser = Calls.parser(sinks[0]);
  private int streams;
  private int rounds;

  @Setup
  public void prepare() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < CALLS; i++) {
      String city = CITIES[i % CITIES.length];
      String unit = UNITS[i % UNITS.length];
      String wire =
          "<tool_call>\n<function=get_weather>\n<parameter=city>\n"
              + city
              + "\n</parameter>\n<parameter=unit>\n"
              + unit
              + "\n</parameter>\n</function>\n</tool_call>";
      CollectingSink sink = new CollectingSink();
      StreamParser checked = Calls.parser(sink);
      checked.feed(Calls.slab(wire), 0, wire.length());
      checked.finish(EndCause.STOP);
      Calls.require(sink.outcome() == FinishReason.TOOL_CALLS, "the call is incomplete");
      Calls.require(sink.diagnostics() == 0, "there are diagnostics");
      Calls.requireStrings(sink.json(), "city", city, "unit", unit);
      all.append(wire);
      ends[i + 1] = all.length();
    }
    slab = Calls.slab(all.toString());
    nextStream();
  }

  private void nextStream() {
    parser.cancel();
    parser.reset(sinks[streams & 3], streams);
    streams++;
    rounds = 0;
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void feed() {
    if (++rounds > ROUNDS) {
      nextStream();
    }
    for (int i = 0; i < CALLS; i++) {
      parser.feed(slab, ends[i], ends[i + 1]);
    }
  }
}
