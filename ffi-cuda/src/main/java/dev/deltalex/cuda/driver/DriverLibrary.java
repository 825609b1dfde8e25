package dev.deltalex.cuda.driver;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.deltalex.thread.Uninterruptibles;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads the driver library and probes its version and devices. Probes keep no state, so one can be
 * repeated after a device was lost or a driver was installed. A probe takes less than a millisecond
 * without a library, else the time of {@code cuInit}. A loaded library is never unloaded.
 */
public final class DriverLibrary {
  /** The soname of the driver's library, which is the same for every version. */
  public static final String SONAME = "libcuda.so.1";

  /**
   * The oldest usable CUDA version of the driver, 11.0: the first that exports {@code
   * cuDevicePrimaryCtxRelease_v2}.
   */
  public static final int OLDEST_VERSION = 11_000;

  /** The kernels' compute capability: 7.5, the oldest that CUDA 13 supports. */
  public static final int OLDEST_CAPABILITY = 75;

  private static final int MAX_NAME = 256;

  private DriverLibrary() {}

  /** Probes the machine's driver. Never throws. */
  @SuppressWarnings(
      "restricted") // running its initializers requires the same trust as calling the driver
  public static DriverProbe probe() {
    return guarded(SONAME, () -> SymbolLookup.libraryLookup(SONAME, Arena.global()));
  }

  /**
   * As {@link #probe()}, within a time limit: on a machine whose device hangs, {@code cuInit} may
   * not return. The thread that waits for it is then left behind, as a daemon.
   */
  public static DriverProbe probe(Duration limit) {
    return within(limit, DriverLibrary::probe);
  }

  static DriverProbe within(Duration limit, Supplier<DriverProbe> probe) {
    AtomicReference<@Nullable DriverProbe> found = new AtomicReference<>();
    Thread thread = new Thread(() -> found.set(probe.get()), "deltalex-cuda-probe");
    thread.setDaemon(true);
    thread.start();
    Uninterruptibles.join(thread, limit);
    DriverProbe result = found.get();
    return result != null
        ? result
        : new DriverProbe.Unusable(
            "it has not answered after "
                + limit.toMillis()
                + " ms: the device or its driver hangs; nvidia-smi -q shows its state");
  }

  /**
   * Probes a library by its path: a driver at another location, or an emulated one. Never throws.
   */
  @SuppressWarnings("restricted") // the caller trusts the library, whose initializers run
  public static DriverProbe probe(Path library) {
    if (!Files.isRegularFile(library)) {
      return new DriverProbe.Absent(library + " is not a file");
    }
    return guarded(library.toString(), () -> SymbolLookup.libraryLookup(library, Arena.global()));
  }

  private interface Loader {
    SymbolLookup load();
  }

  private static DriverProbe guarded(String library, Loader loader) {
    try {
      return probe(library, loader.load());
    } catch (MissingSymbolException e) {
      return new DriverProbe.Unusable(e.getMessage() + ": not a complete CUDA driver");
    } catch (IllegalCallerException e) {
      return new DriverProbe.Unusable(
          "native access is denied to "
              + (DriverLibrary.class.getModule().isNamed()
                  ? DriverLibrary.class.getModule().getName()
                  : "ALL-UNNAMED")
              + "; allow it with --enable-native-access");
    } catch (IllegalArgumentException e) {
      return new DriverProbe.Absent(
          library + " not found: the NVIDIA driver is not installed, or cannot be loaded");
    } catch (UnsupportedOperationException e) {
      return new DriverProbe.Absent("this JVM does not support native calls: " + e.getMessage());
    } catch (CudaException e) {
      return new DriverProbe.Unusable(e.call() + ": " + e.result());
    } catch (LinkageError e) {
      return new DriverProbe.Unusable("the binding cannot be linked: " + e);
    }
  }

