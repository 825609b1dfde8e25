package dev.deltalex.cuda.gpu;

/**
 * Stores a result that another program established on this machine's GPU, for scripts: the name of
 * the check, then {@code name=value} each.
 */
public final class StoreResult {
  private StoreResult() {}

  /** Stores it. Fails without a GPU. */
  public static void main(String[] args) {
    GpuResult result = Gpu.result(args[0], Gpu.require(args[0]));
    for (int i = 1; i < args.length; i++) {
      int at = args[i].indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("needs name=value: " + args[i]);
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
