package dev.deltalex.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Says every two seconds how far the work is; work that is done sooner stays silent. */
final class Progress implements AutoCloseable {
  /** How long a person waits before wondering. */
  static final long INTERVAL_MILLIS = 2_000;

  private final Thread thread;

  /**
   * Starts watching.
   *
   * @param state asked for the text of each line, on another thread
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
      // The work is done.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        // No line may come behind what the caller prints next.
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
