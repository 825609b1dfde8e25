package dev.deltalex.cuda.device;

import java.util.List;

/**
 * Captured launches that are replayed with one call. Arguments are copied at capture; the memory
 * that they point to must still be allocated at replay.
 */
public final class DeviceGraph extends DeviceResource {
  private final long handle;
  private final List<KernelModule> modules;

  DeviceGraph(DeviceContext context, long handle, List<KernelModule> modules) {
    super(context);
    this.handle = handle;
    this.modules = modules;
  }

  /** Queues a replay on the stream. Allocates nothing. */
  public void launch(DeviceStream stream) {
    stream.begin("cuGraphLaunch");
    checkOpen();
    if (stream.context != context) {
      throw new IllegalArgumentException("the stream belongs to another context");
    }
    context.requireNoCapture();
    for (int i = 0; i < modules.size(); i++) {
      modules.get(i).checkOpen();
    }
    context.check(
        context.driver().optional().graphLaunch(handle, stream.handle()), "cuGraphLaunch");
  }

  @Override
  void release(boolean lost) {
    if (!lost) {
      context.check(context.driver().optional().graphExecDestroy(handle), "cuGraphExecDestroy");
    }
  }
}
