package dev.deltalex.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints a progress line every two seconds, the first one after two seconds. */
final class Progress implements AutoCloseable {
  /** Time between two lines, and before the first. */
  static final long INTERVAL_MILLIS = 2_000;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("deltalex-progress").factory());

  private final ScheduledFuture<?> lines;

  /**
   * Starts the thread.
   *
   * @param state supplies the text of each line; called on another thread
   */
  Progress(PrintWriter err, long intervalMillis, Supplier<String> state) {
    Runnable print =
        () -> {
          err.println("deltalex: " + state.get());
          err.flush();
        };
    lines =
        timer.scheduleWithFixedDelay(print, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  /** Waits for a line that is being printed: none may come after the caller's next output. */
  @Override
  public void close() {
    lines.cancel(true);
    timer.close();
  }
}
