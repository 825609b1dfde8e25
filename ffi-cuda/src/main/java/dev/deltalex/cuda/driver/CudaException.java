package dev.deltalex.cuda.driver;

/** A driver call that failed: names the call, and the CUresult with the driver's words for it. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String call;
  private final CudaResult result;

  public CudaException(String call, CudaResult result) {
    super(call + ": " + result);
    this.call = call;
    this.result = result;
  }

  /** The same failure met again, such as any call on a context that is lost. */
  public CudaException(String call, CudaException cause) {
    super(call + " not called, the context is lost: " + cause.getMessage(), cause);
    this.call = call;
    this.result = cause.result;
  }

  /** The C function, such as {@code cuLaunchKernel}. */
  public String call() {
    return call;
  }

  public CudaResult result() {
    return result;
  }

  /** Whether the context on which this happened is lost. */
  public boolean isContextLost() {
    return result.isSticky();
  }
}
