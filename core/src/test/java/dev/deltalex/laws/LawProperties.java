package dev.deltalex.laws;

import dev.deltalex.format.Formats;
import dev.deltalex.format.WireFormat;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.Cuts;
import dev.deltalex.testkit.Law;
import dev.deltalex.testkit.LawCase;
import dev.deltalex.testkit.Laws;
import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;

/**
 * Each law over each source of texts, for the formats that a subclass names. A case is made from
 * its seed alone; the kit itself makes a failing one small.
 */
@PropertyDefaults(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
abstract class LawProperties {
  private final WireFormat[] formats;

  LawProperties(String... formats) {
    this(Arrays.stream(formats).map(Formats::byName).toArray(WireFormat[]::new));
  }

  LawProperties(WireFormat... formats) {
    this.formats = formats;
  }

  private void hold(Law law, Cases.Source source, long seed) {
    WireFormat format = formats[(int) Math.floorMod(seed, (long) formats.length)];
    LawCase made = Cases.next(format, source, seed);
    Laws.assertLaw(law, made, Cuts.any(seed));
  }

  @Property
  void eventsDoNotDependOnCutting(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.CHUNKING, source, seed);
  }

  @Property
  void eventsComeInOrder(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.ORDER, source, seed);
  }

  @Property
  void nothingButMarkupVanishes(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.LOSSLESS, source, seed);
  }

  @Property
  void argumentsAreStrictJson(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.ARGUMENTS, source, seed);
  }

  @Property
  void argumentsCanBeClosedAtAnyMoment(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.CLOSABLE, source, seed);
  }

  @Property
  void noMoreIsHeldThanMustBe(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.HOLD, source, seed);
  }

  @Property
  void nothingIsThrown(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.TOTAL, source, seed);
  }

  @Property
  void resetParserIsLikeNew(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.RESET, source, seed);
  }

  @Property
  void surrogatePairsStayWhole(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.SURROGATES, source, seed);
  }

  @Property
  void streamMayMove(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.SNAPSHOT, source, seed);
  }

  @Property
  void referenceIsOfTheSameOpinion(@ForAll Cases.Source source, @ForAll long seed) {
    hold(Law.OPINION, source, seed);
  }

  @Property
  void generatedTextIsReadAsItWasMeant(@ForAll long seed) {
    hold(Law.MADE, Cases.Source.GENERATED, seed);
  }
}
