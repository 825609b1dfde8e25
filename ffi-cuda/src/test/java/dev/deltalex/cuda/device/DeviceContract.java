package dev.deltalex.cuda.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.deltalex.cuda.driver.CudaConstants;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.cuda.emulated.EmulatedDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the device API, tested on the emulated driver and on a GPU. */
abstract class DeviceContract {
  static final VarHandle WORD = JAVA_LONG.varHandle();
  private static final int WORDS = 7;

  /** Returns the driver, or skips the test. */
  abstract DriverProbe.Ready driver();

  DeviceContext open() {
    DriverProbe.Ready ready = driver();
    return DeviceContext.open(ready.driver(), ready.ordinal());
  }

  static long acquire(MemorySegment memory, int word) {
    return (long) WORD.getAcquire(memory, word * 8L);
  }

  static void release(MemorySegment memory, int word, long value) {
    WORD.setRelease(memory, word * 8L, value);
  }

  /** Starts a kernel that waits until the gate opens; returns when the kernel is running. */
  static void holdOpen(DeviceStream stream, KernelModule module, PinnedBuffer gate) {
    stream.launch(module.function("test_gate").plan(1, 1, gate.devicePointer()));
    long limit = System.nanoTime() + 20_000_000_000L;
    while (acquire(gate.segment(), 1) == 0) {
      assertTrue(System.nanoTime() < limit, "the kernel does not start");
      Thread.onSpinWait();
    }
  }

