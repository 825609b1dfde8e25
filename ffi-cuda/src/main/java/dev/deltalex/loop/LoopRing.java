package dev.deltalex.loop;

import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The ring, the model and the state of a loop of this JVM. */
final class LoopRing {
  /** Longest pause between two heartbeats: a twentieth of the shortest timeout of a watch. */
  static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * The largest common page size. A driver pins whole pages, and may refuse a page that is already
   * pinned, so the ring shares no page with other memory.
   */
  private static final long PAGE_BYTES = 1 << 16;

  /** Attempts to write the END of a stream whose ring is full, while its reader may free space. */
  private static final int LAST_TRIES = 100;

  private static final long LAST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final LoopOptions options;
  private final NgramModel model;
  private MemorySegment block;
  private volatile LoopHealth health = new LoopHealth.Running();

  LoopRing(LoopOptions options, NgramModel model) {
    this.options = options;
    this.model = model;
    RingLayout layout = layout();
    long pages = layout.totalBytes() + PAGE_BYTES - 1 & -PAGE_BYTES;
    // Freed by the garbage collector, since a reader may be used after its loop is closed.
    this.block = Arena.ofAuto().allocate(pages, PAGE_BYTES).asSlice(0, layout.totalBytes());
    RingBlock.initialize(block, layout);
  }

  RingLayout layout() {
    return RingLayout.of(options.slots(), options.capacityWords(), options.maxBurst());
  }

  /**
   * Replaces the block by other memory, zeroed and as large. Before the loop has started: nothing
   * else knows the block.
   */
  void moveTo(MemorySegment memory) {
    this.block = memory;
    RingBlock.initialize(block, layout());
  }

  LoopOptions options() {
    return options;
  }

  NgramModel model() {
    return model;
  }

  MemorySegment block() {
    return block;
  }

  LoopHealth health() {
    return health;
  }

  /** Sets the final state. A lost loop can become closed; a closed one stays closed. */
  synchronized void leave(LoopHealth end) {
    if (health instanceof LoopHealth.Running
        || health instanceof LoopHealth.Lost && end instanceof LoopHealth.Closed) {
      health = end;
    }
  }

  /**
   * Writes the END of every running stream of the slots {@code from} to {@code to - 1}, unless its
   * ring stays full. Called by the writer's thread when nothing else writes to these slots. Uses
   * the ring only, since the state of a failed step may be inconsistent. A stream that is admitted
   * later learns its end from the producer's state, which the caller sets afterwards.
   */
  void endAll(RingWriter writer, int from, int to, EndReason reason) {
    int unended = to - from;
    for (int tries = 0; tries < LAST_TRIES && unended > 0; tries++) {
      unended = 0;
      for (int slot = from; slot < to; slot++) {
        int epoch = writer.admittedEpoch(slot);
        if (hasUnendedStream(writer, slot, epoch)) {
          int owed = epoch > 0 ? epoch : writer.servedEpoch(slot);
          unended += writer.end(slot, owed, reason) ? 0 : 1;
        }
      }
      if (unended > 0) {
        LockSupport.parkNanos(LAST_WAIT_NANOS);
      }
    }
  }

  /** Whether the slot has a stream without END. Call while no step runs. */
  static boolean hasUnendedStream(RingWriter writer, int slot, int admittedEpoch) {
    return writer.isRunning(slot) || admittedEpoch > 0 && admittedEpoch != writer.servedEpoch(slot);
  }
}
