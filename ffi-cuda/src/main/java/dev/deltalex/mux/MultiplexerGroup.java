package dev.deltalex.mux;

import dev.deltalex.DeltaSink;
import dev.deltalex.loop.StreamRequest;
import dev.deltalex.parse.StreamSpec;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import dev.deltalex.text.Vocabulary;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves all slots of a ring with several {@link MultiplexerThread}s, its shards. Hosts use this
 * class: any thread may open streams, and cancel them by their handles. A stream never moves to
 * another shard.
 */
public final class MultiplexerGroup implements AutoCloseable {
  private final List<MultiplexerThread> shards;
  private final AtomicInteger turn = new AtomicInteger();

  private MultiplexerGroup(List<MultiplexerThread> shards) {
    this.shards = shards;
  }

  /** Starts shards with the default idle strategy, without probes. */
  public static MultiplexerGroup start(
      MemorySegment ring, Vocabulary vocabulary, MuxOptions options, int shards) {
    return start(ring, vocabulary, options, shards, IdleStrategy::backoff, shard -> null);
  }

  /**
   * Starts the shards. If it throws, no shard is running.
   *
   * @param ring the block; must stay valid until {@link #close} has returned
   * @param vocabulary of the model that writes the ring
   * @param shards number of threads, 1 to the number of slots
   * @param idle creates the idle strategy of each shard
   * @param probes creates the probe of each shard, by the shard's number; null for none
   * @throws IllegalArgumentException if the block is not a ring, or has fewer slots than {@code
   *     shards}
   */
  public static MultiplexerGroup start(
      MemorySegment ring,
      Vocabulary vocabulary,
      MuxOptions options,
      int shards,
      Supplier<IdleStrategy> idle,
      IntFunction<? extends @Nullable DeliveryProbe> probes) {
    int slots = RingLayout.read(ring).slots();
    if (shards < 1 || shards > slots) {
      throw new IllegalArgumentException(
          "shards is " + shards + "; for " + slots + " slots it must be from 1 to " + slots);
    }
    List<StreamMultiplexer> made = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      RingReader reader =
          new RingReader(
              ring, (int) ((long) slots * i / shards), (int) ((long) slots * (i + 1) / shards));
      made.add(new StreamMultiplexer(reader, vocabulary, options, probes.apply(i)));
    }
    List<MultiplexerThread> started = new ArrayList<>();
    try {
      for (int i = 0; i < shards; i++) {
        started.add(MultiplexerThread.start("deltalex-mux-" + i, made.get(i), idle.get()));
      }
    } catch (RuntimeException | Error e) {
      new MultiplexerGroup(started).close();
      throw e;
    }
    return new MultiplexerGroup(List.copyOf(started));
  }

  /**
   * Opens a stream on the shard with the most free slots. See {@link StreamMultiplexer#open}.
   *
   * @throws IllegalArgumentException if the request does not fit the ring or the vocabulary
   * @throws StreamRejectedException if too many streams wait, the producer is lost or this is
   *     closed
   */
  public StreamHandle open(
      StreamRequest request, StreamSpec spec, StopStrings stops, DeltaSink sink) {
    return open(request, spec, stops, "", sink);
  }

  /** Opens a stream whose response begins in the prompt. See {@link StreamMultiplexer#open}. */
  public StreamHandle open(
      StreamRequest request, StreamSpec spec, StopStrings stops, String prefill, DeltaSink sink) {
    return roomiest().open(request, spec, stops, prefill, sink);
  }

  private StreamMultiplexer roomiest() {
    // Round robin among shards with equally many free slots.
    int first = Math.floorMod(turn.getAndIncrement(), shards.size());
    StreamMultiplexer best = shards.get(first).multiplexer();
    int most = best.room();
    for (int i = 1; i < shards.size(); i++) {
      StreamMultiplexer next = shards.get((first + i) % shards.size()).multiplexer();
      int room = next.room();
      if (room > most) {
        best = next;
        most = room;
      }
    }
    return best;
  }

  /** The shards, ordered by their slots. */
  public List<MultiplexerThread> shards() {
    return shards;
  }

  /** Sum of a counter over the shards. */
  public long total(MuxCounter counter) {
    long sum = 0;
    for (MultiplexerThread shard : shards) {
      sum += shard.multiplexer().counters().get(counter);
    }
    return sum;
  }

  /**
   * The maximum of {@link StreamMultiplexer#longestCallbackNanos} over the shards, in nanoseconds.
   */
  public long longestCallbackNanos() {
    long longest = 0;
    for (MultiplexerThread shard : shards) {
      longest = Math.max(longest, shard.multiplexer().longestCallbackNanos());
    }
    return longest;
  }

  /** Why the producer is lost, or null if it is not. */
  public @Nullable String loss() {
    for (MultiplexerThread shard : shards) {
      String loss = shard.multiplexer().loss();
      if (loss != null) {
        return loss;
      }
    }
    return null;
  }

  /**
   * Ends every stream and every shard, and waits for the shards' threads, as long as a sink of
   * theirs blocks: afterwards none of them accesses the ring. Any thread. Called by a sink, on a
   * shard's thread, it does not wait; the ring is then in use until a call on another thread has
   * returned.
   */
  @Override
  public void close() {
    for (MultiplexerThread shard : shards) {
      shard.stop();
    }
    for (MultiplexerThread shard : shards) {
      shard.close();
    }
  }
}
