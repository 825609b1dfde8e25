package dev.deltalex.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void progressIsShownEveryFewSeconds() {
    Progress progress = new Progress(0);
    assertEquals("measured 0 % in 0 s", progress.read("# Run progress: 0.00% complete, ETA 00", 0));
    assertNull(progress.read("# Run progress: 2.00% complete, ETA 00:01:00", 4 * SECOND));
    assertEquals(
        "measured 25 % in 10 s, about 30 s left",
        progress.read("# Run progress: 25.00% complete, ETA 00:01:00", 10 * SECOND));
  }

  @Test
  void onlyFailuresAreShownOfTheOtherLines() {
    Progress progress = new Progress(0);
    assertNull(progress.read("# Fork: 1 of 1", 0));
    assertNull(progress.read("Iteration   1: 1.2 s/op", 0));
    String failure = "java.lang.IllegalStateException: the floor stops";
    assertEquals(failure, progress.read(failure, 0));
    assertEquals("<failure>", progress.read("<failure>", 0));
  }
}
