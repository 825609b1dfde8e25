package dev.deltalex.cuda.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.cuda.gpu.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The measurements for a GPU on the emulated driver: they end with a clear error if a kernel never
 * writes, fails, or hangs.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeviceLatencyTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Deadline.USUAL;

  private EmulatedDriver emulated;

  @BeforeEach
  void reset() {
    emulated = EmulatedDriver.fresh();
  }

  /** Whatever a check left open is closed when its kernel ends. */
  @AfterEach
  void everythingCloses() throws InterruptedException {
    if (emulated == null) {
      return; // skipped: no compiler
    }
    emulated.hold(false);
    Deadline closed = Deadline.of("the check's thread to close its context");
    while (emulated.retained() > 0) {
      closed.check();
      Thread.sleep(1);
    }
    assertEquals(0, emulated.live());
    assertEquals(0, emulated.hazards());
  }

  private AssertionError fails(Duration limit, DeviceCheck.Body<?> body) {
    long start = System.nanoTime();
    AssertionError failure =
        assertThrows(
            AssertionError.class, () -> DeviceCheck.run(emulated.ready(), LONG, body::run));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < limit.toMillis() + 5_000, () -> "took " + millis + " ms: " + failure);
    return failure;
  }

  @Test
  void bothMeasure() throws Exception {
    DeviceLatency.Launches launches =
        DeviceCheck.run(
            emulated.ready(), LONG, context -> DeviceLatency.launches(context, 50, LONG));
    assertEquals(50, launches.replays().length);
    assertTrue(launches.launches()[0] > 0 && launches.replays()[0] > 0);
    long[] trips =
        DeviceCheck.run(
            emulated.ready(), LONG, context -> DeviceLatency.roundTrips(context, 50, LONG));
    assertTrue(trips[0] > 0 && trips[0] <= trips[49]);
  }

  @Test
  void aKernelThatNeverWritesIsAnErrorAtTheDeadline() throws Exception {
    emulated.hold(true);
    AssertionError launch = fails(SHORT, context -> DeviceLatency.launches(context, 50, SHORT));
    assertTrue(
        launch.getMessage().matches(".*waited \\d+ ms in vain for launch 1 of test_publish.*"),
        launch::getMessage);
    everythingCloses();
    emulated.hold(true);
    AssertionError trip = fails(SHORT, context -> DeviceLatency.roundTrips(context, 50, SHORT));
    assertTrue(
        trip.getMessage().contains("in vain for the answer of test_ping_pong to round 1"),
        trip::getMessage);
  }

  /** Long before the deadline. */
  @Test
  void aKernelThatFailsIsTheDriversError() {
    for (DeviceCheck.Body<?> body :
        new DeviceCheck.Body<?>[] {
          context -> DeviceLatency.launches(context, 50, LONG),
          context -> DeviceLatency.roundTrips(context, 50, LONG)
        }) {
      emulated = EmulatedDriver.fresh();
      emulated.failAfter(0, CudaConstants.CUDA_ERROR_ILLEGAL_ADDRESS, false);
      AssertionError failure = fails(SHORT, body);
      assertTrue(
          failure.getMessage().contains("CUDA_ERROR_ILLEGAL_ADDRESS (700)"), failure::getMessage);
    }
  }

  @Test
  void aKernelThatEndsWithoutWritingIsAnError() {
    AssertionError failure =
        fails(
            SHORT,
            context -> {
              PinnedBuffer board = context.pinned(16);
              DeviceStream stream = context.stream();
              stream.launch(
                  context
                      .module(TestKernels.ptx())
                      .function("test_ping_pong")
                      .plan(1, 1, board.devicePointer(), 0));
              DeviceCheck.await(stream, board.segment(), 1, 1, Deadline.of("a word"));
              return null;
            });
    assertTrue(
        failure.getMessage().contains("the kernel has ended, but word 1 is 0 and not 1"),
        failure::getMessage);
  }

  /** Where a check waits inside of the driver, which no loop of the check can limit. */
  @Test
  void aCheckThatHangsInTheDriverIsAnErrorAtTheDeadline() {
    emulated.hold(true);
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                DeviceCheck.run(
                    emulated.ready(),
                    SHORT,
                    context -> {
                      PinnedBuffer gate = context.pinned(16);
                      DeviceContract.release(gate.segment(), 0, 1);
                      DeviceStream stream = context.stream();
                      stream.launch(
                          context
                              .module(TestKernels.ptx())
                              .function("test_gate")
                              .plan(1, 1, gate.devicePointer()));
                      stream.synchronize();
                      return null;
                    }));
    assertTrue(failure.getMessage().contains("synchronize"), failure::getMessage);
  }
}
