package dev.deltalex.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import dev.deltalex.cuda.gpu.Deadline;
import dev.deltalex.logs.LogCapture;
import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.loop.ngram.Plain;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a CUDA loop starts, what is said if it does not, and the check of a device by its tokens. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoopStartTest {
  private static final LoopOptions OPTIONS = LoopOptions.DEFAULT.withRing(4, 128, 16);
  private static final Duration SHORT = Duration.ofMillis(500);

  private EmulatedDriver driver;
  private LogCapture log;

  @BeforeEach
  void start() {
    driver = EmulatedDriver.fresh();
    log = new LogCapture("dev.deltalex.loop");
  }

  @AfterEach
  void everythingCloses() throws InterruptedException {
    if (log == null) {
      return; // skipped: no compiler
    }
    log.close();
    driver.hang("");
    driver.hold(false);
    Deadline closed = Deadline.of("the contexts to be released");
    while (driver.retained() > 0) {
      closed.check();
      System.gc(); // frees the ring of a loop that could not register it
      Thread.sleep(10);
    }
    assertEquals(0, driver.live());
    assertEquals(0, driver.leaks());
  }

  private GenerationLoop auto(DriverProbe probe) {
    return GenerationLoops.auto(OPTIONS, NgramModel.shared(), probe);
  }

  /** AUTO says why it does not use a driver that is there, and nothing if there is none. */
  @Test
  void aDriverThatIsNotUsedIsLogged() {
    for (DriverProbe probe :
        List.of(
            new DriverProbe.NoDevice("a reason"),
            new DriverProbe.TooOld("a reason"),
            new DriverProbe.Unusable("a reason"))) {
      auto(probe).close();
    }
    driver.failNext("cuMemAlloc_v2", CudaConstants.CUDA_ERROR_OUT_OF_MEMORY);
    auto(driver.ready()).close();
    List<String> lines = log.lines();
    assertEquals(4, lines.size(), lines::toString);
    for (String line : lines) {
      assertTrue(
          line.startsWith("WARNING CUDA is installed but not used, the loop runs on the host: "),
          line);
    }
    assertTrue(lines.get(1).endsWith("CUDA driver too old: a reason"), lines::toString);
    assertTrue(lines.get(3).contains("CUDA_ERROR_OUT_OF_MEMORY (2)"), lines::toString);
    auto(new DriverProbe.Absent("not installed")).close();
    auto(driver.ready()).close();
    assertEquals(4, log.lines().size());
  }

  /** A start that hangs in the driver is an error, and ends when the driver returns. */
  @Test
  void aStartThatHangsIsAnErrorAtTheLimit() {
    for (String call : new String[] {"cuDevicePrimaryCtxRetain", "cuModuleLoadDataEx"}) {
      driver.hang(call);
      long begin = System.nanoTime();
      IllegalStateException late =
          assertThrows(
              IllegalStateException.class,
              () ->
                  new CudaGenerationLoop(
                      OPTIONS, NgramModel.shared(), driver.ready(), SHORT, SHORT));
      assertTrue(System.nanoTime() - begin < 10_000_000_000L, "late");
      String method =
          call.equals("cuModuleLoadDataEx") ? "moduleLoadDataEx" : "devicePrimaryCtxRetain";
      assertTrue(
          late.getMessage().startsWith("the CUDA loop did not start: it is not done after 500 ms"),
          late::getMessage);
      assertTrue(late.getMessage().contains(method), late::getMessage);
      driver.hang("");
    }
  }

  /** The compiler of the driver runs on the owner thread. */
  @Test
  void theOwnerThreadHasADeepStack() {
    LoopKind.EMULATED.open(OPTIONS).close();
    assertTrue(driver.stackBytes() >= 8 << 20, () -> driver.stackBytes() + " bytes");
  }

  /** Where memory cannot be registered, the ring is memory of the driver, and all else the same. */
  @Test
  void aRingThatCannotBeRegisteredIsAllocatedByTheDriver() {
    driver.failNext("cuMemHostRegister_v2", CudaConstants.CUDA_ERROR_NOT_SUPPORTED);
    Traffic traffic;
    try (GenerationLoop loop = GenerationLoops.cuda(OPTIONS, NgramModel.shared(), driver.ready())) {
      traffic = new Traffic(loop, 200);
      traffic.run(50);
      assertEquals(1, driver.calls("cuMemHostAlloc"));
      traffic.cuts = true;
      for (int slot = 0; slot < 4; slot++) {
        traffic.admit(slot);
      }
    }
    // The memory stays valid after the loop was closed.
    traffic.drain();
    assertEquals(1, driver.retained());
    assertEquals(0, driver.calls("cuMemFreeHost"));
    assertTrue(log.lines().getFirst().contains("CUDA_ERROR_NOT_SUPPORTED"), () -> "" + log.lines());
  }

  /** If the driver cannot allocate it either, that is the reason. */
  @Test
  void aRingThatCannotBeAllocatedEitherIsAReason() {
    driver.failNext("cuMemHostRegister_v2", CudaConstants.CUDA_ERROR_NOT_SUPPORTED);
    driver.failNext("cuMemHostAlloc", CudaConstants.CUDA_ERROR_OUT_OF_MEMORY);
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> GenerationLoops.cuda(OPTIONS, NgramModel.shared(), driver.ready()));
    assertTrue(refusal.getMessage().contains("cuMemHostAlloc"), refusal::getMessage);
  }

  /** The switch for measurements reaches the kernel, and changes no token. */
  @Test
  void fewFencesChangeNoToken() {
    System.setProperty("deltalex.cuda.fences", "few");
    try (GenerationLoop loop = LoopKind.EMULATED.open(OPTIONS)) {
      assertTrue(loop.description().contains("with few fences"), loop::description);
      Traffic traffic = new Traffic(loop, 200);
      traffic.run(100);
      traffic.admit(0);
      traffic.cancel(0);
      traffic.drain();
    } finally {
      System.clearProperty("deltalex.cuda.fences");
    }
  }

  @Test
  void aDeviceIsCheckedByItsTokens() {
    String told = GenerationLoops.check(driver.ready());
    assertTrue(told.matches("\\d+ tokens of 8 streams equal the host's, in \\d+ us"), told);
    driver.failAfter(2, CudaConstants.CUDA_ERROR_ILLEGAL_ADDRESS, false);
    IllegalStateException lost =
        assertThrows(IllegalStateException.class, () -> GenerationLoops.check(driver.ready()));
    assertTrue(lost.getMessage().contains("(700)"), lost::getMessage);
  }

  @Test
  void aDeviceThatDoesNotAnswerIsNotWaitedFor() {
    NgramModel model = NgramModel.shared();
    try (GenerationLoop loop =
        new CudaGenerationLoop(LoopCheck.OPTIONS, model, driver.ready(), SHORT, Deadline.USUAL)) {
      driver.hold(true);
      IllegalStateException late =
          assertThrows(IllegalStateException.class, () -> LoopCheck.run(loop, model, SHORT));
      assertEquals("8 of 8 streams are not done after 500 ms", late.getMessage());
    }
  }

  @Test
  void otherTokensAreFound() {
    NgramModel other = Plain.otherModel();
    try (GenerationLoop loop = new HostGenerationLoop(LoopCheck.OPTIONS, other, "a test says so")) {
      IllegalStateException wrong =
          assertThrows(
              IllegalStateException.class,
              () -> LoopCheck.run(loop, NgramModel.shared(), Deadline.USUAL));
      assertTrue(wrong.getMessage().contains("they differ from token "), wrong::getMessage);
    }
  }
}
