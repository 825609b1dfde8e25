package dev.deltalex.cuda.device;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.driver.MissingSymbolException;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on the emulated driver, and failures that only the emulated driver can produce. */
class EmulatedDeviceTest extends DeviceContract {
  private EmulatedDriver emulated;

  @BeforeEach
  void reset() {
    emulated = EmulatedDriver.fresh();
  }

  /** After every test: all resources are released, and none was released while in use. */
  @AfterEach
  void nothingIsLeft() {
    if (emulated == null) {
      return; // skipped: no compiler
    }
    assertEquals(0, emulated.retained(), "contexts held");
    assertEquals(0, emulated.live(), "objects alive");
    assertEquals(0, emulated.leaks(), "objects left to the context's release");
    assertEquals(0, emulated.hazards(), "objects freed while in use");
  }

  @Override
  DriverProbe.Ready driver() {
    return emulated.ready();
  }

  @Test
  void contextClosesWhatIsOpenInOrder() {
    try (DeviceContext context = open()) {
      PinnedBuffer gate = context.pinned(16);
      context.allocate(8);
      DeviceStream stream = context.stream();
      KernelModule module = context.module(TestKernels.ptx());
      stream.beginCapture();
      stream.launch(module.function("test_gate").plan(1, 1, gate.devicePointer()));
      stream.endCapture();
      release(gate.segment(), 0, 1);
      assertEquals(5, emulated.live());
      assertEquals("cuGraphDestroy ", emulated.returned(), "an executable graph is a copy");
    }
    assertEquals(0, emulated.live());
    assertEquals(
        "cuGraphDestroy cuGraphExecDestroy cuModuleUnload cuStreamDestroy_v2"
            + " cuMemFree_v2 cuMemFreeHost cuDevicePrimaryCtxRelease_v2 ",
        emulated.returned(),
        "newest first");
  }

  /** A failed launch is reported by a later call and by all calls after it. */
  @Test
  void stickyErrorLosesTheContext() {
    DeviceContext context = open();
    PinnedBuffer pinned = context.pinned(64);
    DeviceBuffer buffer = context.allocate(64);
    buffer.fill((byte) 0);
    DeviceStream stream = context.stream();
    LaunchPlan plan =
        context
            .module(TestKernels.ptx())
            .function("test_publish")
            .plan(1, 1, buffer.devicePointer(), pinned.devicePointer(), 1);
    emulated.failAfter(2, CudaConstants.CUDA_ERROR_ILLEGAL_ADDRESS, false);
    stream.launch(plan);
    stream.launch(plan);
    stream.synchronize();
    assertFalse(context.isLost());
    stream.launch(plan);
    CudaException met = assertThrows(CudaException.class, stream::synchronize);
    assertEquals(
        "cuStreamSynchronize: CUDA_ERROR_ILLEGAL_ADDRESS (700): an illegal memory access was"
            + " encountered",
        met.getMessage());
    assertTrue(met.isContextLost());
    assertEquals(met, context.lost().orElseThrow());

    long calls = emulated.calls("cuLaunchKernel");
    CudaException again = assertThrows(CudaException.class, () -> stream.launch(plan));
    assertEquals("cuLaunchKernel", again.call());
    assertEquals(met, again.getCause());
    assertEquals(calls, emulated.calls("cuLaunchKernel"), "a lost context is not asked");
    assertThrows(CudaException.class, stream::query);
    assertThrows(CudaException.class, () -> context.allocate(8));

    assertEquals(2, acquire(pinned.segment(), 0), "what was published is still readable");
    buffer.close();
    context.close();
    assertTrue(pinned.isClosed());
    assertThrows(IllegalStateException.class, () -> pinned.segment().get(JAVA_LONG, 0));
    assertTrue(context.isLost(), "the reason outlives the context");
    open().close(); // a new context works in this case
  }

