package dev.deltalex.cuda.driver;

import java.util.List;

/**
 * The result of probing for a CUDA driver. A GPU that cannot be used is a result with a reason, not
 * an exception.
 */
public sealed interface DriverProbe {

  /** One line to print: what was found, or why it cannot be used and how to fix that. */
  String describe();

  /** No driver library, or a JVM that cannot call one. */
  record Absent(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "no CUDA driver: " + reason;
    }
  }

  /** A driver library that cannot be used: it is incomplete, fails to start, or hangs. */
  record Unusable(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "unusable CUDA driver: " + reason;
    }
  }

  /** A driver, but no device that this module can use. */
  record NoDevice(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "no CUDA device: " + reason;
    }
  }

  /** A driver older than the functions that this module calls. */
  record TooOld(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "CUDA driver too old: " + reason;
    }
  }

  /**
   * A working driver and its first usable device.
   *
   * @param driver its functions
   * @param version the newest CUDA version that it supports, as 1000 × major + 10 × minor
   * @param device the first usable device
   * @param passedOver devices that cannot be used, one line each with the reason
   */
  record Ready(CudaDriver driver, int version, DeviceInfo device, List<String> passedOver)
      implements DriverProbe {
    /** The device's name, as the driver reports it. */
    public String name() {
      return device.name();
    }

    /** The device's ordinal, for {@code DeviceContext.open}. */
    public int ordinal() {
      return device.ordinal();
    }

    @Override
    public String describe() {
      return device.name()
          + ", compute capability "
          + device.major()
          + "."
          + device.minor()
          + ", driver for CUDA "
          + versionText(version);
    }
  }

  /** Formats a CUDA version: 12040 is 12.4. */
  static String versionText(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
