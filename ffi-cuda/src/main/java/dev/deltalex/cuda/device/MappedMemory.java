package dev.deltalex.cuda.device;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.driver.CudaDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Pinned host memory that the garbage collector frees.
 *
 * @param segment the memory; any thread, as long as it is reachable
 * @param devicePointer its address for kernels
 */
public record MappedMemory(MemorySegment segment, long devicePointer) {
  @SuppressWarnings("restricted") // cuMemHostAlloc succeeded for this many bytes
  static MappedMemory allocate(DeviceContext context, int device, long bytes) {
    CudaDriver driver = context.driver();
    context.check(driver.devicePrimaryCtxRetain(context.out(), device), "cuDevicePrimaryCtxRetain");
    long handle = context.out().get(JAVA_LONG, 0);
    int flags = CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP;
    int code = driver.optional().memHostAlloc(context.out(), bytes, flags);
    if (code != CUDA_SUCCESS) {
      driver.devicePrimaryCtxRelease(device); // the first failure is the one to report
    }
    context.check(code, "cuMemHostAlloc");
    MemorySegment memory =
        context
            .out()
            .get(ADDRESS, 0)
            .reinterpret(bytes, Arena.ofAuto(), base -> free(driver, handle, device, base));
    // From here on the collector frees it, whatever fails.
    context.check(
        driver.memHostGetDevicePointer(context.out(), memory, 0), "cuMemHostGetDevicePointer_v2");
    long pointer = context.out().get(JAVA_LONG, 0);
    memory.fill((byte) 0); // the driver does not clear it
    return new MappedMemory(memory, pointer);
  }

  /** On the collector's thread, which has no current context. Failures have no one to report to. */
  private static void free(CudaDriver driver, long context, int device, MemorySegment memory) {
    if (driver.ctxSetCurrent(context) == CUDA_SUCCESS) {
      driver.optional().memFreeHost(memory);
      driver.ctxSetCurrent(0);
    }
    driver.devicePrimaryCtxRelease(device);
  }
}
