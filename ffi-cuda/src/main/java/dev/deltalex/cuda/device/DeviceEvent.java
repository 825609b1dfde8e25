package dev.deltalex.cuda.device;

import static dev.deltalex.cuda.driver.CudaConstants.CUDA_ERROR_NOT_READY;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

/** A mark in a stream: tells when the work before it is done, and the time between two marks. */
public final class DeviceEvent extends DeviceResource {
  private final long handle;

  DeviceEvent(DeviceContext context, long handle) {
    super(context);
    this.handle = handle;
  }

  /** Puts the mark behind the work queued so far; a mark made earlier is moved. */
  public void record(DeviceStream stream) {
    stream.begin("cuEventRecord");
    checkOpen();
    if (stream.context != context) {
      throw new IllegalArgumentException("the stream belongs to another context");
    }
    context.requireNoCapture();
    context.check(
        context.driver().optional().eventRecord(handle, stream.handle()), "cuEventRecord");
  }

  /** Whether the work before the mark is done. Does not wait. */
  public boolean query() {
    context.use("cuEventQuery");
    checkOpen();
    int code = context.driver().optional().eventQuery(handle);
    if (code == CUDA_ERROR_NOT_READY) {
      return false;
    }
    context.check(code, "cuEventQuery");
    return true;
  }

  /** Waits until the work before the mark is done. */
  public void synchronize() {
    context.use("cuEventSynchronize");
    checkOpen();
    context.check(context.driver().optional().eventSynchronize(handle), "cuEventSynchronize");
  }

  /** Milliseconds of device time from an earlier mark to this one; both must have been reached. */
  public float millisSince(DeviceEvent earlier) {
    context.use("cuEventElapsedTime");
    checkOpen();
    earlier.checkOpen();
    int code = context.driver().optional().eventElapsedTime(context.out(), earlier.handle, handle);
    context.check(code, "cuEventElapsedTime");
    return context.out().get(JAVA_FLOAT, 0);
  }

  @Override
  void release(boolean lost) {
    if (!lost) {
      context.check(context.driver().optional().eventDestroy(handle), "cuEventDestroy_v2");
    }
  }
}
