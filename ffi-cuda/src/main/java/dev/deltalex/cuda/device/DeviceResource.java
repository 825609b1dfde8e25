package dev.deltalex.cuda.device;

/**
 * Something that a context owns. Closed by its user, or by the context at the latest; closing twice
 * is harmless.
 */
public abstract sealed class DeviceResource implements AutoCloseable
    permits DeviceBuffer, PinnedBuffer, KernelModule, DeviceStream, DeviceGraph {
  final DeviceContext context;
  private boolean closed;

  DeviceResource(DeviceContext context) {
    this.context = context;
  }

  /** Whether it was closed, by itself or with its context. */
  public final boolean isClosed() {
    return closed;
  }

  /**
   * Waits for the work in flight that may use this resource, then gives it back.
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

  /** Gives it back: nothing in flight uses it, and the context has forgotten it. */
  final void dispose() {
    closed = true;
    release(context.isLost());
  }

  /**
   * Gives the resource back to the driver.
   *
   * @param lost the context is lost: the driver would refuse, and takes back everything when the
   *     context is released; only what is this side's is to be undone
   */
  abstract void release(boolean lost);

  final void checkOpen() {
    if (closed) {
      throw new IllegalStateException(getClass().getSimpleName() + " is closed");
    }
  }
}
