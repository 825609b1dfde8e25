package dev.deltalex.cuda.device;

/**
 * A resource that a {@link DeviceContext} owns. Its user closes it, or the context does when it is
 * closed. Closing is idempotent.
 */
public abstract sealed class DeviceResource implements AutoCloseable
    permits DeviceBuffer, PinnedBuffer, KernelModule, DeviceStream, DeviceGraph {
  final DeviceContext context;
  private boolean closed;

  DeviceResource(DeviceContext context) {
    this.context = context;
  }

  /** Whether this resource or its context was closed. */
  public final boolean isClosed() {
    return closed;
  }

  /**
   * Waits for all queued work, which may use this resource, then releases it.
   *
   * @throws IllegalStateException if a stream of the context is capturing
   */
  @Override
  public final void close() {
    context.checkOwner();
    if (!closed) {
      context.requireNoCapture();
      context.quiesce();
      context.forget(this);
      dispose();
    }
  }

  /** Releases it without waiting: no queued work uses it, and the context no longer owns it. */
  final void dispose() {
    closed = true;
    release(context.isLost());
  }

  /**
   * Releases the resource in the driver.
   *
   * @param lost whether the context is lost. Driver calls would fail, and the driver frees
   *     everything with the context; only state of the JVM is then released
   */
  abstract void release(boolean lost);

  final void checkOpen() {
    if (closed) {
      throw new IllegalStateException(getClass().getSimpleName() + " is closed");
    }
  }
}
