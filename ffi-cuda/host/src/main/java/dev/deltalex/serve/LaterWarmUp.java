package dev.deltalex.serve;

import dev.deltalex.parse.StreamPool;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Warms the scanner up again where the machine was too busy to do so at the start: after half a
 * minute, then after twice as long each time, up to eight minutes, until it has succeeded. A shard
 * takes the better scanner when it has no open stream.
 */
final class LaterWarmUp implements AutoCloseable {
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(8);

  private final BooleanSupplier attempt;
  private final Thread thread;

  private LaterWarmUp(BooleanSupplier attempt, Duration first) {
    this.attempt = attempt;
    thread = Thread.ofPlatform().name("deltalex-warm-up").daemon().unstarted(() -> run(first));
  }

  /** Starts it, unless the scanner is settled already. */
  static LaterWarmUp start() {
    LaterWarmUp later = new LaterWarmUp(LaterWarmUp::warmUp, FIRST);
    if (!StreamPool.isWarm()) {
      later.thread.start();
    }
    return later;
  }

  /**
   * Starts it with another attempt, which says whether it has succeeded.
   *
   * @param first how long to wait before the first attempt
   */
  static LaterWarmUp start(BooleanSupplier attempt, Duration first) {
    LaterWarmUp later = new LaterWarmUp(attempt, first);
    later.thread.start();
    return later;
  }

  private static boolean warmUp() {
    String scanner = StreamPool.warmUp();
    System.getLogger("dev.deltalex.serve")
        .log(System.Logger.Level.INFO, "warmed up again: scanner {0}", scanner);
    return StreamPool.isWarm();
  }

  private void run(Duration first) {
    Duration pause = first;
    try {
      do {
        Thread.sleep(pause);
        pause = pause.compareTo(LONGEST.dividedBy(2)) < 0 ? pause.multipliedBy(2) : LONGEST;
      } while (!attempt.getAsBoolean());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it before the next attempt. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /** Waits until it has ended, for at most so long; returns whether it has. */
  boolean awaitEnd(Duration most) throws InterruptedException {
    return thread.join(most);
  }
}
