package dev.deltalex.cuda.gpu;

/**
 * Stores a result that another program measured on this machine's GPU. For scripts; the arguments
 * are the name of the check and {@code name=value} pairs.
 */
public final class StoreResult {
  private StoreResult() {}

  /** Stores the result. Fails without a GPU. */
  public static void main(String[] args) {
    GpuResult result = Gpu.result(args[0], Gpu.require(args[0]));
    for (int i = 1; i < args.length; i++) {
      int at = args[i].indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("expected name=value: " + args[i]);
      }
      String name = args[i].substring(0, at);
      String value = args[i].substring(at + 1);
      boolean number = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
      if (number) {
        result.number(name, Long.parseLong(value));
      } else {
        result.text(name, value);
      }
    }
    result.store();
  }
}
