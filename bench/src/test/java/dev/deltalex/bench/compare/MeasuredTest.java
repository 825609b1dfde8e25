package dev.deltalex.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeasuredTest {
  @Test
  void aRatioIsTheMedianOverLoadsOfTheMedianOverRounds() {
    Measured m = new Measured(2, 10);
    long[][][] loads = {
      {{100, 110}, {100, 120}, {100, 900}},
      {{100, 200}},
      {{200, 100}, {200, 100}},
    };
    for (long[][] rounds : loads) {
      for (long[] round : rounds) {
        m.add(round);
      }
      m.endLoad();
    }
    assertEquals(1.0, m.ratio(0));
    assertEquals(1.2, m.ratio(1));
    assertEquals(0.5, m.lowestRatio(1));
    assertEquals(2.0, m.highestRatio(1));
    assertEquals(10.0, m.median(0));
    assertEquals(12.0, m.median(1));
    assertEquals(10.0, m.best(1));
  }
}
