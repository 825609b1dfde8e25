package dev.deltalex.cuda.driver;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the driver library and asks it what it can do. Each probe starts afresh, so that it can be
 * repeated after a device was lost or a driver was installed; it costs well under a millisecond
 * where there is no library, and what {@code cuInit} costs where there is one. A library once
 * loaded stays loaded.
 */
public final class DriverLibrary {
  /** What the dynamic linker is asked for: the driver's own library, of every version. */
  public static final String SONAME = "libcuda.so.1";

  /**
   * The oldest usable CUDA version of the driver, 11.0: the first that exports {@code
   * cuDevicePrimaryCtxRelease_v2}.
   */
  public static final int OLDEST_VERSION = 11_000;

  /** Kernels are compiled for compute capability 7.5, the first that CUDA 13 compiles for. */
  public static final int OLDEST_CAPABILITY = 75;

  private static final int MAX_NAME = 256;

  private DriverLibrary() {}

  /** Probes the machine's driver. Never throws. */
  @SuppressWarnings("restricted") // a driver's initializers are as trusted as the driver
  public static DriverProbe probe() {
    return guarded(SONAME, () -> SymbolLookup.libraryLookup(SONAME, Arena.global()));
  }

  /** Probes a library by its path: a driver in an unusual place, or a stand-in. Never throws. */
  @SuppressWarnings("restricted") // whoever names a library trusts its initializers
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
      return new DriverProbe.Absent(e.getMessage() + ": not a whole CUDA driver");
    } catch (IllegalCallerException e) {
      return new DriverProbe.Absent(
          "native access is denied to "
              + (DriverLibrary.class.getModule().isNamed()
                  ? DriverLibrary.class.getModule().getName()
                  : "ALL-UNNAMED")
              + "; allow it with --enable-native-access");
    } catch (IllegalArgumentException e) {
      return new DriverProbe.Absent(
          library + " is not installed, or the dynamic linker refuses it");
    } catch (UnsupportedOperationException e) {
      return new DriverProbe.Absent("this JVM makes no native calls: " + e.getMessage());
    } catch (CudaException e) {
      return new DriverProbe.Absent(e.call() + ": " + e.result());
    } catch (LinkageError e) {
      return new DriverProbe.Absent("the binding cannot be linked: " + e);
    }
  }

  private static DriverProbe probe(String library, SymbolLookup lookup) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_INT);
      // The version first: an old driver is better called old than incomplete.
      int version = version(library, lookup, out);
      if (version < OLDEST_VERSION) {
        return new DriverProbe.TooOld(
            library
                + " serves CUDA "
                + DriverProbe.versionText(version)
                + ", needed is "
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
        return new DriverProbe.NoDevice("the driver counts " + count + " devices");
      }
      return choose(driver, version, count);
    }
  }

  /** Bound on its own, as a library too old may lack what {@link CudaDriver} binds. */
  @SuppressWarnings("restricted") // same descriptor as everywhere
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
          function.symbol(), new CudaResult(code, "CUresult " + code, "the driver has no version"));
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
   * What the driver says of a device.
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

  /** Why a device cannot be used; empty if it can. */
  private static String unfit(CudaDriver driver, DeviceInfo device) {
    if (device.major() * 10 + device.minor() < OLDEST_CAPABILITY) {
      return "compute capability "
          + device.major()
          + "."
          + device.minor()
          + ", needed is "
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
        return "its compute mode prohibits contexts";
      }
      return "";
    }
  }

  private static int attribute(CudaDriver driver, int attribute, int device, MemorySegment out) {
    driver.check(driver.deviceGetAttribute(out, attribute, device), "cuDeviceGetAttribute");
    return out.get(JAVA_INT, 0);
  }
}
