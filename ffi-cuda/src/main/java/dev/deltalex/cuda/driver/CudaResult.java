package dev.deltalex.cuda.driver;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What a driver call answered, with the driver's own words for it. Made for errors and reports
 * only: a call that succeeds is an int 0 and nothing else.
 *
 * @param code the CUresult
 * @param name its name, such as {@code CUDA_ERROR_OUT_OF_MEMORY}
 * @param text the driver's explanation, such as {@code out of memory}
 */
public record CudaResult(int code, String name, String text) implements Serializable {
  private static final int MAX_STRING = 4096;

  /** A result in the words of the driver, or as a bare number where the driver has none. */
  static CudaResult of(CudaDriver driver, int code) {
    String name = driver.errorName(code);
    String text = driver.errorString(code);
    return new CudaResult(
        code, name == null ? "CUresult " + code : name, text == null ? "no explanation" : text);
  }

  /**
   * The words that a call of the driver pointed {@code out} at; null if it has none. The driver
   * keeps them for ever, and ends them; the bound is for a broken one.
   */
  @SuppressWarnings("restricted")
  static @Nullable String words(MemorySegment out) {
    MemorySegment text = out.get(ADDRESS, 0);
    try {
      return text.equals(MemorySegment.NULL) ? null : text.reinterpret(MAX_STRING).getString(0);
    } catch (IndexOutOfBoundsException endless) {
      return null;
    }
  }

  /** Whether the context is lost: every later call on it answers the same. */
  public boolean isSticky() {
    return isSticky(code);
  }

  /**
   * Whether this CUresult loses the context. Those of which the driver API's documentation says so,
   * and the hardware errors after which a context's memory is not to be trusted.
   */
  public static boolean isSticky(int code) {
    return switch (code) {
      case CUDA_ERROR_DEINITIALIZED,
          CUDA_ERROR_ECC_UNCORRECTABLE,
          CUDA_ERROR_NVLINK_UNCORRECTABLE,
          CUDA_ERROR_CONTAINED,
          CUDA_ERROR_ILLEGAL_ADDRESS,
          CUDA_ERROR_LAUNCH_TIMEOUT,
          CUDA_ERROR_CONTEXT_IS_DESTROYED,
          CUDA_ERROR_ASSERT,
          CUDA_ERROR_HARDWARE_STACK_ERROR,
          CUDA_ERROR_ILLEGAL_INSTRUCTION,
          CUDA_ERROR_MISALIGNED_ADDRESS,
          CUDA_ERROR_INVALID_ADDRESS_SPACE,
          CUDA_ERROR_INVALID_PC,
          CUDA_ERROR_LAUNCH_FAILED,
          CUDA_ERROR_MPS_CLIENT_TERMINATED,
          CUDA_ERROR_EXTERNAL_DEVICE ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return name + " (" + code + "): " + text;
  }
}
