package dev.deltalex.cuda.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Launch, graph replay and query allocate nothing on the Java heap. */
@Tag("allocation")
class DeviceAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int CALLS = 20_000;
  private static final int QUEUED = 500;

  private DeviceStream stream;
  private LaunchPlan plan;
  private DeviceGraph graph;
  private long sink;

  private void calls() {
    for (int i = 0; i < CALLS; i++) {
      stream.launch(plan);
      graph.launch(stream);
      sink += stream.query() ? 1 : 0;
      if (i % QUEUED == 0) {
        stream.synchronize(); // limits the length of the queue
      }
    }
    stream.synchronize();
  }

  @Test
  void nothingIsAllocatedOnceWarm() {
    DriverProbe.Ready ready = EmulatedDriver.fresh().ready();
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      PinnedBuffer board = context.pinned(64);
      DeviceBuffer counter = context.allocate(8);
      counter.fill((byte) 0);
      stream = context.stream();
      plan =
          context
              .module(EmulatedDriver.ANY_PTX)
              .function("test_publish")
              .plan(1, 1, counter.devicePointer(), board.devicePointer(), 1);
      stream.beginCapture();
      stream.launch(plan);
      graph = stream.endCapture();
      int quiet = 0;
      long allocated = 0;
      for (int i = 0; i < 50 && quiet < 2; i++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        calls();
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        quiet = allocated == 0 ? quiet + 1 : 0;
      }
      assertEquals(2, quiet, allocated + " bytes in " + CALLS + " rounds; " + sink);
    }
  }
}
