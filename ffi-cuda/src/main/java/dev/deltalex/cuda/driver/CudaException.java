package dev.deltalex.cuda.driver;

/**
 * A driver call failed. The message has the C function, the CUresult and the driver's explanation.
 */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String call;
  private final CudaResult result;

  public CudaException(String call, CudaResult result) {
    super(call + ": " + result);
    this.call = call;
    this.result = result;
  }

  /**
   * A failed call with what the driver wrote to a log about it.
   *
   * @param log one line, or empty
   */
  public CudaException(String call, CudaResult result, String log) {
    super(call + ": " + result + (log.isEmpty() ? "" : "; " + log));
    this.call = call;
    this.result = result;
  }

  /** A call on a lost context, which is not passed to the driver; {@code earlier} is the cause. */
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

  /** Whether this failure made the context unusable. */
  public boolean isContextLost() {
    return result.isSticky();
  }
}
