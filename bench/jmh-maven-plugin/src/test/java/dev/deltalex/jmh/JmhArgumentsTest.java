package dev.deltalex.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JmhArgumentsTest {
  private static final List<String> DEFAULTS = List.of("-f", "1", "-wi", "2", "-prof", "gc");

  @Test
  void splitsAtBlanksAndKeepsQuotedOnes() {
    assertEquals(
        List.of("-p", "text=a b", "A.*", "", "x"),
        JmhArguments.split("  -p \"text=a b\"\tA.* '' x"));
    assertEquals(List.of(), JmhArguments.split(null));
    assertEquals(List.of(), JmhArguments.split("  "));
  }

  @Test
  void defaultsStandInFrontOfWhatIsGiven() {
    assertEquals(
        List.of("-f", "1", "-wi", "2", "-prof", "gc", "Argument.*"),
        JmhArguments.complete(List.of("Argument.*"), DEFAULTS));
  }

  @Test
  void givenOptionsReplaceTheirDefaultInEverySpelling() {
    for (List<String> given :
        List.of(List.of("-f", "3"), List.of("-f=3"), List.of("-f3"), List.of("--f", "3"))) {
      List<String> all = JmhArguments.complete(given, DEFAULTS);
      assertEquals(List.of("-wi", "2", "-prof", "gc"), all.subList(0, 4), given.toString());
      assertEquals(given, all.subList(4, all.size()), given.toString());
    }
  }

  @Test
  void anOptionIsNotMistakenForALongerOne() {
    assertEquals(
        List.of("-f", "1", "-prof", "gc", "-wi", "5", "-foe", "true"),
        JmhArguments.complete(List.of("-wi", "5", "-foe", "true"), DEFAULTS));
  }

  @Test
  void listingsAndHelpMeasureNothing() {
    assertFalse(JmhArguments.measures(List.of("-f", "1", "-l")));
    assertFalse(JmhArguments.measures(List.of("-h")));
    assertTrue(JmhArguments.measures(List.of("-f", "1", "WholeCall")));
  }
}
