package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.device.DeviceContext;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.cuda.gpu.Gpu;
import dev.deltalex.nativetools.JavaProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on a GPU, and the comparison of its tokens with the host's. */
@Tag("gpu")
final class GpuLoopTest extends LoopContract {
  private static final int SHARDS = 4;
  private static final int ROUNDS = 500;

  static List<LoopKind> kinds() {
    List<LoopKind> kinds = List.of(LoopKind.DEVICE, LoopKind.DEVICE_GRAPH);
    return kinds.subList(Gpu.count(0, 1), 2);
  }

  @Test
  void aMillionTokensAreTheHosts() {
    compare(LoopKind.DEVICE, 1, 64);
  }

  /** The host's half is stored, so that this takes as long as the device does. */
  @Test
  @Tag("long")
  void aHundredMillionTokensAreTheHosts() {
    compare(LoopKind.DEVICE_GRAPH, 2, 512);
  }

  /** Compares with a stored result; in a dry run with the first one. */
  private static void compare(LoopKind kind, int stored, int slots) {
    ready();
    int streams = TokenHash.STORED[Gpu.count(stored, 0)];
    int busy = Gpu.count(slots, 64);
    long start = System.nanoTime();
    TokenHash hash = TokenHashTest.compare(kind, streams, busy);
    Gpu.result("token-hash", ready())
        .text("loop", kind.name())
        .text("fences", fences())
        .number("slots", busy)
        .number("tokens", hash.tokens())
        .text("hash", Long.toHexString(hash.hash()))
        .number("millis", (System.nanoTime() - start) / 1_000_000)
        .store();
  }

  /** See {@link DeviceSide#fewFences}. */
  private static String fences() {
    return DeviceSide.fewFences() ? "few" : "all";
  }

  private static DriverProbe.Ready ready() {
    return Gpu.require("generation loop on a GPU");
  }

  /** The driver accepts the PTX in the jar, whose instruction set is of 2018. */
  @Test
  void theDriverTakesThePtx() {
    DriverProbe.Ready ready = ready();
    String ptx = KernelText.ptx();
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      long start = System.nanoTime();
      context.module(ptx).function(KernelText.FUNCTION);
      long micros = (System.nanoTime() - start) / 1_000;
      Gpu.result("ptx-load", ready)
          .text("ptx", ptx.lines().filter(line -> line.startsWith(".version")).findFirst().get())
          .text("target", ptx.lines().filter(line -> line.startsWith(".target")).findFirst().get())
          .number("loadMicros", micros)
          .store();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void cancelsAreHonouredWithinOneStep(LoopKind kind) {
    try (GenerationLoop loop = kind.open(LoopOptions.DEFAULT.withRing(64, 256, 16))) {
      Traffic traffic = new Traffic(loop, 100_000);
      int[] ends = cancelledWithin(traffic, Gpu.count(5_000, 50));
      traffic.cuts = true;
      Gpu.result("cancel", ready())
          .text("loop", kind.name())
          .number("inTheStepUnderWay", ends[0])
          .number("inTheNextStep", ends[1])
          .number("later", 0)
          .store();
    }
  }

  /** See {@link SinkLatency} for what is measured. */
  @ParameterizedTest
  @MethodSource("kinds")
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void publishToSink(LoopKind kind) {
    int rounds = Gpu.count(ROUNDS, 20);
    for (int slots : new int[] {1, 32, 256, 4096}) {
      if (slots > Gpu.count(slots, 32)) {
        break;
      }
      try (GenerationLoop loop = kind.open(LoopOptions.DEFAULT.withRing(slots, 256, 16))) {
        long[] trips = SinkLatency.measure(loop, slots, SHARDS, rounds, Deadline.USUAL);
        Gpu.result("publish-to-sink", ready())
            .text("loop", kind.name())
            .text("fences", fences())
            .number("slots", slots)
            .number("shards", Math.min(slots, SHARDS))
            .number("rounds", rounds)
            .number("halfRoundTripP50Nanos", trips[rounds / 2] / 2)
            .number("halfRoundTripP99Nanos", trips[rounds * 99 / 100] / 2)
            .store();
      }
    }
  }

  /**
   * An error makes a working loop lose its context: every stream ends, and all resources are
   * closed.
   */
  @Test
  void lossOfALoop() throws Exception {
    DriverProbe.Ready ready = ready();
    List<String> lines =
        JavaProcess.run(LoopLossProcess.class, Map.of(), "").stream()
            .filter(line -> line.matches("(micros|without|health|closed).*"))
            .toList();
    assertEquals("without an END: 0, strays: 0", lines.get(1));
    assertTrue(lines.get(2).startsWith("health=Lost"), lines.get(2));
    assertEquals("closed", lines.get(3));
    Gpu.result("loop-loss", ready)
        .number("microsToTheLastEnd", Long.parseLong(lines.getFirst().substring(7)))
        .text("health", lines.get(2))
        .store();
  }
}
