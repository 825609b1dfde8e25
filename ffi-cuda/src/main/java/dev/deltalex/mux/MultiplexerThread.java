package dev.deltalex.mux;

import java.util.concurrent.locks.LockSupport;

/**
 * Polls one multiplexer on a platform thread of its own until it is closed. A virtual thread would
 * gain nothing: it never blocks, and what it touches should stay on one core.
 */
public final class MultiplexerThread implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.deltalex.mux");

  private final StreamMultiplexer multiplexer;
  private final IdleStrategy idle;
  private final Shard thread;
  private volatile boolean closing;

  private MultiplexerThread(String name, StreamMultiplexer multiplexer, IdleStrategy idle) {
    this.multiplexer = multiplexer;
    this.idle = idle;
    this.thread = new Shard(name, this::run);
  }

  /** Known by its class: shards that waited for each other would do so for ever. */
  private static final class Shard extends Thread {
    Shard(String name, Runnable polling) {
      super(polling, name);
      setDaemon(true);
    }
  }

  /**
   * Starts polling.
   *
   * @param name the thread's name
   * @param multiplexer polled and closed by that thread only from now on
   * @param idle what it does without work; that thread's own
   */
  public static MultiplexerThread start(
      String name, StreamMultiplexer multiplexer, IdleStrategy idle) {
    MultiplexerThread started = new MultiplexerThread(name, multiplexer, idle);
    started.thread.start();
    return started;
  }

  private void run() {
    try {
      while (!closing) {
        idle.idle(multiplexer.poll());
      }
      multiplexer.close();
    } catch (Throwable thrown) {
      // Sinks cannot get here: the ring's memory is gone, or this is a defect.
      try {
        multiplexer.abandon("the multiplexer failed: " + thrown);
      } finally {
        LOG.log(System.Logger.Level.ERROR, "the multiplexer failed", thrown);
      }
    }
  }

  /** The multiplexer. */
  public StreamMultiplexer multiplexer() {
    return multiplexer;
  }

  /** The thread's id, as its management bean knows it: for the bytes it allocated. */
  public long threadId() {
    return thread.threadId();
  }

  /** Tells the thread to end every stream and itself. Any thread; does not wait. */
  void stop() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /**
   * Ends every stream and the thread, and waits for it: afterwards the ring is not touched. Any
   * thread; on that of a shard, this one or another, which sinks are called on, it does not wait.
   */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (thread.isAlive() && !(Thread.currentThread() instanceof Shard)) {
      try {
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
