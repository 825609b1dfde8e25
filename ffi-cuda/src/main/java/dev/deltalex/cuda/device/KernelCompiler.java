package dev.deltalex.cuda.device;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.driver.CudaException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Loads PTX text, and reports what the driver's compiler says about a text that it refuses. */
final class KernelCompiler {
  /** Bytes of each log; the driver cuts what is longer. */
  private static final int LOG_BYTES = 8 << 10;

  private static final int[] OPTIONS = {
    CU_JIT_INFO_LOG_BUFFER,
    CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES,
    CU_JIT_ERROR_LOG_BUFFER,
    CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES
  };

  private KernelCompiler() {}

  /**
   * Compiles and loads a text; returns the module's handle.
   *
   * @throws CudaException with the messages of the compiler, joined to one line
   */
  static long load(DeviceContext context, String ptx) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment image = arena.allocateFrom(ptx);
      MemorySegment info = arena.allocate(LOG_BYTES);
      MemorySegment error = arena.allocate(LOG_BYTES);
      // An array of void *: an option's value is the pointer, or the number in its place.
      long[] values = {info.address(), LOG_BYTES, error.address(), LOG_BYTES};
      int code =
          context
              .driver()
              .moduleLoadDataEx(
                  context.out(),
                  image,
                  OPTIONS.length,
                  arena.allocateFrom(JAVA_INT, OPTIONS),
                  arena.allocateFrom(JAVA_LONG, values));
      if (code != CUDA_SUCCESS) {
        CudaException failure = context.driver().failure(code, "cuModuleLoadDataEx");
        String log = line(error).isEmpty() ? line(info) : line(error);
        throw context.remember(new CudaException(failure.call(), failure.result(), log));
      }
      return context.out().get(JAVA_LONG, 0);
    }
  }

  /** The text of a log up to its first NUL, as one line. */
  private static String line(MemorySegment log) {
    int end = 0;
    while (end < LOG_BYTES && log.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] bytes = log.asSlice(0, end).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" | "));
  }
}
