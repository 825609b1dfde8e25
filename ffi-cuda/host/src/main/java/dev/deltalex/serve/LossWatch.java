package dev.deltalex.serve;

import dev.deltalex.loop.LoopHealth;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the loops of a server on a thread of its own. A loop that is lost is logged, and replaced
 * by one on the host if the options say so. A loop is not reopened on its device: after an error
 * that loses a context, a driver may refuse every call of the process.
 */
final class LossWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.serve");
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Limit for the shards to notice the loss, which the ring tells them. */
  private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Service service;
  private final Thread thread;
  private final CompletableFuture<String> loss = new CompletableFuture<>();
  private volatile boolean closing;

  /** Starts the thread. */
  LossWatch(Service service) {
    this.service = service;
    this.thread = Thread.ofPlatform().daemon().name("deltalex-loss").start(this::run);
  }

  /**
   * Waits until a loop is lost that nothing replaces; returns what was lost and why.
   *
   * @throws IllegalStateException if the watch has ended by a defect
   */
  String await() throws InterruptedException {
    try {
      return loss.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The watch failed", e);
    }
  }

  private void run() {
    try {
      watch();
    } catch (RuntimeException | Error e) {
      loss.completeExceptionally(e);
    }
  }

  private void watch() {
    while (!closing && !loss.isDone()) {
      for (Source source : service.sources()) {
        if (source.loop().health() instanceof LoopHealth.Lost lost) {
          lost(source, lost.reason());
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void lost(Source source, String reason) {
    String what = "the loop of " + source.label() + " is lost: " + reason;
    awaitNotice(source);
    boolean replaces = service.options().hostAfterLoss() && !service.isClosing();
    if (replaces && source instanceof Source.Reference reference) {
      try {
        if (service.replace(source, reference.onHost(reason))) {
          LOG.log(System.Logger.Level.ERROR, what + "; new streams run on the host from now on");
          return;
        }
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "no loop on the host takes its place", e);
      }
    }
    LOG.log(System.Logger.Level.ERROR, what + "; all requests are refused from now on");
    loss.complete(what);
  }

  /**
   * Waits until the shards have ended the running streams with the reason: a close would end them
   * without it.
   */
  private void awaitNotice(Source source) {
    long since = System.nanoTime();
    while (source.group().loss() == null && System.nanoTime() - since < NOTICE_NANOS) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    LockSupport.parkNanos(LOOK_NANOS);
  }

  /** Stops watching. Returns at once. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }
}