  private static DriverProbe probe(String library, SymbolLookup lookup) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      // Checked first, so that an old driver is reported as too old, not as incomplete.
      int version = version(library, lookup, out);
      if (version < OLDEST_VERSION) {
        return new DriverProbe.TooOld(
            library
                + " supports CUDA "
                + DriverProbe.versionText(version)
                + ", required is "
                + DriverProbe.versionText(OLDEST_VERSION)
                + " or later");
      }
      CudaDriver driver = new CudaDriver(library, lookup);
      int started = driver.init(0);
      if (started == CUDA_ERROR_NO_DEVICE || started == CUDA_ERROR_INVALID_DEVICE) {
        return new DriverProbe.NoDevice("cuInit: " + CudaResult.of(driver, started));
      }
      driver.check(started, "cuInit");
      driver.check(driver.deviceGetCount(out), "cuDeviceGetCount");
      int count = out.get(JAVA_INT, 0);
      if (count <= 0) {
        return new DriverProbe.NoDevice("the driver reports " + count + " devices");
      }
      return choose(driver, version, count);
    }
  }

  /**
   * Bound separately: a library that is too old may lack functions that {@link CudaDriver} binds.
   */
  @SuppressWarnings("restricted") // the descriptor of DriverFunction
  private static int version(String library, SymbolLookup lookup, MemorySegment out) {
    DriverFunction function = DriverFunction.DRIVER_GET_VERSION;
    MemorySegment address =
        lookup
            .find(function.symbol())
            .orElseThrow(() -> new MissingSymbolException(library, function.symbol()));
    int code;
    try {
      code =
          (int)
              Linker.nativeLinker().downcallHandle(address, function.descriptor()).invokeExact(out);
    } catch (Throwable e) {
      throw CudaDriver.unexpected(e);
    }
    if (code != CUDA_SUCCESS) {
      throw new CudaException(
          function.symbol(),
          new CudaResult(code, "CUresult " + code, "the driver does not report a version"));
    }
    return out.get(JAVA_INT, 0);
  }

  private static DriverProbe choose(CudaDriver driver, int version, int count) {
    List<String> passedOver = new ArrayList<>();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      try {
        DeviceInfo device = device(driver, ordinal);
        String reason = unfit(driver, device);
        if (reason.isEmpty()) {
          return new DriverProbe.Ready(driver, version, device, List.copyOf(passedOver));
        }
        passedOver.add("device " + ordinal + ", " + device.name() + ": " + reason);
      } catch (CudaException e) {
        passedOver.add("device " + ordinal + ": " + e.getMessage());
      }
    }
    return new DriverProbe.NoDevice(String.join("; ", passedOver));
  }

  /**
   * The properties of a device.
   *
   * @throws CudaException if there is no such device
   */
  public static DeviceInfo device(CudaDriver driver, int ordinal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      driver.check(driver.deviceGet(out, ordinal), "cuDeviceGet");
      int device = out.get(JAVA_INT, 0);
      MemorySegment name = arena.allocate(MAX_NAME);
      driver.check(driver.deviceGetName(name, MAX_NAME, device), "cuDeviceGetName");
      name.set(JAVA_BYTE, MAX_NAME - 1, (byte) 0);
      return new DeviceInfo(
          ordinal,
          name.getString(0),
          attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device, out),
          attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device, out),
          attribute(driver, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device, out));
    }
  }

  /** Why a device cannot be used, or an empty string if it can. */
  private static String unfit(CudaDriver driver, DeviceInfo device) {
    if (device.major() * 10 + device.minor() < OLDEST_CAPABILITY) {
      return "compute capability "
          + device.major()
          + "."
          + device.minor()
          + ", required is "
          + OLDEST_CAPABILITY / 10
          + "."
          + OLDEST_CAPABILITY % 10;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      driver.check(driver.deviceGet(out, device.ordinal()), "cuDeviceGet");
      int handle = out.get(JAVA_INT, 0);
      if (attribute(driver, CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY, handle, out) == 0) {
        return "cannot map host memory";
      }
      if (attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_MODE, handle, out)
          == CU_COMPUTEMODE_PROHIBITED) {
        return "its compute mode is PROHIBITED; set another one with nvidia-smi -c";
      }
      return "";
    }
  }

  private static int attribute(CudaDriver driver, int attribute, int device, MemorySegment out) {
    driver.check(driver.deviceGetAttribute(out, attribute, device), "cuDeviceGetAttribute");
    return out.get(JAVA_INT, 0);
  }
}
