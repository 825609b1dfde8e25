package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that does not end, or ends late, on the emulated driver. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HungKernelTest {
  private static final int SLOTS = 4;
  private static final LoopOptions OPTIONS =
      LoopOptions.DEFAULT.withKind(LoopOptions.Kind.CUDA).withRing(SLOTS, 128, 16);
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private EmulatedDriver driver;
  private LogCapture log;

  @BeforeEach
  void start() {
    driver = EmulatedDriver.fresh();
    log = new LogCapture("dev.deltalex.loop");
  }

  @AfterEach
  void end() {
    if (log != null) {
      log.close();
      driver.hold(false);
    }
  }

  private GenerationLoop open(boolean graph) {
    return new CudaGenerationLoop(
        OPTIONS.withGraph(graph), NgramModel.shared(), driver.ready(), PATIENCE, Deadline.USUAL);
  }

  /** Fills every slot with a stream and starts a step that does not end. */
  private Traffic hang(GenerationLoop loop) {
    Traffic traffic = new Traffic(loop, 100_000);
    traffic.losses = true;
    traffic.cuts = true;
    driver.hold(true);
    for (int slot = 0; slot < SLOTS; slot++) {
      traffic.admit(slot);
    }
    while (driver.calls("cuLaunchKernel") + driver.calls("cuGraphLaunch") < 2) {
      if (driver.calls("cuStreamQuery") > 0) {
        break;
      }
      Thread.onSpinWait();
    }
    return traffic;
  }

  private void awaitReleased() throws InterruptedException {
    while (driver.retained() > 0) {
      Thread.sleep(1);
    }
    assertEquals(0, driver.live());
    assertEquals(0, driver.leaks());
    assertEquals(0, driver.hazards());
  }

  /**
   * Close returns and logs what is still open and how to proceed; nothing is freed while the kernel
   * runs.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closeLeavesAKernelThatHangs(boolean graph) throws InterruptedException {
    GenerationLoop loop = open(graph);
    Traffic traffic = hang(loop);
    loop.close();
    assertInstanceOf(LoopHealth.Closed.class, loop.health());
    // The loop's thread may log its warning of the late step before or after this line.
    List<String> severe = log.lines().stream().filter(l -> l.startsWith("SEVERE")).toList();
    assertEquals(1, severe.size(), () -> "" + log.lines());
    String line = severe.getFirst();
    for (String part :
        new String[] {"waited 500 ms", "kernel", "deltalex-cuda-loop", "stop this process"}) {
      assertTrue(line.contains(part), line);
    }
    // Readers see the producer's state, although no END can be written while the kernel may still
    // write to its slots.
    while (traffic.reader.producerState() != RingLayout.PRODUCER_FAILED) {
      Thread.onSpinWait();
    }
    assertEquals(CudaConstants.CUDA_ERROR_LAUNCH_TIMEOUT, traffic.reader.producerError());
    assertEquals(1, driver.retained(), "the context is the kernel's");
    assertEquals("", driver.returned().replace("cuGraphDestroy ", ""), "given back");
    loop.close();
    // The kernel ends after all: then the streams end, and all resources are released.
    driver.hold(false);
    traffic.drain();
    assertEquals(SLOTS, traffic.ends.values().stream().mapToInt(n -> n).sum());
    awaitReleased();
    assertEquals(RingLayout.PRODUCER_FAILED, traffic.reader.producerState());
  }

  /** A long step is not a loss: it is logged, and its streams continue. */
  @Test
  void aLongStepIsTold() throws InterruptedException {
    try (GenerationLoop loop = open(false)) {
      Traffic traffic = hang(loop);
      String line = log.await(1).getFirst();
      assertTrue(line.startsWith("WARNING") && line.contains("not done after 500 ms"), line);
      long beat = traffic.reader.beat();
      while (traffic.reader.beat() == beat) {
        Thread.onSpinWait();
      }
      assertInstanceOf(LoopHealth.Running.class, loop.health());
      driver.hold(false);
      for (int slot = 0; slot < SLOTS; slot++) {
        traffic.cancel(slot);
      }
      traffic.drain();
      assertEquals(1, log.lines().size(), () -> "" + log.lines());
    }
    awaitReleased();
  }

  /**
   * After an error that does not end the running kernel, the ENDs are written when the kernel has
   * ended.
   */
  @Test
  void noEndIsWrittenUnderAKernelsHands() throws InterruptedException {
    try (GenerationLoop loop = open(false)) {
      Traffic traffic = hang(loop);
      driver.failNext("cuStreamQuery", CudaConstants.CUDA_ERROR_INVALID_VALUE);
      while (loop.health() instanceof LoopHealth.Running) {
        Thread.onSpinWait();
      }
      long queries = driver.calls("cuStreamQuery");
      while (driver.calls("cuStreamQuery") < queries + 3
          && traffic.reader.producerState() == RingLayout.PRODUCER_RUNNING) {
        traffic.poll();
      }
      traffic.poll();
      assertEquals(Map.of(), traffic.ends, "the kernel has not run yet");
      driver.hold(false);
      traffic.drain();
      assertEquals(Map.of(EndReason.ERROR, SLOTS), traffic.ends);
    }
    awaitReleased();
  }

  /** If the kernel may still be running, no word that it writes is changed, such as step. */
  @Test
  void anUnsettledKernelKeepsItsWords() throws InterruptedException {
    try (GenerationLoop loop = open(false)) {
      Traffic traffic = hang(loop);
      long step = traffic.reader.step();
      driver.failNext("cuStreamQuery", CudaConstants.CUDA_ERROR_INVALID_VALUE);
      while (loop.health() instanceof LoopHealth.Running) {
        Thread.onSpinWait();
      }
      long waits = driver.calls("cuStreamSynchronize");
      driver.failNext("cuStreamQuery", CudaConstants.CUDA_ERROR_INVALID_VALUE);
      while (traffic.reader.producerState() != RingLayout.PRODUCER_FAILED) {
        Thread.onSpinWait();
      }
      // The loop has written its final state when its context waits for the kernel.
      while (driver.calls("cuStreamSynchronize") == waits) {
        Thread.onSpinWait();
      }
      traffic.poll();
      assertEquals(Map.of(), traffic.ends);
      assertEquals(step, traffic.reader.step());
      driver.hold(false);
    }
    awaitReleased();
  }

  /** A driver error in close is logged, and the loop is closed nevertheless. */
  @Test
  void aFailureOfClosingIsTold() throws InterruptedException {
    // Nothing hangs here, so close waits until the context is closed, however long that takes.
    GenerationLoop loop =
        new CudaGenerationLoop(
            OPTIONS.withGraph(false),
            NgramModel.shared(),
            driver.ready(),
            Duration.ofSeconds(30),
            Deadline.USUAL);
    driver.failNext("cuStreamDestroy_v2", CudaConstants.CUDA_ERROR_INVALID_VALUE);
    loop.close();
    assertEquals(0, driver.retained());
    assertTrue(log.await(1).getFirst().contains("cuStreamDestroy_v2"), () -> "" + log.lines());
  }
}
