package dev.deltalex.cuda.device;

/** One kernel. Valid as long as its module is open. */
public final class KernelFunction {
  private final KernelModule module;
  private final String name;
  private final long handle;

  KernelFunction(KernelModule module, String name, long handle) {
    this.module = module;
    this.name = name;
    this.handle = handle;
  }

  /** Name of the kernel. */
  public String name() {
    return name;
  }

  /**
   * A launch with everything decided, so that launching it allocates nothing.
   *
   * @param grid blocks, 1 or more
   * @param block threads per block, from 1 to what the device allows
   * @param arguments the kernel's parameters in order, as many as it has; each goes as 8 bytes, of
   *     which a 4-byte parameter reads the low ones
   */
  public LaunchPlan plan(int grid, int block, long... arguments) {
    module.context.use("plan");
    module.checkOpen();
    module.context.requireShape(grid, block);
    return new LaunchPlan(this, grid, block, arguments);
  }

  KernelModule module() {
    return module;
  }

  long handle() {
    return handle;
  }
}
