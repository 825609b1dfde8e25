package dev.deltalex.cuda.device;

import dev.deltalex.cuda.gpu.Deadline;
import java.time.Duration;
import java.util.Arrays;

/** Measures how soon Java sees what a kernel writes to mapped memory. Times are nanoseconds. */
final class DeviceLatency {
  /** Ends {@code test_ping_pong} instead of a round. */
  private static final long END = -1;

  private DeviceLatency() {}

  /** Latencies in ascending order. */
  record Launches(long[] launches, long[] replays) {}

  /**
   * From a launch, and from a graph replay, until Java reads what the kernel published.
   *
   * @param count number of launches, and of replays
   * @param limit for one of them
   */
  static Launches launches(DeviceContext context, int count, Duration limit) {
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
    Launches result = new Launches(new long[count], new long[count]);
    long[] step = new long[1];
    Deadline deadline =
        Deadline.of(limit, () -> "launch " + step[0] + " of test_publish to write its number");
    for (int i = 0; i < count; i++) {
      step[0]++;
      deadline.restart();
      long start = System.nanoTime();
      stream.launch(plan);
      DeviceCheck.await(stream, board.segment(), 0, step[0], deadline);
      result.launches[i] = System.nanoTime() - start;
      step[0]++;
      deadline.restart();
      start = System.nanoTime();
      graph.launch(stream);
      DeviceCheck.await(stream, board.segment(), 0, step[0], deadline);
      result.replays[i] = System.nanoTime() - start;
    }
    Arrays.sort(result.launches);
    Arrays.sort(result.replays);
    return result;
  }

  /**
   * Round trips of a word to a running kernel and back; {@code ping_pong.c} does the same without a
   * JVM. As many rounds before them are not measured.
   *
   * @param limit for one of them
   * @return the round trips in ascending order
   */
  static long[] roundTrips(DeviceContext context, int rounds, Duration limit) {
    long[] trips = new long[rounds];
    PinnedBuffer board = context.pinned(256);
    DeviceStream stream = context.stream();
    stream.launch(
        context
            .module(TestKernels.ptx())
            .function("test_ping_pong")
            .plan(1, 1, board.devicePointer(), 2L * rounds));
    int[] round = new int[1];
    Deadline deadline =
        Deadline.of(limit, () -> "the answer of test_ping_pong to round " + round[0]);
    try {
      for (round[0] = 1; round[0] <= 2 * rounds; round[0]++) {
        deadline.restart();
        long start = System.nanoTime();
        DeviceContract.release(board.segment(), 0, round[0]);
        DeviceCheck.await(stream, board.segment(), 1, round[0], deadline);
        trips[(round[0] - 1) % rounds] = System.nanoTime() - start;
      }
    } catch (AssertionError late) {
      DeviceContract.release(board.segment(), 0, END); // else it waits for a round for seconds
      throw late;
    }
    Arrays.sort(trips);
    return trips;
  }
}
