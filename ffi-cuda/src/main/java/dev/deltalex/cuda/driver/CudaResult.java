package dev.deltalex.cuda.driver;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The result of a driver call with the driver's explanation. Created for errors and reports only; a
 * successful call is the int 0.
 *
 * @param code the CUresult
 * @param name its name, such as {@code CUDA_ERROR_OUT_OF_MEMORY}
 * @param text the driver's explanation, such as {@code out of memory}
 */
public record CudaResult(int code, String name, String text) implements Serializable {
  private static final int MAX_STRING = 4096;

  /**
   * The result for a code, with the driver's name and explanation, or the number if it has none.
   */
  static CudaResult of(CudaDriver driver, int code) {
    String name = driver.errorName(code);
    String text = driver.errorString(code);
    return new CudaResult(
        code, name == null ? "CUresult " + code : name, text == null ? "no explanation" : text);
  }

  /**
   * The C string whose address a driver call wrote to {@code out}, or null. The driver never frees
   * it and ends it with NUL; the bound protects against a driver that does not.
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

  /** Whether the context is lost: every later call on it fails with the same code. */
  public boolean isSticky() {
    return isSticky(code);
  }

  /**
   * Whether a call with this CUresult makes the context unusable: the codes that the driver API
   * documents so, and the hardware errors after which the context's memory is undefined.
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
