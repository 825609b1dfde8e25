package dev.deltalex.thread;

import java.time.Duration;

/**
 * Joins threads without being interrupted, for {@code close} methods that free resources of a
 * thread. The caller's interrupt status is restored before a method returns.
 */
public final class Uninterruptibles {
  private Uninterruptibles() {}

  /** Waits until the thread has ended; returns at once if it was never started. */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restore(interrupted);
  }

  /**
   * Waits until the thread has ended, for at most {@code timeout}.
   *
   * @return whether the thread has ended
   */
  public static boolean join(Thread thread, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    long remaining = Math.max(1, timeout.toNanos());
    while (remaining > 0 && thread.isAlive()) {
      try {
        thread.join(Duration.ofNanos(remaining));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      remaining = deadline - System.nanoTime();
    }
    restore(interrupted);
    return !thread.isAlive();
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
