package dev.deltalex.cuda.device;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.gpu.Gpu;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on the machine's GPU, and the cost of launches there. */
@Tag("gpu")
class GpuDeviceTest extends DeviceContract {
  private static final int LAUNCHES = 20_000;

  @Override
  DriverProbe.Ready driver() {
    return Gpu.require("the device API on a GPU");
  }

  /**
   * Measures the time from a launch, or a graph replay, until Java reads what the kernel published.
   */
  @Test
  void launchToSight() {
    DriverProbe.Ready ready = driver();
    try (DeviceContext context = open()) {
      PinnedBuffer board = context.pinned(64);
      DeviceBuffer counter = context.allocate(8);
      counter.fill((byte) 0);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_publish")
              .plan(1, 32, counter.devicePointer(), board.devicePointer(), 1);
      stream.beginCapture();
      stream.launch(plan);
      DeviceGraph graph = stream.endCapture();
      long[] launches = new long[LAUNCHES];
      long[] replays = new long[LAUNCHES];
      for (int i = 0; i < LAUNCHES; i++) {
        long start = System.nanoTime();
        stream.launch(plan);
        launches[i] = await(board, 2L * i + 1) - start;
        start = System.nanoTime();
        graph.launch(stream);
        replays[i] = await(board, 2L * i + 2) - start;
      }
      stream.synchronize();
      assertEquals(2L * LAUNCHES, board.segment().get(JAVA_LONG, 0));
      Arrays.sort(launches);
      Arrays.sort(replays);
      Gpu.result("launch-to-sight", ready)
          .number("launches", LAUNCHES)
          .number("launchP50Nanos", launches[LAUNCHES / 2])
          .number("launchP99Nanos", launches[LAUNCHES * 99 / 100])
          .number("graphP50Nanos", replays[LAUNCHES / 2])
          .number("graphP99Nanos", replays[LAUNCHES * 99 / 100])
          .store();
    }
  }

  /**
   * Measures the round trip of a word to a running kernel and back; {@code ping_pong.c} does the
   * same without a JVM.
   */
  @Test
  void roundTrip() {
    DriverProbe.Ready ready = driver();
    int rounds = 20_000;
    long[] trips = new long[rounds];
    try (DeviceContext context = open()) {
      PinnedBuffer board = context.pinned(256);
      DeviceStream stream = context.stream();
      stream.launch(
          context
              .module(TestKernels.ptx())
              .function("test_ping_pong")
              .plan(1, 1, board.devicePointer(), 2L * rounds));
      for (int round = 1; round <= 2 * rounds; round++) {
        long start = System.nanoTime();
        release(board.segment(), 0, round);
        while (acquire(board.segment(), 1) != round) {
          Thread.onSpinWait();
        }
        trips[(round - 1) % rounds] =
            System.nanoTime() - start; // the results of the second half are kept
      }
      stream.synchronize();
    }
    Arrays.sort(trips);
    Gpu.result("round-trip", ready)
        .text("program", "Java")
        .number("rounds", rounds)
        .number("minNanos", trips[0])
        .number("p50Nanos", trips[rounds / 2])
        .number("p99Nanos", trips[rounds * 99 / 100])
        .number("halfP50Nanos", trips[rounds / 2] / 2)
        .store();
  }

  /**
   * A kernel stores to an invalid address: records what is lost, and whether a new context works.
   */
  @Test
  void loss() throws Exception {
    DriverProbe.Ready ready = driver();
    List<String> lines = LossProcess.run("", Map.of());
    assertTrue(lines.getFirst().startsWith("lost=true "), lines.toString());
    assertEquals(List.of("pinned=0", "closed"), lines.subList(1, 3));
    Gpu.result("loss", ready)
        .text("error", lines.getFirst())
        .text("afterwards", lines.get(3))
        .store();
  }

  private static long await(PinnedBuffer board, long step) {
    while (acquire(board.segment(), 0) != step) {
      Thread.onSpinWait();
    }
    return System.nanoTime();
  }
}
