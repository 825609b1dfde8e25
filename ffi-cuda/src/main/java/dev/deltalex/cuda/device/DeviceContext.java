package dev.deltalex.cuda.device;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.driver.CudaDriver;
import dev.deltalex.cuda.driver.CudaException;
import dev.deltalex.cuda.driver.DeviceInfo;
import dev.deltalex.cuda.driver.DriverLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The primary context of one device, owned by the platform thread that opened it. A thread owns at
 * most one, since the driver has one current context per thread. While it is open, the thread must
 * not make another context current.
 *
 * <p>After an illegal address, a failed launch and similar errors every later driver call fails.
 * Such an error marks the context as lost: {@link #lost()} returns it on any thread, later calls
 * throw without calling the driver, and {@link #close()} still succeeds.
 */
public final class DeviceContext implements AutoCloseable {
  private static final ThreadLocal<@Nullable DeviceContext> HELD = new ThreadLocal<>();

  private final CudaDriver driver;
  private final DeviceInfo info;
  private final int device;
  private final int maxBlock;
  private final Thread owner = Thread.currentThread();
  // Memory for results of calls and launch parameters, freed when the context is closed.
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment out = arena.allocate(JAVA_LONG);
  private final List<DeviceResource> owned = new ArrayList<>();
  private @Nullable DeviceStream capturing;
  private volatile @Nullable CudaException lost;

  private DeviceContext(CudaDriver driver, DeviceInfo info, int device, int maxBlock) {
    this.driver = driver;
    this.info = info;
    this.device = device;
    this.maxBlock = maxBlock;
  }

  /**
   * Makes the device's primary context current in this thread.
   *
   * @param driver from a probe that found it ready
   * @param ordinal the device's number, from 0
   * @throws CudaException if the driver refuses
   * @throws IllegalStateException if this thread is virtual or already owns a context
   */
  public static DeviceContext open(CudaDriver driver, int ordinal) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "a virtual thread cannot own a CUDA context; open it on a platform thread");
    }
    if (HELD.get() != null) {
      throw new IllegalStateException(
          "this thread already owns a CUDA context; close that one first");
    }
    DeviceInfo info = DriverLibrary.device(driver, ordinal);
    int device;
    int maxBlock;
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment out = temporary.allocate(JAVA_LONG);
      driver.check(driver.deviceGet(out, ordinal), "cuDeviceGet");
      device = out.get(JAVA_INT, 0);
      int attribute = CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
      driver.check(driver.deviceGetAttribute(out, attribute, device), "cuDeviceGetAttribute");
      maxBlock = out.get(JAVA_INT, 0);
      driver.check(driver.devicePrimaryCtxRetain(out, device), "cuDevicePrimaryCtxRetain");
      int code = driver.ctxSetCurrent(out.get(JAVA_LONG, 0));
      if (code != CUDA_SUCCESS) {
        CudaException failure = driver.failure(code, "cuCtxSetCurrent");
        driver.devicePrimaryCtxRelease(device); // the first failure is the one to report
        throw failure;
      }
    }
    DeviceContext context = new DeviceContext(driver, info, device, maxBlock);
    HELD.set(context);
    return context;
  }

  /** The device. */
  public DeviceInfo device() {
    return info;
  }

  /** The error that made the driver lose this context, or empty. Callable on any thread. */
  public Optional<CudaException> lost() {
    return Optional.ofNullable(lost);
  }

  /** Whether this context is lost. Callable on any thread. */
  public boolean isLost() {
    return lost != null;
  }

  /** Whether launches can be captured into graphs, which requires a driver for CUDA 11.4. */
  public boolean hasGraphs() {
    return driver.optional().hasGraphs();
  }

  /**
   * Compiles a module for the device.
   *
   * @param ptx PTX text. If the driver's compiler refuses it, the error has the compiler's messages
   */
  public KernelModule module(String ptx) {
    use("cuModuleLoadDataEx");
    requireNoCapture();
    return own(new KernelModule(this, KernelCompiler.load(this, ptx)));
  }

  /**
   * Allocates device memory with undefined content.
   *
   * @param bytes at least 1
   */
  public DeviceBuffer allocate(long bytes) {
    requirePositive(bytes);
    use("cuMemAlloc_v2");
    requireNoCapture();
    check(driver.memAlloc(out, bytes), "cuMemAlloc_v2");
    return own(new DeviceBuffer(this, out.get(JAVA_LONG, 0), bytes));
  }

  /**
   * Allocates pinned host memory, zeroed and page aligned, that the device reads and writes in
   * place.
   *
   * @param bytes at least 1
   */
  public PinnedBuffer pinned(long bytes) {
    requirePositive(bytes);
    use("cuMemHostAlloc");
    requireNoCapture();
    return own(PinnedBuffer.allocate(this, bytes));
  }

  /**
   * Registers existing memory, such as a mapped file, for access by the device in place.
   *
   * @param memory native memory, owned by the caller, which must outlive the returned buffer
   */
  public PinnedBuffer register(MemorySegment memory) {
    requirePositive(memory.byteSize());
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          "heap memory cannot be registered; pass a native or mapped segment");
    }
    use("cuMemHostRegister_v2");
    requireNoCapture();
    return own(PinnedBuffer.register(this, memory));
  }

  /**
   * Allocates pinned host memory, zeroed and page aligned, that stays valid as long as it is
   * reachable, also after this context is closed: until then the device's primary context stays
   * retained. For memory that cannot be registered.
   *
   * @param bytes at least 1
   */
  public MappedMemory mappedMemory(long bytes) {
    requirePositive(bytes);
    use("cuMemHostAlloc");
    requireNoCapture();
    return MappedMemory.allocate(this, device, bytes);
  }

  /** Creates a non-blocking stream: it does not synchronize with the default stream. */
  public DeviceStream stream() {
    use("cuStreamCreate");
    check(driver.streamCreate(out, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    return own(new DeviceStream(this, out.get(JAVA_LONG, 0)));
  }

  /**
   * Waits for all work, closes the resources that are still open, newest first, and releases the
   * context. A lost context is no failure here; {@link #lost()} keeps returning the error.
   */
  @Override
  public void close() {
    checkOwner();
    if (isClosed()) {
      return;
    }
    RuntimeException failure = attempt(null, this::endWork);
    for (int i = owned.size() - 1; i >= 0; i--) {
      DeviceResource resource = owned.get(i);
      failure = attempt(failure, resource::dispose);
    }
    owned.clear();
    HELD.remove();
    failure = attempt(failure, () -> check(driver.ctxSetCurrent(0), "cuCtxSetCurrent"));
    failure =
        attempt(
            failure,
            () -> check(driver.devicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease_v2"));
    arena.close();
    if (failure != null) {
      throw failure;
    }
  }

  private boolean isClosed() {
    return !arena.scope().isAlive();
  }

  CudaDriver driver() {
    return driver;
  }

  Arena arena() {
    return arena;
  }

  /** Eight bytes for the out parameter of a driver call. */
  MemorySegment out() {
    return out;
  }

  void checkOwner() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "the context belongs to " + owner + ", called on " + Thread.currentThread());
    }
  }

  /**
   * Called before every driver call: checks that the thread is the owner and the context open and
   * not lost.
   */
  void use(String call) {
    checkOwner();
    if (isClosed()) {
      throw new IllegalStateException("the context is closed");
    }
    CudaException earlier = lost;
    if (earlier != null) {
      throw new CudaException(call, earlier);
    }
  }

  /**
   * Called after every driver call: throws unless it succeeded, and records the loss of the
   * context.
   */
  void check(int code, String call) {
    if (code != CUDA_SUCCESS) {
      throw failed(code, call);
    }
  }

  private CudaException failed(int code, String call) {
    return remember(driver.failure(code, call));
  }

  /** Records the loss of the context if a failure means that. */
  CudaException remember(CudaException failure) {
    if (failure.isContextLost() && lost == null) {
      lost = failure;
    }
    return failure;
  }

  <T extends DeviceResource> T own(T resource) {
    owned.add(resource);
    return resource;
  }

  void forget(DeviceResource resource) {
    owned.remove(resource);
  }

  void capturing(@Nullable DeviceStream stream) {
    capturing = stream;
  }

  void requireNoCapture() {
    if (capturing != null) {
      throw new IllegalStateException(
          "not allowed while a stream is capturing; call endCapture first");
    }
  }

  void requireShape(int grid, int block) {
    if (grid < 1) { // the upper limit of the driver is Integer.MAX_VALUE
      throw new IllegalArgumentException("grid: " + grid + " is less than 1");
    }
    if (block < 1 || block > maxBlock) {
      throw new IllegalArgumentException("block: " + block + " is not in 1.." + maxBlock);
    }
  }

  /** Waits until all streams are idle. A lost context is recorded, not thrown. */
  void quiesce() {
    for (int i = 0; i < owned.size() && lost == null; i++) {
      if (owned.get(i) instanceof DeviceStream stream) {
        int code = driver.streamSynchronize(stream.handle());
        if (code != CUDA_SUCCESS) {
          CudaException failure = failed(code, "cuStreamSynchronize");
          if (!failure.isContextLost()) {
            throw failure;
          }
        }
      }
    }
  }

  private void endWork() {
    DeviceStream stream = capturing;
    if (stream != null) {
      stream.abandonCapture();
    }
    quiesce();
  }

  /** Runs one step of {@code close} and returns the first failure; a lost context is no failure. */
  private static @Nullable RuntimeException attempt(
      @Nullable RuntimeException earlier, Runnable step) {
    try {
      step.run();
      return earlier;
    } catch (CudaException e) {
      return earlier != null || e.isContextLost() ? earlier : e;
    } catch (RuntimeException e) {
      return earlier != null ? earlier : e;
    }
  }

  private static void requirePositive(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes: " + bytes + " is less than 1");
    }
  }
}
