package dev.deltalex.cuda.gpu;

import dev.deltalex.cuda.driver.DriverLibrary;
import dev.deltalex.cuda.driver.DriverProbe;
import dev.deltalex.nativetools.NativeTools;
import java.nio.file.Path;

/** Whether there is a GPU, and what to do where there is none. */
public final class Gpu {
  /** Where the results of checks on a GPU are kept: with the sources, as they cost a machine. */
  public static final Path RESULTS = NativeTools.MODULE.resolve("results");

  private Gpu() {}

  /**
   * The machine's GPU; where there is none the running test is skipped, with a line on the console,
   * or fails if a GPU is required.
   *
   * @param check what is skipped without it
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

  /** Stores what a check established, with the device, its driver and the date. */
  public static GpuResult result(String check, DriverProbe.Ready ready) {
    return new GpuResult(RESULTS, check, ready);
  }
}
