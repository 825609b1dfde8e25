package dev.deltalex.loop;

import java.lang.foreign.MemorySegment;

/**
 * Generates many streams at a time into a token ring. Each step writes one burst of tokens for
 * every running stream: the accepted draft tokens and one token of the model. The tokens of a
 * stream depend on its prompt and seed only, neither on the kind of loop nor on the number of draft
 * tokens.
 *
 * <p>The model is a small n-gram model: its throughput measures the cost of ring, driver and
 * parser, and says nothing about any large language model.
 *
 * <p>A stream's end-of-sequence token is not written; the END record replaces it.
 */
public interface GenerationLoop extends AutoCloseable {
  /**
   * The ring block that the loop writes. Streams are admitted, read and cancelled through it, by a
   * {@link dev.deltalex.ring.RingReader} per shard, each on its own thread; a cancelled stream gets
   * its END within the next step. The memory stays valid as long as it is reachable, also after
   * {@link #close}.
   */
  MemorySegment ring();

  /** The model that generates the streams. */
  LoopModel model();

  /** The state of the loop. Any thread. */
  LoopHealth health();

  /** Describes the device, why it was chosen, and the model, in one line. */
  String description();

  /**
   * Whether the times in the ring are of the clock of {@link System#nanoTime}, as those of a loop
   * on threads of this JVM; latencies can be computed with this clock only.
   */
  default boolean sharesClock() {
    return true;
  }

  /**
   * Stops the loop. Each running stream gets its END: CANCELLED or, after the device was lost,
   * ERROR. A stream that is admitted during the call may get no END: it is over when the ring's
   * producer state is no longer RUNNING. Idempotent; any thread.
   *
   * <p>Waits for the current step, for at most 10 s: a kernel that takes longer is abandoned, with
   * a log line, and its resources are released when it ends. Its streams get no END, since the
   * kernel may still write to their slots; the ring's producer state is then FAILED.
   */
  @Override
  void close();
}
