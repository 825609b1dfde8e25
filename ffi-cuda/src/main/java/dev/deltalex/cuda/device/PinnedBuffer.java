package dev.deltalex.cuda.device;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.driver.CudaDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Host memory mapped into the device's address space: kernels and Java read and write the same
 * bytes. Any thread may use {@link #segment()}; after the buffer is closed, an access through it
 * throws {@link IllegalStateException} instead of touching freed memory.
 */
public final class PinnedBuffer extends DeviceResource {
  private final MemorySegment base;
  private final MemorySegment segment;
  private final long devicePointer;
  private final Arena arena;
  private final boolean registered;

  private PinnedBuffer(
      DeviceContext context, MemorySegment base, Arena arena, long pointer, boolean registered) {
    super(context);
    this.base = base;
    this.arena = arena;
    this.segment = view(base, arena);
    this.devicePointer = pointer;
    this.registered = registered;
  }

  static PinnedBuffer allocate(DeviceContext context, long bytes) {
    CudaDriver driver = context.driver();
    int flags = CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP;
    context.check(driver.optional().memHostAlloc(context.out(), bytes, flags), "cuMemHostAlloc");
    MemorySegment base = unbounded(context.out().get(ADDRESS, 0), bytes);
    int code = driver.memHostGetDevicePointer(context.out(), base, 0);
    if (code != CUDA_SUCCESS) {
      driver.optional().memFreeHost(base); // the first failure is the one to tell
    }
    context.check(code, "cuMemHostGetDevicePointer_v2");
    base.fill((byte) 0); // the driver does not clear the memory
    long pointer = context.out().get(JAVA_LONG, 0);
    return new PinnedBuffer(context, base, Arena.ofShared(), pointer, false);
  }

  static PinnedBuffer register(DeviceContext context, MemorySegment memory) {
    CudaDriver driver = context.driver();
    int flags = CU_MEMHOSTREGISTER_PORTABLE | CU_MEMHOSTREGISTER_DEVICEMAP;
    int code = driver.memHostRegister(memory, memory.byteSize(), flags);
    context.check(code, "cuMemHostRegister_v2");
    code = driver.memHostGetDevicePointer(context.out(), memory, 0);
    if (code != CUDA_SUCCESS) {
      driver.memHostUnregister(memory); // the first failure is the one to tell
    }
    context.check(code, "cuMemHostGetDevicePointer_v2");
    long pointer = context.out().get(JAVA_LONG, 0);
    return new PinnedBuffer(context, memory, Arena.ofShared(), pointer, true);
  }

  /** The memory. Usable by any thread until the buffer is closed. */
  public MemorySegment segment() {
    return segment;
  }

  /** The device address of the same memory, as kernels use it. */
  public long devicePointer() {
    return devicePointer;
  }

  @Override
  void release(boolean lost) {
    arena.close(); // first: it throws while another thread accesses the memory
    if (!lost) {
      if (registered) {
        int code = context.driver().memHostUnregister(base);
        context.check(code, "cuMemHostUnregister");
      } else {
        context.check(context.driver().optional().memFreeHost(base), "cuMemFreeHost");
      }
    }
  }

  @SuppressWarnings("restricted") // cuMemHostAlloc succeeded for this many bytes
  private static MemorySegment unbounded(MemorySegment address, long bytes) {
    return address.reinterpret(bytes);
  }

  @SuppressWarnings(
      "restricted") // same bounds; close() closes the arena before it frees the memory
  private static MemorySegment view(MemorySegment base, Arena arena) {
    return MemorySegment.ofAddress(base.address()).reinterpret(base.byteSize(), arena, null);
  }
}