  @Test
  void kernelsAddOnTheDevice() {
    int count = 100_000;
    try (DeviceContext context = open();
        Arena arena = Arena.ofConfined()) {
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = i * 31;
      }
      DeviceBuffer from = context.allocate(count * 4L);
      from.copyFrom(MemorySegment.ofArray(numbers));
      DeviceBuffer to = context.allocate(count * 4L);
      DeviceStream stream = context.stream();
      // The fourth parameter has 4 bytes: the upper bytes must be ignored.
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_add")
              .plan(
                  64, 128, from.devicePointer(), to.devicePointer(), count, 0xAAAA_BBBB_0000_0007L);
      stream.launch(plan);
      stream.synchronize();
      MemorySegment back = arena.allocate(count * 4L);
      to.copyTo(back);
      for (int i = 0; i < count; i++) {
        assertEquals(i * 31 + 7, back.getAtIndex(JAVA_INT, i));
      }
      stream.launch(
          plan.function().plan(64, 128, from.devicePointer(), to.devicePointer(), count, 1));
      stream.synchronize();
      to.copyTo(back);
      assertEquals(1, back.get(JAVA_INT, 0));
    }
  }

  @Test
  void fillsAndPartialCopies() {
    try (DeviceContext context = open();
        Arena arena = Arena.ofConfined()) {
      DeviceBuffer buffer = context.allocate(3 << 20);
      buffer.fill((byte) 0x5A);
      byte[] piece = new byte[(1 << 20) + 1]; // a heap source of more than one chunk
      piece[0] = 1;
      piece[1 << 20] = 2;
      buffer.copyFrom(100, MemorySegment.ofArray(piece));
      MemorySegment back = arena.allocate(3 << 20);
      buffer.copyTo(back);
      assertEquals(0x5A, back.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 99));
      assertEquals(1, back.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 100));
      assertEquals(0, back.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 101));
      assertEquals(2, back.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 100 + (1 << 20)));
      assertEquals(0x5A, back.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 101 + (1 << 20)));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> buffer.copyFrom(2 << 20, MemorySegment.ofArray(piece)));
      assertThrows(
          IndexOutOfBoundsException.class, () -> buffer.copyTo(arena.allocate((3 << 20) + 1)));
      assertThrows(
          IllegalArgumentException.class, () -> buffer.copyTo(MemorySegment.ofArray(new byte[4])));
    }
  }

  /** When fill returns, kernels of other streams see its bytes. */
  @Test
  void fillsAreDoneBeforeALaunch() {
    try (DeviceContext context = open();
        Arena arena = Arena.ofConfined()) {
      DeviceBuffer from = context.allocate(4096);
      DeviceBuffer to = context.allocate(4096);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_add")
              .plan(1, 128, from.devicePointer(), to.devicePointer(), 1024, 0);
      MemorySegment back = arena.allocate(4096);
      for (int value = 0; value < 100; value++) {
        from.fill((byte) value);
        stream.launch(plan);
        stream.synchronize();
        to.copyTo(back);
        assertEquals(value * 0x01010101, back.getAtIndex(JAVA_INT, 1023));
      }
    }
  }

  /** Java reads what a kernel published without a synchronization with the device. */
  @Test
  void mappedMemoryIsSeenWithoutSynchronizing() {
    try (DeviceContext context = open()) {
      PinnedBuffer board = context.pinned(8L * (1 + WORDS));
      assertEquals(0, acquire(board.segment(), 0), "pinned memory starts zeroed");
      assertEquals(0, board.segment().get(JAVA_LONG, 8L * WORDS));
      DeviceBuffer counter = context.allocate(8);
      counter.fill((byte) 0);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_publish")
              .plan(1, 32, counter.devicePointer(), board.devicePointer(), WORDS);
      for (int step = 1; step <= 1000; step++) {
        stream.launch(plan);
        long limit = System.nanoTime() + 20_000_000_000L;
        while (acquire(board.segment(), 0) != step) {
          assertTrue(System.nanoTime() < limit, "step " + step + " does not appear");
          Thread.onSpinWait();
        }
        for (int i = 0; i < WORDS; i++) {
          assertEquals(step * 1000003L + i, board.segment().get(JAVA_LONG, 8L * (1 + i)));
        }
      }
    }
  }

  @Test
  void launchesDoNotWait() {
    try (DeviceContext context = open()) {
      PinnedBuffer gate = context.pinned(16);
      DeviceStream stream = context.stream();
      assertTrue(stream.query(), "nothing was queued");
      holdOpen(stream, context.module(TestKernels.ptx()), gate);
      assertFalse(stream.query());
      release(gate.segment(), 0, 1);
      stream.synchronize();
      assertTrue(stream.query());
      assertEquals(2, acquire(gate.segment(), 1));
    }
  }

  @Test
  void graphsReplay() {
    try (DeviceContext context = open()) {
      assertTrue(context.hasGraphs());
      PinnedBuffer board = context.pinned(8L * (1 + WORDS));
      DeviceBuffer counter = context.allocate(8);
      counter.fill((byte) 0);
      DeviceStream stream = context.stream();
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_publish")
              .plan(1, 32, counter.devicePointer(), board.devicePointer(), WORDS);
      stream.beginCapture();
      for (int i = 0; i < 3; i++) {
        stream.launch(plan);
      }
      DeviceGraph graph = stream.endCapture();
      stream.synchronize();
      assertEquals(0, acquire(board.segment(), 0), "recorded, not run");
      for (int i = 0; i < 100; i++) {
        graph.launch(stream);
      }
      stream.synchronize();
      assertEquals(300, acquire(board.segment(), 0));
      graph.close();
      assertThrows(IllegalStateException.class, () -> graph.launch(stream));
    }
  }

  @Test
  void captureForbidsWhatWouldSpoilIt() {
    try (DeviceContext context = open()) {
      DeviceStream stream = context.stream();
      DeviceBuffer buffer = context.allocate(8);
      assertThrows(IllegalStateException.class, stream::endCapture);
      stream.beginCapture();
      assertThrows(IllegalStateException.class, stream::query);
      assertThrows(IllegalStateException.class, stream::synchronize);
      assertThrows(IllegalStateException.class, stream::beginCapture);
      assertThrows(IllegalStateException.class, () -> context.allocate(8));
      assertThrows(IllegalStateException.class, () -> context.pinned(8));
      assertThrows(IllegalStateException.class, () -> context.module(TestKernels.ptx()));
      assertThrows(IllegalStateException.class, () -> buffer.fill((byte) 0));
      assertThrows(IllegalStateException.class, buffer::close);
      stream.endCapture().close();
      buffer.close();
    }
  }

  @Test
  void aContextClosesInTheMiddleOfACapture() {
    DeviceContext context = open();
    DeviceStream stream = context.stream();
    stream.beginCapture();
    context.close();
    assertTrue(stream.isClosed());
  }

  /** Registered memory of a mapped file: another mapping of the file sees the kernel's writes. */
  @Test
  void registeredMemory(@TempDir Path directory) throws Exception {
    // Linux does not allow drivers to pin pages of most file systems, but of /dev/shm it does.
    Path shared = Path.of("/dev/shm");
    Path file =
        Files.createTempFile(Files.isWritable(shared) ? shared : directory, "board", ".test");
    try {
      registersFile(file);
    } finally {
      Files.delete(file);
    }
  }

  private void registersFile(Path file) throws Exception {
    try (DeviceContext context = open();
        Arena arena = Arena.ofShared();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, arena);
      MemorySegment other = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, arena);
      PinnedBuffer board = context.register(mapped);
      DeviceBuffer counter = context.allocate(8);
      counter.fill((byte) 0);
      DeviceStream stream = context.stream();
      stream.launch(
          context
              .module(TestKernels.ptx())
              .function("test_publish")
              .plan(1, 1, counter.devicePointer(), board.devicePointer(), WORDS));
      stream.synchronize();
      assertEquals(1, acquire(other, 0));
      assertThrows(CudaException.class, () -> context.register(mapped));
      board.close();
      assertThrows(IllegalStateException.class, () -> board.segment().get(JAVA_LONG, 0));
      assertEquals(1, acquire(mapped, 0), "the memory stays its owner's");
      context.register(mapped).close();
      assertThrows(
          IllegalArgumentException.class,
          () -> context.register(MemorySegment.ofArray(new byte[64])));
    }
  }

  @Test
  void onlyTheOwnerMayCall() throws Exception {
    try (DeviceContext context = open()) {
      DeviceStream stream = context.stream();
      PinnedBuffer pinned = context.pinned(8);
      LaunchPlan plan =
          context
              .module(TestKernels.ptx())
              .function("test_gate")
              .plan(1, 1, pinned.devicePointer());
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread stranger =
          new Thread(() -> {
            try {
              assertThrows(WrongThreadException.class, () -> stream.launch(plan));
              assertThrows(WrongThreadException.class, stream::query);
              assertThrows(WrongThreadException.class, stream::close);
              assertThrows(WrongThreadException.class, pinned::close);
              assertThrows(WrongThreadException.class, () -> context.allocate(8));
              assertThrows(WrongThreadException.class, context::close);
              assertFalse(context.isLost());
              release(pinned.segment(), 0, 42); // any thread may access pinned memory
            } catch (Throwable e) {
              failure.set(e);
            }
          });
      stranger.start();
      stranger.join();
      if (failure.get() != null) {
        throw new AssertionError(failure.get());
      }
      assertEquals(42, acquire(pinned.segment(), 0));
    }
  }

  @Test
  void oneContextPerThread() {
    DriverProbe.Ready ready = driver();
    try (DeviceContext context = open()) {
      assertThrows(
          IllegalStateException.class,
          () -> DeviceContext.open(ready.driver(), ready.ordinal()),
          context.device().name());
    }
    open().close(); // and again after the first is closed
  }

  @Test
  void noVirtualThreads() throws Exception {
    DriverProbe.Ready ready = driver();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            assertThrows(
                IllegalStateException.class,
                () -> DeviceContext.open(ready.driver(), ready.ordinal()));
          } catch (Throwable e) {
            failure.set(e);
          }
        })
        .join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    DeviceContext context = open();
    DeviceStream stream = context.stream();
    PinnedBuffer pinned = context.pinned(64);
    DeviceBuffer buffer = context.allocate(64);
    KernelModule module = context.module(TestKernels.ptx());
    LaunchPlan plan = module.function("test_gate").plan(1, 1, pinned.devicePointer());
    buffer.close();
    buffer.close();
    assertThrows(IllegalStateException.class, buffer::devicePointer);
    module.close();
    assertThrows(IllegalStateException.class, () -> stream.launch(plan));
    assertThrows(IllegalStateException.class, () -> module.function("test_gate"));
    context.close();
    context.close();
    stream.close();
    pinned.close();
    assertTrue(stream.isClosed() && pinned.isClosed() && module.isClosed());
    assertThrows(IllegalStateException.class, () -> pinned.segment().get(JAVA_LONG, 0));
    assertThrows(IllegalStateException.class, () -> context.allocate(8));
    assertThrows(IllegalStateException.class, stream::query);
  }

  /** A graph refers to kernels, so it cannot be launched after their module was closed. */
  @Test
  void graphsKnowTheirModules() {
    try (DeviceContext context = open()) {
      DeviceStream stream = context.stream();
      PinnedBuffer gate = context.pinned(16);
      KernelModule module = context.module(TestKernels.ptx());
      stream.beginCapture();
      stream.launch(module.function("test_gate").plan(1, 1, gate.devicePointer()));
      DeviceGraph graph = stream.endCapture();
      module.close();
      assertThrows(IllegalStateException.class, () -> graph.launch(stream));
    }
  }

  /** Closing a resource waits for the kernel that uses it. */
  @Test
  void closingWaitsForWorkInFlight() throws Exception {
    try (DeviceContext context = open()) {
      PinnedBuffer gate = context.pinned(16);
      PinnedBuffer board = context.pinned(8L * (1 + WORDS));
      DeviceBuffer counter = context.allocate(8);
      counter.fill((byte) 0);
      DeviceStream stream = context.stream();
      KernelModule module = context.module(TestKernels.ptx());
      // Before the gate kernel runs, since a driver may load a kernel only while the device is
      // idle.
      LaunchPlan publish =
          module
              .function("test_publish")
              .plan(1, 1, counter.devicePointer(), board.devicePointer(), WORDS);
      stream.launch(publish);
      stream.synchronize();
      holdOpen(stream, module, gate);
      stream.launch(publish);
      MemorySegment word = gate.segment();
      // Late enough that closing has begun; a close that does not wait has returned by then.
      Thread opener =
          new Thread(() -> {
            LockSupport.parkNanos(100_000_000);
            release(word, 0, 1);
          });
      opener.start();
      counter.close();
      assertEquals(2, acquire(board.segment(), 0));
      opener.join();
    }
  }

  @Test
  void wrongArguments() {
    try (DeviceContext context = open()) {
      assertThrows(IllegalArgumentException.class, () -> context.allocate(0));
      assertThrows(IllegalArgumentException.class, () -> context.pinned(-1));
      KernelModule module = context.module(TestKernels.ptx());
      KernelFunction function = module.function("test_gate");
      assertThrows(IllegalArgumentException.class, () -> function.plan(0, 1, 0));
      assertThrows(IllegalArgumentException.class, () -> function.plan(1, 0, 0));
      assertThrows(IllegalArgumentException.class, () -> function.plan(1, 1025, 0));
      CudaException missing =
          assertThrows(CudaException.class, () -> module.function("no_such_kernel"));
      assertEquals("cuModuleGetFunction", missing.call());
      assertEquals(CudaConstants.CUDA_ERROR_NOT_FOUND, missing.result().code());
      assertEquals("CUDA_ERROR_NOT_FOUND", missing.result().name());
      assertFalse(missing.result().text().isBlank());
      CudaException broken =
          assertThrows(CudaException.class, () -> context.module("this is not PTX"));
      assertEquals("cuModuleLoadDataEx", broken.call());
      // The message quotes the compiler.
      String wrong = EmulatedDriver.ANY_PTX + "not an instruction\n";
      CudaException refused = assertThrows(CudaException.class, () -> context.module(wrong));
      assertEquals(CudaConstants.CUDA_ERROR_INVALID_PTX, refused.result().code());
      assertTrue(refused.getMessage().contains("; ptxas"), refused::getMessage);
      assertFalse(refused.getMessage().contains("\n"), refused::getMessage);
      assertFalse(context.isLost(), "neither loses the context");
    }
  }

  @Test
  void memoryThatIsNotThere() {
    try (DeviceContext context = open()) {
      CudaException full = assertThrows(CudaException.class, () -> context.allocate(1L << 50));
      assertEquals(CudaConstants.CUDA_ERROR_OUT_OF_MEMORY, full.result().code());
      context.allocate(8).close(); // the context is still usable
    }
  }

  @Test
  void noSuchDevice() {
    DriverProbe.Ready ready = driver();
    CudaException none =
        assertThrows(CudaException.class, () -> DeviceContext.open(ready.driver(), 1_000));
    assertEquals(CudaConstants.CUDA_ERROR_INVALID_DEVICE, none.result().code());
  }
}
