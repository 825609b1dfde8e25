package dev.deltalex.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.Policies;
import dev.deltalex.testkit.Cases;
import dev.deltalex.testkit.Expected;
import dev.deltalex.testkit.LawCase;
import org.junit.jupiter.api.Test;

/** The generated texts contain enough of what is hard. */
class GeneratorsTest {
  private static final int CASES = 4_000;

  @Test
  void hardCasesAreFrequentInTags() {
    hardCasesAreFrequent("qwen3_coder");
  }

  @Test
  void hardCasesAreFrequentInJson() {
    hardCasesAreFrequent("hermes");
  }

  private static void hardCasesAreFrequent(String format) {
    int made = 0;
    int severalCalls = 0;
    int markersInValues = 0;
    for (long seed = 0; seed < CASES; seed++) {
      Expected expected = Cases.next(format, Cases.Source.GENERATED, seed).expected();
      if (expected != null) {
        made++;
        severalCalls += expected.callCount() > 1 ? 1 : 0;
        markersInValues += expected.markerInValue() ? 1 : 0;
      }
    }
    assertTrue(made > CASES / 4, made + " cases whose meaning is known");
    assertTrue(severalCalls * 5 > made, severalCalls + " of " + made + " have several calls");
    assertTrue(markersInValues * 5 > made, markersInValues + " of " + made + " hold markers");
  }

  @Test
  void settingsVary() {
    int policies = 0;
    int limits = 0;
    int withoutTools = 0;
    for (long seed = 0; seed < CASES; seed++) {
      LawCase law = Cases.next("qwen3_coder", Cases.Source.RANDOM, seed);
      policies += law.policies().equals(Policies.DEFAULT) ? 0 : 1;
      limits += law.limits().heldChars() <= 100 ? 1 : 0;
      withoutTools += law.tools().size() == 0 ? 1 : 0;
    }
    assertTrue(policies > CASES / 3, policies + " cases with other policies");
    assertTrue(limits > CASES / 5, limits + " cases with small windows");
    assertTrue(withoutTools > CASES / 100, withoutTools + " cases without tools");
  }
}
