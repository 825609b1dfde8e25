package dev.deltalex.cli;

import dev.deltalex.cuda.driver.DriverProbe;

/** Describes the header of a PTX text. */
final class Kernel {
  private Kernel() {}

  /**
   * The instruction set and device that the kernel requires, and whether the driver supports them.
   */
  static String describe(String ptx, DriverProbe found) {
    String version = directive(ptx, ".version ");
    String target = directive(ptx, ".target ");
    String wanted = "PTX " + version + " for " + target + " and later";
    if (found instanceof DriverProbe.Ready ready) {
      return wanted
          + "; this driver supports CUDA "
          + DriverProbe.versionText(ready.version())
          + ", this device sm_"
          + ready.device().major()
          + ready.device().minor();
    }
    return wanted;
  }

  /** The rest of the first line with a prefix, up to a comma; ? if there is none. */
  private static String directive(String ptx, String name) {
    return ptx.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split(",", 2)[0])
        .findFirst()
        .orElse("?");
  }
}
