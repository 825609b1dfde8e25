package dev.deltalex.thread;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UninterruptiblesTest {
  private final CountDownLatch end = new CountDownLatch(1);

  private final Thread thread =
      Thread.ofPlatform()
          .daemon()
          .unstarted(() -> {
            try {
              end.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });

  @Test
  void interruptDoesNotEndTheWaitAndIsRestored() {
    thread.start();
    Thread caller = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          caller.interrupt();
          end.countDown();
        });
    Uninterruptibles.join(thread);
    assertFalse(thread.isAlive());
    // Clears the status for the next test, too.
    assertTrue(Thread.interrupted());
  }

  @Test
  void threadThatWasNeverStartedHasEnded() {
    Uninterruptibles.join(thread);
    assertTrue(Uninterruptibles.join(thread, Duration.ofMinutes(1)));
  }

  @Test
  void timeoutEndsTheWait() {
    thread.start();
    Thread.currentThread().interrupt();
    assertFalse(Uninterruptibles.join(thread, Duration.ofMillis(20)));
    assertTrue(Thread.interrupted());
    assertFalse(Uninterruptibles.join(thread, Duration.ZERO));
    end.countDown();
    assertTrue(Uninterruptibles.join(thread, Duration.ofMinutes(1)));
  }
}
