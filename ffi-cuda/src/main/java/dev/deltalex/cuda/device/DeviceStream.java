package dev.deltalex.cuda.device;

import static dev.deltalex.cuda.driver.CudaConstants.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.deltalex.cuda.driver.CudaException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A CUDA stream: launches run one after another, in order. {@link #launch} and {@link #query}
 * allocate nothing and return at once; {@code launch} blocks while the device's queue (about 1,000
 * launches) is full.
 */
public final class DeviceStream extends DeviceResource {
  private final long handle;
  private final List<KernelModule> captured = new ArrayList<>();
  private boolean capturing;

  DeviceStream(DeviceContext context, long handle) {
    super(context);
    this.handle = handle;
  }

  long handle() {
    return handle;
  }

  /** Queues a launch, or records it while the stream is capturing. */
  public void launch(LaunchPlan plan) {
    begin("cuLaunchKernel");
    KernelFunction function = plan.function();
    KernelModule module = function.module();
    if (module.context != context) {
      throw new IllegalArgumentException(function.name() + " belongs to another context");
    }
    module.checkOpen();
    int code =
        context
            .driver()
            .launchKernel(
                function.handle(),
                plan.grid(),
                1,
                1,
                plan.block(),
                1,
                1,
                0,
                handle,
                plan.pointers(),
                MemorySegment.NULL);
    context.check(code, "cuLaunchKernel");
    if (capturing && !captured.contains(module)) {
      captured.add(module);
    }
  }

  /** Whether all queued work is done. Returns at once. */
  public boolean query() {
    begin("cuStreamQuery");
    requireNotCapturing();
    int code = context.driver().streamQuery(handle);
    if (code == CUDA_ERROR_NOT_READY) {
      return false;
    }
    context.check(code, "cuStreamQuery");
    return true;
  }

  /** Waits until all queued work is done. */
  public void synchronize() {
    begin("cuStreamSynchronize");
    requireNotCapturing();
    context.check(context.driver().streamSynchronize(handle), "cuStreamSynchronize");
  }

  /**
   * Starts a capture: until {@link #endCapture}, launches on this stream are recorded and not run.
   * One stream of a context can capture at a time. Memory and modules can neither be created nor
   * closed during a capture.
   *
   * @throws dev.deltalex.cuda.driver.MissingSymbolException if the driver has no graphs
   */
  public void beginCapture() {
    begin("cuStreamBeginCapture_v2");
    context.requireNoCapture();
    int mode = CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
    int code = context.driver().optional().streamBeginCapture(handle, mode);
    context.check(code, "cuStreamBeginCapture_v2");
    captured.clear();
    capturing = true;
    context.capturing(this);
  }

  /**
   * Ends the capture and returns its launches as a graph that can be replayed any number of times.
   */
  public DeviceGraph endCapture() {
    begin("cuStreamEndCapture");
    if (!capturing) {
      throw new IllegalStateException("the stream is not capturing; call beginCapture first");
    }
    var optional = context.driver().optional();
    MemorySegment out = context.out();
    stopped();
    context.check(optional.streamEndCapture(handle, out), "cuStreamEndCapture");
    long graph = out.get(JAVA_LONG, 0);
    int code = optional.graphInstantiateWithFlags(out, graph, 0);
    int dropped = optional.graphDestroy(graph); // the executable graph does not depend on it
    context.check(code, "cuGraphInstantiateWithFlags");
    DeviceGraph made =
        context.own(new DeviceGraph(context, out.get(JAVA_LONG, 0), List.copyOf(captured)));
    context.check(dropped, "cuGraphDestroy");
    return made;
  }

  /** Ends a capture and discards what it recorded. */
  void abandonCapture() {
    stopped();
    MemorySegment out = context.out();
    out.set(JAVA_LONG, 0, 0);
    int code = context.driver().optional().streamEndCapture(handle, out);
    long graph = out.get(JAVA_LONG, 0);
    if (code == CUDA_SUCCESS && graph != 0) {
      code = context.driver().optional().graphDestroy(graph);
    }
    if (code != CUDA_ERROR_STREAM_CAPTURE_INVALIDATED) {
      context.check(code, "cuStreamEndCapture");
    }
  }

  /**
   * Called before every driver call on this stream.
   *
   * @throws CudaException if the context is lost
   */
  void begin(String call) {
    context.use(call);
    checkOpen();
  }

  @Override
  void release(boolean lost) {
    if (!lost) {
      context.check(context.driver().streamDestroy(handle), "cuStreamDestroy_v2");
    }
  }

  private void requireNotCapturing() {
    if (capturing) {
      throw new IllegalStateException("the stream is capturing");
    }
  }

  private void stopped() {
    capturing = false;
    context.capturing(null);
  }
}
