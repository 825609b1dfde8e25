package dev.deltalex.bench;

import dev.deltalex.parse.StreamParser;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How far from a bare search for one char is the parser, on 65,536 chars of plain content? */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class Content {
  private static final VectorSpecies<Short> SPECIES = ShortVector.SPECIES_PREFERRED;

  private final Sinks.Counting sink = new Sinks.Counting();
  private final StreamParser parser = Calls.parser(sink);
  private char[] slab = {};

  @Setup
  public void prepare() {
    String text = Texts.of("plain", Texts.BODY, 0);
    slab = Calls.slab(text);
    CollectingSink collected = new CollectingSink();
    Calls.parser(collected).feed(slab, 0, Texts.BODY);
    Calls.require(collected.content().equals(text), "the content differs");
    Calls.require(scan() == Texts.BODY, "the bare scan stops");
  }

  @Benchmark
  public long parse() {
    parser.feed(slab, 0, Texts.BODY);
    return sink.seen();
  }

  @Benchmark
  public int bareScan() {
    return scan();
  }

  /** The first less-than sign, or the length. */
  private int scan() {
    char[] a = slab;
    for (int i = 0; i < Texts.BODY; i += SPECIES.length()) {
      long hits = ShortVector.fromCharArray(SPECIES, a, i).eq((short) '<').toLong();
      if (hits != 0) {
        return i + Long.numberOfTrailingZeros(hits);
      }
    }
    return Texts.BODY;
  }
}
