package dev.deltalex.cuda.gpu;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time limit of a loop that waits for something that a device or another thread does. JUnit's
 * timeouts only interrupt a thread, which such a loop does not notice.
 */
public final class Deadline {
  /** The usual limit: longer than any step of a loop or any load of a kernel takes. */
  public static final Duration USUAL = Duration.ofSeconds(20);

  private final Duration limit;
  private final Supplier<String> awaited;
  private long start = System.nanoTime();

  private Deadline(Duration limit, Supplier<String> awaited) {
    this.limit = limit;
    this.awaited = awaited;
  }

  /** Starts the usual limit for what the text names. */
  public static Deadline of(String awaited) {
    return of(USUAL, () -> awaited);
  }

  /**
   * Starts a limit.
   *
   * @param awaited what the loop waits for, and its state at the deadline
   */
  public static Deadline of(Duration limit, Supplier<String> awaited) {
    return new Deadline(limit, awaited);
  }

  /** Fails with what was awaited if the limit is over. For the body of the loop. */
  public void check() {
    long waited = System.nanoTime() - start;
    if (waited > limit.toNanos()) {
      throw new AssertionError("waited " + waited / 1_000_000 + " ms in vain for " + awaited.get());
    }
  }

  /** As {@link #check}, and tells the CPU that the loop spins. */
  public void spin() {
    Thread.onSpinWait();
    check();
  }

  /** Starts the limit again, since there was progress. */
  public void restart() {
    start = System.nanoTime();
  }
}
