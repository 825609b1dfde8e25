package dev.deltalex.ring;

import java.lang.foreign.MemorySegment;

/**
 * A producer in this JVM that emits the tokens that {@link StreamCheck} expects, like
 * ring_producer.c.
 */
final class ToyProducer implements Runnable {
  private final RingWriter writer;
  private final int slots;
  private final int[] emitted;
  private final boolean[] live;
  private final int[] tokens;

  ToyProducer(MemorySegment block) {
    writer = new RingWriter(block);
    slots = writer.layout().slots();
    emitted = new int[slots];
    live = new boolean[slots];
    tokens = new int[writer.layout().maxBurst()];
  }

  @Override
  public void run() {
    writer.state(RingLayout.PRODUCER_RUNNING, 0);
    while (!writer.stopRequested()) {
      step();
    }
    // What was admitted before the stop may have come behind the last step: it is to be ended, too.
    step();
    writer.endRunning(EndReason.CANCELLED);
    writer.state(RingLayout.PRODUCER_CLOSED, 0);
  }

  void step() {
    boolean busy = false;
    for (int slot = 0; slot < slots; slot++) {
      busy |= serve(slot);
    }
    writer.publishStep();
    writer.beat(System.nanoTime());
    if (!busy) {
      Thread.yield();
    }
  }

  private boolean serve(int slot) {
    int epoch = writer.servedEpoch(slot);
    int admitted = writer.admittedEpoch(slot);
    if (admitted != 0 && admitted != epoch) {
      epoch = admitted;
      emitted[slot] = 0;
      live[slot] = true;
      writer.begin(slot, epoch);
    }
    if (!live[slot]) {
      return false;
    }
    if (writer.cancelRequested(slot, epoch)) {
      live[slot] = !writer.end(slot, epoch, EndReason.CANCELLED);
      return true;
    }
    int left = writer.maxTokens(slot) - emitted[slot];
    if (left == 0) {
      live[slot] = !writer.end(slot, epoch, EndReason.LENGTH);
      return true;
    }
    long seed = writer.seed(slot);
    int k = writer.k(slot);
    int at = emitted[slot];
    int n = Math.min(left, 1 + Integer.remainderUnsigned(StreamCheck.mix(seed - at), k + 1));
    for (int i = 0; i < n; i++) {
      tokens[i] = StreamCheck.mix(seed + at + i);
    }
    if (!writer.tryPut(slot, epoch, k, tokens, 0, n)) {
      return false;
    }
    emitted[slot] = at + n;
    return true;
  }
}
