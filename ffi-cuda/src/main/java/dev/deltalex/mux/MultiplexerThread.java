package dev.deltalex.mux;

import dev.deltalex.thread.Uninterruptibles;
import java.util.concurrent.locks.LockSupport;

/**
 * Polls one multiplexer on a dedicated platform thread until it is closed. Not a virtual thread:
 * polling never blocks, and its data should stay in the caches of one core.
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

  /** {@link #close} recognizes this class: two shards that join each other would deadlock. */
  private static final class Shard extends Thread {
    Shard(String name, Runnable polling) {
      super(polling, name);
      setDaemon(true);
    }
  }

  /**
   * Starts the thread.
   *
   * @param name the thread's name
   * @param multiplexer polled and closed by that thread only, from this call on
   * @param idle called by that thread only, with the result of each poll
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
      // Exceptions of sinks are caught elsewhere: the ring was unmapped, or this is a bug.
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

  /** The thread's id, for {@code ThreadMXBean.getThreadAllocatedBytes}. */
  public long threadId() {
    return thread.threadId();
  }

  /** Requests that the thread ends every stream and then itself. Any thread; returns at once. */
  void stop() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /**
   * Ends every stream and the thread, and waits for the thread: afterwards it does not access the
   * ring. Any thread; on a shard's thread, when called by a sink, it does not wait.
   */
  @Override
  public void close() {
    stop();
    if (!(Thread.currentThread() instanceof Shard)) {
      Uninterruptibles.join(thread);
    }
  }
}