  /** Query detects the loss without waiting. */
  @Test
  void queryFindsTheLoss() {
    try (DeviceContext context = open()) {
      PinnedBuffer pinned = context.pinned(16);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_gate")
              .plan(1, 1, pinned.devicePointer());
      emulated.failAfter(0, CudaConstants.CUDA_ERROR_LAUNCH_FAILED, false);
      stream.launch(plan);
      CudaException met =
          assertThrows(
              CudaException.class,
              () -> {
                while (!stream.query()) {
                  Thread.onSpinWait();
                }
              });
      assertEquals("cuStreamQuery", met.call());
      assertTrue(context.isLost());
    }
  }

  /** A loss detected by close is not thrown, but reported by lost(). */
  @Test
  void lossMetWhileClosing() {
    DeviceContext context = open();
    PinnedBuffer pinned = context.pinned(16);
    DeviceStream stream = context.stream();
    LaunchPlan plan =
        context.module(TestKernels.ptx()).function("test_gate").plan(1, 1, pinned.devicePointer());
    emulated.failAfter(0, CudaConstants.CUDA_ERROR_LAUNCH_FAILED, false);
    stream.launch(plan);
    context.close();
    assertTrue(context.isLost());
  }

  /** A second context on a broken device fails with the same reason. */
  @Test
  void lossThatOutlivesTheContext() {
    try (DeviceContext context = open()) {
      PinnedBuffer pinned = context.pinned(16);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_gate")
              .plan(1, 1, pinned.devicePointer());
      emulated.failAfter(0, CudaConstants.CUDA_ERROR_LAUNCH_FAILED, true);
      stream.launch(plan);
      assertThrows(CudaException.class, stream::synchronize);
    }
    CudaException still = assertThrows(CudaException.class, this::open);
    assertEquals("cuDevicePrimaryCtxRetain", still.call());
    assertTrue(still.isContextLost());
  }

  @Test
  void errorsThatAreNotSticky() {
    try (DeviceContext context = open()) {
      DeviceStream stream = context.stream();
      emulated.failNext("cuStreamQuery", CudaConstants.CUDA_ERROR_INVALID_VALUE);
      CudaException once = assertThrows(CudaException.class, stream::query);
      assertFalse(once.isContextLost());
      assertTrue(stream.query());
    }
  }

  /** The error of a driver that is too old for the PTX is reported. */
  @Test
  void ptxNewerThanTheDriver() {
    emulated.version(11_040);
    try (DeviceContext context = open()) {
      String newer = EmulatedDriver.ANY_PTX.replace("6.3", "8.0");
      CudaException refused = assertThrows(CudaException.class, () -> context.module(newer));
      assertEquals(CudaConstants.CUDA_ERROR_UNSUPPORTED_PTX_VERSION, refused.result().code());
      context.module(EmulatedDriver.ANY_PTX);
    }
  }

  /** No failure while a context is opened leaves the primary context retained. */
  @Test
  void openFailsCleanly() {
    for (String call :
        new String[] {
          "cuDeviceGet", "cuDeviceGetAttribute", "cuDevicePrimaryCtxRetain", "cuCtxSetCurrent"
        }) {
      DriverProbe.Ready ready = driver();
      emulated.failNext(call, CudaConstants.CUDA_ERROR_OUT_OF_MEMORY);
      CudaException failed =
          assertThrows(
              CudaException.class, () -> DeviceContext.open(ready.driver(), ready.ordinal()));
      assertEquals(call, failed.call());
      assertEquals(0, emulated.retained());
    }
    open().close();
  }

  @Test
  void pinnedMemoryThatCannotBeMappedIsFreed() {
    try (DeviceContext context = open()) {
      emulated.failNext("cuMemHostGetDevicePointer_v2", CudaConstants.CUDA_ERROR_INVALID_VALUE);
      assertThrows(CudaException.class, () -> context.pinned(64));
      assertEquals(0, emulated.live());
    }
  }

