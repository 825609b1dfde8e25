package dev.deltalex.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaterWarmUpTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void itTriesUntilItSucceeds() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    try (LaterWarmUp later =
        LaterWarmUp.start(() -> attempts.incrementAndGet() == 3, Duration.ofMillis(1))) {
      assertTrue(later.awaitEnd(LONG));
      assertEquals(3, attempts.get());
    }
  }

  @Test
  void closingEndsIt() throws InterruptedException {
    CountDownLatch attempted = new CountDownLatch(1);
    LaterWarmUp later =
        LaterWarmUp.start(
            () -> {
              attempted.countDown();
              return false;
            },
            Duration.ofMillis(1));
    assertTrue(attempted.await(LONG.toSeconds(), TimeUnit.SECONDS));
    later.close();
    assertTrue(later.awaitEnd(LONG));
  }
}
