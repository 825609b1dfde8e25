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

/** What every loop of this JVM has: a ring, the model, and a state. */
final class LoopRing {
  /**
   * How long a loop may rest between two beats: a twentieth of the shortest silence of the dead.
   */
  static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * Size of the largest usual page. A driver pins whole pages, and may refuse one that it has
   * pinned already: the ring shares its pages with nobody.
   */
  private static final long PAGE_BYTES = 1 << 16;

  /** Tries to write an END that has no room, while the reader may be reading. */
  private static final int LAST_TRIES = 100;

  private static final long LAST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

  private final LoopOptions options;
  private final NgramModel model;
  private final MemorySegment block;
  private volatile LoopHealth health = new LoopHealth.Running();

  LoopRing(LoopOptions options, NgramModel model) {
    this.options = options;
    this.model = model;
    RingLayout layout = RingLayout.of(options.slots(), options.capacityWords(), options.maxBurst());
    long pages = layout.totalBytes() + PAGE_BYTES - 1 & -PAGE_BYTES;
    // Collected when nobody can reach it any more: a reader outlives its loop without harm.
    this.block = Arena.ofAuto().allocate(pages, PAGE_BYTES).asSlice(0, layout.totalBytes());
    RingBlock.initialize(block, layout);
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

  /** The loop ends. One that is lost can only be closed, one that is closed stays so. */
  synchronized void leave(LoopHealth end) {
    if (health instanceof LoopHealth.Running
        || health instanceof LoopHealth.Lost && end instanceof LoopHealth.Closed) {
      health = end;
    }
  }

  /**
   * Every stream of the slots {@code from} to {@code to - 1} that still lives gets its END, as far
   * as its reader makes room. By the writer's thread, when nothing else writes to these slots any
   * more; whatever served them is not asked, as it may be broken. Who admits a stream later learns
   * its end from the producer's state, which is told behind this.
   */
  void endAll(RingWriter writer, int from, int to, EndReason reason) {
    int left = to - from;
    for (int tries = 0; tries < LAST_TRIES && left > 0; tries++) {
      left = 0;
      for (int slot = from; slot < to; slot++) {
        int epoch = writer.admittedEpoch(slot);
        if (lives(writer, slot, epoch)) {
          int owed = epoch > 0 ? epoch : writer.servedEpoch(slot);
          left += writer.end(slot, owed, reason) ? 0 : 1;
        }
      }
      if (left > 0) {
        LockSupport.parkNanos(LAST_WAIT_NANOS);
      }
    }
  }

  /** Whether the slot has a stream whose END is not written. No step may be under way. */
  static boolean lives(RingWriter writer, int slot, int admittedEpoch) {
    return writer.isRunning(slot) || admittedEpoch > 0 && admittedEpoch != writer.servedEpoch(slot);
  }
}
