package dev.deltalex.cli;

import dev.deltalex.thread.Uninterruptibles;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Prints a progress line every two seconds, the first one after two seconds. */
final class Progress implements AutoCloseable {
  /** Time between two lines, and before the first. */
  static final long INTERVAL_MILLIS = 2_000;

  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param state supplies the text of each line; called on another thread
   */
  Progress(PrintWriter err, long intervalMillis, Supplier<String> state) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("deltalex-progress")
            .start(() -> watch(err, intervalMillis, state));
  }

  private static void watch(PrintWriter err, long intervalMillis, Supplier<String> state) {
    try {
      while (true) {
        Thread.sleep(intervalMillis);
        err.println("deltalex: " + state.get());
        err.flush();
      }
    } catch (InterruptedException e) {
      // Interrupted by close.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    // No progress line may be printed after the caller's next output.
    Uninterruptibles.join(thread);
  }
}
