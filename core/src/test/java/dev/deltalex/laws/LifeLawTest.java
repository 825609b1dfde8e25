package dev.deltalex.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.testkit.LifeRun;
import dev.deltalex.testkit.LifeScript;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * L12: any sequence of calls over the parsers of a pool gives each stream the log that a parser
 * alone gives it.
 */
class LifeLawTest {
  /** A script takes a fraction of a millisecond: a try is several. */
  private static final int SCRIPTS_PER_TRY = 10;

  private static final int SCRIPTS = 2_000;

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void eachStreamSaysWhatAParserAloneSays(@ForAll long seed) {
    for (int i = 0; i < SCRIPTS_PER_TRY; i++) {
      LifeRun.assertHolds(LifeScript.of(seed + i));
    }
  }

  @Test
  void scriptsDoWhatTheyAreThereFor() {
    int fed = 0;
    int moved = 0;
    int threw = 0;
    int cancelled = 0;
    int refused = 0;
    for (long seed = 0; seed < SCRIPTS; seed++) {
      LifeRun.Counts counts = LifeRun.counts(LifeScript.of(seed));
      fed += counts.fed;
      moved += counts.moved;
      threw += counts.threw;
      cancelled += counts.cancelledInCallback;
      refused += counts.refused;
    }
    assertTrue(fed > 5 * SCRIPTS, fed + " deltas");
    assertTrue(moved > SCRIPTS / 2, moved + " streams moved");
    assertTrue(threw > SCRIPTS / 20, threw + " sinks threw");
    assertTrue(cancelled > SCRIPTS / 50, cancelled + " streams were cancelled in a callback");
    assertTrue(refused > 2 * SCRIPTS, refused + " calls were refused");
  }

  @Test
  void scriptsAreReadAsTheyAreTyped() {
    for (long seed = 0; seed < SCRIPTS; seed++) {
      LifeScript script = LifeScript.of(seed);
      byte[] typed = script.typed().getBytes(StandardCharsets.UTF_8);
      LifeScript read = LifeScript.read(typed);
      assertEquals(script.steps(), read.steps());
    }
  }
}
