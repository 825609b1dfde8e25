package dev.deltalex.loop;

import dev.deltalex.text.Vocabulary;
import java.lang.foreign.MemorySegment;

/**
 * A language model that generates many streams at a time into a token ring. Each step gives every
 * running stream one burst of tokens: what a draft proposed and the model confirmed, and one token
 * of the model's own. What a stream holds is a function of its prompt and seed: neither the kind of
 * loop nor the number of draft tokens changes a token of it.
 *
 * <p>The model is a small n-gram model: its throughput says what the ring, the driver and the
 * parser cost, and nothing about any large language model.
 *
 * <p>A stream's end-of-sequence token is not handed over; the END record stands for it.
 */
public interface GenerationLoop extends AutoCloseable {
  /**
   * The ring block that the loop writes. Streams are admitted, read and cancelled through it, by a
   * {@link dev.deltalex.ring.RingReader} per shard, each on its own thread; a cancelled stream gets
   * its END within the next step. Valid as long as it is reachable: what the loop wrote can be read
   * after {@link #close}.
   */
  MemorySegment ring();

  /** The texts of the model's tokens. Markers and the tokens that frame a document are special. */
  Vocabulary vocabulary();

  /** The token that every prompt begins with. */
  int bos();

  /** The token that ends a document. */
  int eos();

  /**
   * The tokens of a prompt after which the model writes in a wire format. Any thread.
   *
   * @param format name of a wire format, see {@link dev.deltalex.format.Formats}; of one that the
   *     model does not know it writes prose and code
   * @param tail what the assistant has already written, such as an opened {@code <think>} block;
   *     the model sees the end of it
   */
  int[] prompt(String format, String tail);

  /** The tools that the model calls, as the {@code tools} of a chat completion request. */
  String tools();

  /** How the loop is. Any thread. */
  LoopHealth health();

  /** What runs where, and why there, in one line. */
  String description();

  /**
   * Whether the times in the ring are of the clock of {@link System#nanoTime}, as those of a loop
   * on threads of this JVM are: only then do they tell a latency.
   */
  default boolean sharesClock() {
    return true;
  }

  /**
   * Stops the loop. Each stream that still lives gets its END, CANCELLED or, where the device was
   * lost, ERROR. One that is admitted meanwhile may get none: its end is that the ring's producer
   * state is no longer RUNNING. Idempotent; any thread.
   *
   * <p>Waits for the step under way. A kernel that does not end is left behind after 10 s, with a
   * log line that says so: what it uses is given back when it ends. Its streams get no END, since
   * the kernel may still write to their slots; the ring's producer state is then FAILED.
   */
  @Override
  void close();
}
