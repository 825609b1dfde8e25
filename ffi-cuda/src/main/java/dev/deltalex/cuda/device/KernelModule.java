package dev.deltalex.cuda.device;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Kernels compiled for the device, found by name. */
public final class KernelModule extends DeviceResource {
  private final long handle;

  KernelModule(DeviceContext context, long handle) {
    super(context);
    this.handle = handle;
  }

  /**
   * A kernel of this module.
   *
   * @param name as declared {@code extern "C"}
   * @throws dev.deltalex.cuda.driver.CudaException {@code CUDA_ERROR_NOT_FOUND} if there is none
   */
  public KernelFunction function(String name) {
    context.use("cuModuleGetFunction");
    checkOpen();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      int code = context.driver().moduleGetFunction(context.out(), handle, text);
      context.check(code, "cuModuleGetFunction");
    }
    return new KernelFunction(this, name, context.out().get(JAVA_LONG, 0));
  }

  @Override
  void release(boolean lost) {
    if (!lost) {
      context.check(context.driver().moduleUnload(handle), "cuModuleUnload");
    }
  }
}
