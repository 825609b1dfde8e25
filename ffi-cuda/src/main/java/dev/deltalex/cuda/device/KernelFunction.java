package dev.deltalex.cuda.device;

/** A kernel. Valid until its module is closed. */
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
   * Prepares a launch, so that {@link DeviceStream#launch} allocates nothing.
   *
   * @param grid blocks, 1 or more
   * @param block threads per block, 1 to the device's limit
   * @param arguments all parameters of the kernel, in order. Each is stored in 8 bytes; a 4-byte
   *     parameter is read from the low four
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
