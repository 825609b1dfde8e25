package dev.deltalex.cuda.gpu;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.nativetools.NativeTools;
import java.nio.file.Path;

/** Finds the GPU, and skips or fails the test if there is none. */
public final class Gpu {
  /** Directory of the results of GPU checks, which are checked in with the sources. */
  public static final Path RESULTS = NativeTools.MODULE.resolve("results");

  private Gpu() {}

  /**
   * How often a check does something. A dry run, with the property {@code gpu.dry}, runs the checks
   * on the emulated driver to test them, and takes the smaller number.
   */
  public static int count(int full, int dry) {
    return Boolean.getBoolean("gpu.dry") ? dry : full;
  }

  /**
   * Returns the machine's GPU. If there is none, the running test is skipped with a line on the
   * console, or fails if a GPU is required.
   *
   * @param check name of the check that requires the GPU
   */
  public static DriverProbe.Ready require(String check) {
    return require(check, DriverLibrary.probe(), Boolean.getBoolean("gpu.required"));
  }

  static DriverProbe.Ready require(String check, DriverProbe probe, boolean required) {
    if (probe instanceof DriverProbe.Ready ready) {
      return ready;
    }
    if (required) {
      throw new AssertionError(check + " requires a GPU; " + probe.describe());
    }
    NativeTools.skip(check, probe.describe());
    throw new IllegalStateException("a skipped test went on");
  }

  /** Stores the result of a check, with the device, its driver and the date. */
  public static GpuResult result(String check, DriverProbe.Ready ready) {
    return new GpuResult(RESULTS, check, ready);
  }
}