  /** An error of close is thrown once, after all other resources were closed. */
  @Test
  void closeGoesOnAfterAnError() {
    DeviceContext context = open();
    context.allocate(64);
    context.stream();
    emulated.failNext("cuStreamDestroy_v2", CudaConstants.CUDA_ERROR_INVALID_HANDLE);
    CudaException failed = assertThrows(CudaException.class, context::close);
    assertEquals("cuStreamDestroy_v2", failed.call());
    assertEquals(0, emulated.retained());
    assertEquals(1, emulated.calls("cuMemFree_v2"));
    assertEquals(1, emulated.leaks(), "the stream that was not destroyed");
    emulated = EmulatedDriver.fresh();
  }

  /** endCapture fails after the capture was invalidated; then the stream is usable again. */
  @Test
  void spoiledCapture() {
    DriverProbe.Ready ready = driver();
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      DeviceStream stream = context.stream();
      stream.beginCapture();
      assertEquals(
          CudaConstants.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED,
          ready.driver().streamQuery(stream.handle()));
      CudaException failed = assertThrows(CudaException.class, stream::endCapture);
      assertEquals("cuStreamEndCapture", failed.call());
      assertFalse(context.isLost());
      assertTrue(stream.query());
      stream.beginCapture();
      ready.driver().streamQuery(stream.handle()); // and closed during an invalidated capture
    }
  }

  @Test
  void driverWithoutGraphs() {
    Path library = EmulatedDriver.library("emulated_no_graphs", "-DEMULATED_WITHOUT_GRAPHS");
    if (!(DriverLibrary.probe(library) instanceof DriverProbe.Ready ready)) {
      throw new AssertionError("not ready");
    }
    try (DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal())) {
      assertFalse(context.hasGraphs());
      DeviceStream stream = context.stream();
      assertThrows(MissingSymbolException.class, stream::beginCapture);
      assertTrue(stream.query(), "and goes on without");
    }
  }

  /** An exception in a step of close does not prevent the later steps. */
  @Test
  void driverThatCannotGiveBack() {
    Path library = EmulatedDriver.library("emulated_no_destroy", "-DEMULATED_WITHOUT_EXEC_DESTROY");
    EmulatedDriver lame = EmulatedDriver.at(library);
    DriverProbe.Ready ready = lame.ready();
    DeviceContext context = DeviceContext.open(ready.driver(), ready.ordinal());
    assertFalse(context.hasGraphs());
    context.allocate(64);
    DeviceStream stream = context.stream();
    stream.beginCapture();
    stream.endCapture();
    assertThrows(MissingSymbolException.class, context::close);
    assertEquals(0, lame.retained());
    assertEquals(1, lame.calls("cuMemFree_v2"));
    DeviceContext.open(ready.driver(), ready.ordinal()).close(); // this thread owns no context
  }

  /** Launches of slow kernels are queued; the caller does not wait for them. */
  @Test
  void launchesQueueUp() {
    emulated.delayMicros(2_000);
    try (DeviceContext context = open()) {
      PinnedBuffer pinned = context.pinned(64);
      DeviceBuffer buffer = context.allocate(8);
      buffer.fill((byte) 0);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_publish")
              .plan(1, 1, buffer.devicePointer(), pinned.devicePointer(), 1);
      emulated.hold(true);
      for (int i = 0; i < 20; i++) {
        stream.launch(plan);
      }
      assertFalse(stream.query());
      emulated.hold(false);
      stream.synchronize();
      assertEquals(20, emulated.launched());
      assertEquals(20, acquire(pinned.segment(), 0));
    }
  }

  /** Runs the process of the GPU check, with an emulated driver that fails. */
  @Test
  void lossInAProcessOfItsOwn() throws Exception {
    List<String> lines =
        LossProcess.run(
            emulated.library().toString(),
            Map.of("EMULATED_CUDA_FAIL_AFTER", "0", "EMULATED_CUDA_FAIL_CODE", "700"));
    assertEquals(
        List.of(
            "lost=true cuStreamSynchronize: CUDA_ERROR_ILLEGAL_ADDRESS (700): an illegal memory"
                + " access was encountered",
            "pinned=0",
            "closed",
            "reopened=yes"),
        lines);
  }
}
