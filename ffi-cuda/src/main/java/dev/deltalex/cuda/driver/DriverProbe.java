package dev.deltalex.cuda.driver;

import java.util.List;

/**
 * What looking for a CUDA driver found. Not being able to use a GPU is an answer with a reason,
 * never an exception.
 */
public sealed interface DriverProbe {

  /** One line for people: what is there, or why it cannot be used and what would help. */
  String describe();

  /** No usable driver: no library, not a whole one, or it refuses to start. */
  record Absent(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "no CUDA driver: " + reason;
    }
  }

  /** A driver without a device that this module can use. */
  record NoDevice(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "no CUDA device: " + reason;
    }
  }

  /** A driver older than the functions that are called. */
  record TooOld(String reason) implements DriverProbe {
    @Override
    public String describe() {
      return "CUDA driver too old: " + reason;
    }
  }

  /**
   * A driver that answers and the first device that can be used.
   *
   * @param driver its functions
   * @param version the newest CUDA that it serves, as 1000 × major + 10 × minor
   * @param device the first usable device
   * @param passedOver devices that cannot be used, one line each with the reason
   */
  record Ready(CudaDriver driver, int version, DeviceInfo device, List<String> passedOver)
      implements DriverProbe {
    /** The device's name as the driver tells it. */
    public String name() {
      return device.name();
    }

    /** The device's number, as {@code DeviceContext.open} takes it. */
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

  /** A CUDA version as people write it: 12040 is 12.4. */
  static String versionText(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
