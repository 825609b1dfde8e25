package dev.deltalex.loop;

import dev.deltalex.loop.ngram.NgramModel;
import dev.deltalex.ring.RingBlock;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What every loop of this JVM has: a ring, the model, a state, and the door for admissions. */
final class LoopRing {
  private final LoopOptions options;
  private final NgramModel model;
  private final MemorySegment block;
  private final RingReader admissions;

  /** Guards the change of {@link #health} against admissions that rely on it. */
  private final Object door = new Object();

  private volatile LoopHealth health = new LoopHealth.Running();

  LoopRing(LoopOptions options, NgramModel model) {
    this.options = options;
    this.model = model;
    // Collected when nobody can reach it any more: a reader outlives its loop without harm.
    this.block =
        RingBlock.allocate(
            Arena.ofAuto(),
            RingLayout.of(options.slots(), options.capacityWords(), options.maxBurst()));
    this.admissions = new RingReader(block);
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

  void admit(int slot, int epoch, StreamRequest request) {
    synchronized (door) {
      if (!(health instanceof LoopHealth.Running)) {
        throw new IllegalStateException("the loop does not run: " + health);
      }
      admissions.admit(
          slot,
          epoch,
          request.prompt(),
          request.prompt().length,
          request.seed(),
          request.maxTokens(),
          request.draftTokens());
    }
  }

  void cancel(int slot, int epoch) {
    admissions.cancel(slot, epoch);
  }

  /**
   * Shuts the door: nothing is admitted after this call, so an end written to every stream now is
   * an end to all. A loop that is lost can only be closed.
   *
   * @return whether the loop was running
   */
  boolean leave(LoopHealth end) {
    synchronized (door) {
      boolean running = health instanceof LoopHealth.Running;
      if (running || health instanceof LoopHealth.Lost && end instanceof LoopHealth.Closed) {
        health = end;
      }
      return running;
    }
  }
}
