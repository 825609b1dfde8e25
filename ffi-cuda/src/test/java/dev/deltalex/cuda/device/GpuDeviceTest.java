package dev.deltalex.cuda.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.cuda.gpu.Gpu;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract on the machine's GPU, and the cost of launches there. */
@Tag("gpu")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GpuDeviceTest extends DeviceContract {
  private static final int LAUNCHES = Gpu.count(20_000, 200);
  private static final int ROUNDS = Gpu.count(20_000, 200);
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @Override
  DriverProbe.Ready driver() {
    return Gpu.require("the device API on a GPU");
  }

  /** See {@link DeviceLatency#launches}. */
  @Test
  void launchToSight() throws Exception {
    DriverProbe.Ready ready = driver();
    DeviceLatency.Launches seen =
        DeviceCheck.run(
            ready, LIMIT, context -> DeviceLatency.launches(context, LAUNCHES, Deadline.USUAL));
    Gpu.result("launch-to-sight", ready)
        .number("launches", LAUNCHES)
        .number("launchP50Nanos", seen.launches()[LAUNCHES / 2])
        .number("launchP99Nanos", seen.launches()[LAUNCHES * 99 / 100])
        .number("graphP50Nanos", seen.replays()[LAUNCHES / 2])
        .number("graphP99Nanos", seen.replays()[LAUNCHES * 99 / 100])
        .store();
  }

  /** See {@link DeviceLatency#roundTrips}. */
  @Test
  void roundTrip() throws Exception {
    DriverProbe.Ready ready = driver();
    long[] trips =
        DeviceCheck.run(
            ready, LIMIT, context -> DeviceLatency.roundTrips(context, ROUNDS, Deadline.USUAL));
    Gpu.result("round-trip", ready)
        .text("program", "Java")
        .number("rounds", ROUNDS)
        .number("minNanos", trips[0])
        .number("p50Nanos", trips[ROUNDS / 2])
        .number("p99Nanos", trips[ROUNDS * 99 / 100])
        .number("halfP50Nanos", trips[ROUNDS / 2] / 2)
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
}
