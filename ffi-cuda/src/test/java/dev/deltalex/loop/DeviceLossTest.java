package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Device failures at any time, on the emulated driver. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DeviceLossTest {
  private static final int ILLEGAL_ADDRESS = 700;
  private static final int INVALID_PTX = 218;
  private static final int OUT_OF_MEMORY = 2;
  private static final int SLOTS = 16;
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.CUDA).withRing(SLOTS, 256, 16);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 40})
  void everyStreamEndsWithAnError(int launches) {
    for (boolean graph : new boolean[] {false, true}) {
      EmulatedDriver driver = EmulatedDriver.fresh();
      driver.failAfter(launches, ILLEGAL_ADDRESS, false);
      driver.hold(true);
      Traffic traffic;
      try (GenerationLoop loop =
          GenerationLoops.cuda(OPTIONS.withGraph(graph), NgramModel.shared(), driver.ready())) {
        traffic = new Traffic(loop, 100_000);
        traffic.losses = true;
        admitAll(traffic);
        driver.hold(false);
        while (traffic.reader.producerState() != RingLayout.PRODUCER_FAILED) {
          traffic.poll();
          if (loop.health() instanceof LoopHealth.Running) {
            admitAll(traffic);
          }
        }
        // The state is written last: after it is read, the END of every stream that was served is
        // in the ring.
        traffic.poll();
        for (int slot = 0; slot < SLOTS; slot++) {
          assertTrue(traffic.isFree(slot) || !isServed(loop, traffic, slot), "no END: " + slot);
        }
        int errors = traffic.ends.get(EndReason.ERROR);
        assertTrue(launches == 0 ? errors >= SLOTS : errors > 0, () -> "" + traffic.ends);
        LoopHealth.Lost lost = assertInstanceOf(LoopHealth.Lost.class, loop.health());
        assertTrue(lost.reason().contains("700"), lost::reason);
        assertEquals(ILLEGAL_ADDRESS, traffic.reader.producerError());
      }
      assertEquals(0, traffic.reader.strays());
      assertEquals(0, driver.retained());
    }
  }

  private static void admitAll(Traffic traffic) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (traffic.isFree(slot)) {
        traffic.admit(slot);
      }
    }
  }

  /** Whether the loop has begun to serve the slot's stream. */
  private static boolean isServed(GenerationLoop loop, Traffic traffic, int slot) {
    long at = traffic.reader.layout().slotOffset(slot) + RingLayout.EPOCH_ECHO_OFFSET;
    return loop.ring().get(ValueLayout.JAVA_INT, at) == traffic.reader.epoch(slot);
  }

  @Test
  void anotherLoopOpensAfterALoss() {
    EmulatedDriver driver = EmulatedDriver.fresh();
    driver.failAfter(3, ILLEGAL_ADDRESS, false);
    try (GenerationLoop loop = GenerationLoops.cuda(OPTIONS, NgramModel.shared(), driver.ready())) {
      Traffic traffic = new Traffic(loop, 100_000);
      traffic.losses = true;
      traffic.admit(0);
      traffic.drain();
    }
    try (GenerationLoop loop = LoopKind.EMULATED.open(OPTIONS)) {
      new Traffic(loop, 100).run(50);
    }
  }

  /** An idle loop detects the loss of its device, so that no later stream fails because of it. */
  @Test
  void aLossWhileIdleIsNoticed() throws InterruptedException {
    EmulatedDriver driver = EmulatedDriver.fresh();
    NgramModel model = NgramModel.shared();
    try (GenerationLoop loop = GenerationLoops.cuda(OPTIONS, model, driver.ready())) {
      RingReader reader = new RingReader(loop.ring());
      LoopLossProcess.fault(driver.ready());
      while (reader.producerState() != RingLayout.PRODUCER_FAILED) {
        Thread.sleep(1);
      }
      assertEquals(ILLEGAL_ADDRESS, reader.producerError());
      assertInstanceOf(LoopHealth.Lost.class, loop.health());
      // The lost context is released before the loop is closed, since the next loop would get the
      // same one.
      while (driver.retained() > 0) {
        Thread.sleep(1);
      }
      try (GenerationLoop next = GenerationLoops.cuda(OPTIONS, model, driver.ready())) {
        new Traffic(next, 50).run(20);
      }
    }
  }

  @Test
  void aDeviceThatRefusesToStartIsAReason() {
    for (String call :
        new String[] {
          "cuDevicePrimaryCtxRetain",
          "cuMemAlloc_v2",
          "cuModuleLoadDataEx",
          "cuModuleGetFunction",
          "cuStreamCreate"
        }) {
      EmulatedDriver driver = EmulatedDriver.fresh();
      DriverProbe probe = driver.ready();
      driver.failNext(call, INVALID_PTX);
      IllegalStateException refusal =
          assertThrows(
              IllegalStateException.class,
              () -> GenerationLoops.cuda(OPTIONS, NgramModel.shared(), probe).close());
      assertTrue(String.valueOf(refusal.getMessage()).contains(call), refusal::toString);
      assertEquals(0, driver.live(), call);
      assertEquals(0, driver.retained(), call);
      driver.failNext(call, INVALID_PTX);
      try (GenerationLoop host = GenerationLoops.auto(OPTIONS, NgramModel.shared(), probe)) {
        assertTrue(host.description().startsWith("host: "), host::description);
        assertTrue(host.description().contains(call), host::description);
      }
    }
  }

  /**
   * Whichever driver call fails while a loop is opened, the resources created before it are
   * released. If it is one that registers the ring, the ring is allocated by the driver instead.
   */
  @Test
  void everyCallOfTheStartMayFail() throws InterruptedException {
    EmulatedDriver driver = EmulatedDriver.fresh();
    NgramModel model = NgramModel.shared();
    DriverProbe probe = driver.ready();
    int leaks = 0;
    int moves = 0;
    for (int calls = 0; ; calls++) {
      awaitReleased(driver);
      long allocated = driver.calls("cuMemHostAlloc");
      driver.failCall(calls, OUT_OF_MEMORY);
      try (GenerationLoop loop = GenerationLoops.cuda(OPTIONS.withGraph(true), model, probe)) {
        assertTrue(loop.description().contains("graph replay"), loop::description);
        if (driver.calls("cuMemHostAlloc") > allocated) {
          moves++;
          continue;
        }
        // This start did not fail, so the earlier ones have failed at each of its calls.
        driver.failCall(Long.MAX_VALUE >> 1, OUT_OF_MEMORY);
        assertTrue(calls >= 20, "calls of a start: " + calls);
        break;
      } catch (IllegalStateException refused) {
        assertTrue(
            String.valueOf(refused.getMessage()).contains("OUT_OF_MEMORY"), refused::toString);
        assertEquals(0, driver.live(), refused::toString);
        assertEquals(0, driver.retained(), refused::toString);
        // The driver frees with the context what could not be released.
        leaks += String.valueOf(refused.getMessage()).contains("cuGraphDestroy") ? 1 : 0;
        assertEquals(leaks, driver.leaks(), refused::toString);
      }
    }
    assertEquals(0, driver.retained());
    assertEquals(2, moves, "calls that register the ring");
  }

  /** Waits until the collector has freed the memory of rings that could not be registered. */
  private static void awaitReleased(EmulatedDriver driver) throws InterruptedException {
    Deadline released = Deadline.of("the memory of a ring to be freed");
    while (driver.retained() > 0) {
      released.check();
      System.gc();
      Thread.sleep(10);
    }
  }

  @Test
  void aLoopReleasesWhatItHeld() {
    EmulatedDriver driver = EmulatedDriver.fresh();
    for (boolean graph : new boolean[] {false, true}) {
      try (GenerationLoop loop =
          GenerationLoops.cuda(OPTIONS.withGraph(graph), NgramModel.shared(), driver.ready())) {
        assertTrue(loop.description().startsWith("CUDA: "), loop::description);
        assertFalse(loop.sharesClock());
        assertTrue(
            loop.description().contains(graph ? "graph replay" : "a launch per step"),
            loop::description);
        new Traffic(loop, 50).run(40);
        assertTrue(driver.launched() > 0);
      }
      assertEquals(0, driver.live());
      assertEquals(0, driver.retained());
      assertEquals(0, driver.leaks());
      assertEquals(0, driver.hazards());
    }
  }

  /** The driver pins whole pages and no page twice, so a ring shares no page with other memory. */
  @Test
  void loopsLiveSideBySide() {
    EmulatedDriver driver = EmulatedDriver.fresh();
    List<GenerationLoop> loops = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        loops.add(
            GenerationLoops.cuda(
                OPTIONS.withRing(1 + i % 3, 128, 16), NgramModel.shared(), driver.ready()));
      }
      for (GenerationLoop loop : loops) {
        new Traffic(loop, 50).run(3);
      }
    } finally {
      loops.forEach(GenerationLoop::close);
    }
    assertEquals(0, driver.live());
    assertEquals(0, driver.leaks());
  }

  @Test
  void aSlowDeviceChangesNothing() {
    EmulatedDriver driver = EmulatedDriver.fresh();
    driver.delayMicros(300);
    try (GenerationLoop loop = GenerationLoops.cuda(OPTIONS, NgramModel.shared(), driver.ready())) {
      new Traffic(loop, 100).run(60);
    }
  }

  @Test
  void withoutADriverTheHostSaysWhy() {
    DriverProbe absent = new DriverProbe.Absent("a reason of the test");
    NgramModel model = NgramModel.shared();
    try (GenerationLoop loop = GenerationLoops.auto(OPTIONS, model, absent)) {
      assertTrue(loop.description().contains("a reason of the test"), loop::description);
      assertTrue(loop.sharesClock());
      Traffic traffic = new Traffic(loop, 50);
      traffic.run(20);
      assertTrue(!traffic.ends.equals(Map.of()));
    }
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class, () -> GenerationLoops.cuda(OPTIONS, model, absent));
    assertTrue(String.valueOf(refusal.getMessage()).contains("a reason of the test"));
  }
}
