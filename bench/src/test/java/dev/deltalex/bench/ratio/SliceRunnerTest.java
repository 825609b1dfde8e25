package dev.deltalex.bench.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.bench.ratio.Pair.Statistic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The slices have made-up times: what is tested is what becomes of them. */
class SliceRunnerTest {
  /** Made-up times of both sides, and what was asked for. */
  private static final class Made extends Pair {
    private final long[] ours;
    private final long[] floor;
    private final StringBuilder order = new StringBuilder();
    private int oursAt;
    private int floorAt;
    private byte[] kept = {};
    private final int bytes;

    Made(Statistic statistic, double operations, int bytes, long[] ours, long[] floor) {
      super(statistic, operations);
      this.ours = ours;
      this.floor = floor;
      this.bytes = bytes;
    }

    @Override
    public void next() {
      order.append(' ');
    }

    @Override
    public long timeOurs() {
      if (bytes > 0) {
        kept = new byte[bytes];
      }
      order.append('o');
      return ours[oursAt++ % ours.length];
    }

    @Override
    public long timeFloor() {
      order.append('f');
      return floor[floorAt++ % floor.length] + kept.length * 0L;
    }

    @Override
    protected void ours() {}

    @Override
    protected void floor() {}
  }

  @BeforeEach
  void brief() {
    System.setProperty(SliceRunner.MILLIS, "1");
  }

  @AfterEach
  void asBefore() {
    System.clearProperty(SliceRunner.MILLIS);
  }

  @Test
  void theSidesAlternate() {
    Made pair = new Made(Statistic.FASTEST, 1, 0, new long[] {20}, new long[] {10});
    SliceRunner.measure(pair);
    assertTrue(pair.order.toString().startsWith(" of fo of fo"), pair.order.substring(0, 12));
  }

  @Test
  void costsAreThoseOfOneOperation() {
    Made pair = new Made(Statistic.FASTEST, 10, 0, new long[] {200}, new long[] {100});
    SliceRunner.Result result = SliceRunner.measure(pair);
    assertEquals(20, result.figures().ours());
    assertEquals(10, result.figures().floor());
    assertEquals(2, result.figures().ratio());
    assertEquals(2, result.figures().other());
    assertEquals(1, result.runs());
    assertEquals(0, result.bytes());
  }

  @Test
  void anOperationMoreOrLessInTheFloorMovesTheRatio() {
    long[] ours = {200};
    double as = ratio(ours, new long[] {100});
    assertTrue(ratio(ours, new long[] {110}) < as);
    assertTrue(ratio(ours, new long[] {90}) > as);
  }

  private static double ratio(long[] ours, long[] floor) {
    return SliceRunner.measure(new Made(Statistic.FASTEST, 10, 0, ours, floor)).figures().ratio();
  }

  @Test
  void whereTheStatisticsDisagreeTheRowRunsAgain() {
    // In most pairs one side was disturbed; the fastest slices of both were not.
    long[] ours = {100, 300, 300, 300, 300};
    Made pair = new Made(Statistic.FASTEST, 1, 0, ours, new long[] {100});
    SliceRunner.Result result = SliceRunner.measure(pair);
    assertEquals(3, result.runs());
    assertTrue(result.figures().isBusy());
    assertEquals(1, result.figures().ratio());
    assertEquals(3, result.figures().other());
  }

  @Test
  void workThatStreamsIsComparedByAdjacentSlices() {
    long[] both = {100, 200, 400};
    Slices slices = new Slices(64);
    for (int i = 0; i < 60; i++) {
      slices.add(both[i % 3] * 3 / 2, both[i % 3]);
    }
    Figures figures = slices.figures(Statistic.ADJACENT, 1);
    assertEquals(1.5, figures.ratio());
    assertFalse(figures.isBusy());
  }

  @Test
  void tailsAreMultiplesOfTheMedian() {
    Slices slices = new Slices(1000);
    for (int i = 0; i < 1000; i++) {
      boolean rare = i % 50 == 0;
      slices.add(rare ? 300 : 100, rare ? 150 : 75);
    }
    Figures figures = slices.figures(Statistic.TAIL, 1);
    assertEquals(3, figures.ours());
    assertEquals(2, figures.floor());
    assertEquals(1.5, figures.ratio());
    assertEquals(1.5, figures.other(), "both halves are alike");
    assertEquals(3, figures.farTail());
  }

  @Test
  void allocatedBytesAreCounted() {
    Made pair = new Made(Statistic.FASTEST, 2, 984, new long[] {20}, new long[] {10});
    assertEquals(500, SliceRunner.measure(pair).bytes(), 8, "1,000 bytes for two operations");
  }

  @Test
  void bytesOfTheFloorAreCountedUnlessItMayAllocate() {
    assertEquals(1016, floorBytes(false), 8);
    assertEquals(0, floorBytes(true));
  }

  private static double floorBytes(boolean mayAllocate) {
    Pair pair =
        new Pair(Statistic.FASTEST, 1) {
          private byte[] kept = {};

          @Override
          public boolean floorAllocates() {
            return mayAllocate;
          }

          @Override
          protected void ours() {
            keep(kept.length);
          }

          @Override
          protected void floor() {
            kept = new byte[1000];
          }
        };
    SliceRunner.Result result = SliceRunner.measure(pair);
    assertEquals(0, result.bytes(), 1);
    return result.floorBytes();
  }

  @Test
  void hotspotsListSaysWhetherTheJitHasWork() {
    String empty = "Current compiles: \n\nC1 compile queue:\nEmpty\n\nC2 compile queue:\nEmpty\n";
    assertTrue(CompileQueue.isEmpty(empty));
    assertFalse(
        CompileQueue.isEmpty(empty.replaceFirst("Empty", "1826       2       a.B::c (67 bytes)")));
    assertFalse(
        CompileQueue.isEmpty(
            empty.replaceFirst("\n\n", "\nC2 CompilerThread0  1769       4       a.B::c\n\n")));
  }
}
