package dev.deltalex.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("qwen3_coder", "hermes", "think_only");

  @Test
  void distanceCountsInsertionsDeletionsAndSubstitutions() {
    assertEquals(0, Nearest.distance("same", "same"));
    assertEquals(3, Nearest.distance("", "abc"));
    assertEquals(3, Nearest.distance("abc", ""));
    assertEquals(1, Nearest.distance("ab", "acb"));
    assertEquals(3, Nearest.distance("kitten", "sitting"));
  }

  @Test
  void aSlipFindsItsWord() {
    assertEquals("hermes", Nearest.of("Hermse", KNOWN));
    assertEquals("qwen3_coder", Nearest.of("qwen3-coder", KNOWN));
  }

  @Test
  void aBeginningFindsItsWord() {
    assertEquals("think_only", Nearest.of("thi", KNOWN));
  }

  @Test
  void somethingElseFindsNothing() {
    assertNull(Nearest.of("xyz", KNOWN));
    assertEquals("", Nearest.hint("xyz", KNOWN));
  }
}
