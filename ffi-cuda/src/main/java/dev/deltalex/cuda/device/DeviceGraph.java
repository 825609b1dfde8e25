package dev.deltalex.cuda.device;

import java.util.List;

/**
 * Recorded launches that run again with one call. Arguments are those at the time of recording;
 * what they point to must still be there.
 */
public final class DeviceGraph extends DeviceResource {
  private final long handle;
  private final List<KernelModule> modules;

  DeviceGraph(DeviceContext context, long handle, List<KernelModule> modules) {
    super(context);
    this.handle = handle;
    this.modules = modules;
  }

  /** Queues everything recorded. Allocates nothing. */
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
