package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.INT_WORD;
import static dev.deltalex.ring.RingLayout.LONG;
import static dev.deltalex.ring.RingLayout.LONG_WORD;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The producer of a block. One thread at a time per slot, and one for the header's words; hand a
 * slot over with a happens-before edge. The words of the slots' own lines are the writer's memory:
 * it keeps its cursor there.
 *
 * <p>A slot's life: {@link #admittedEpoch} names an epoch other than {@link #servedEpoch}; {@link
 * #begin}; per step {@link #cancelRequested} and {@link #tryPut}; {@link #end}.
 */
public final class RingWriter {
  private final MemorySegment block;
  private final RingLayout layout;
  private final int capacity;
  private final int maxBurst;
  private final long mask;

  /** Per slot the consumer's cursor as last read: read again only when the ring looks full. */
  private final long[] seenReads;

  /**
   * A writer that goes on where an earlier one stopped; see {@link #endRunning}.
   *
   * @throws IllegalArgumentException where the header is not that of a ring, see {@link
   *     RingLayout#read}
   */
  public RingWriter(MemorySegment block) {
    this.block = block;
    this.layout = RingLayout.read(block);
    this.capacity = layout.capacityWords();
    this.maxBurst = layout.maxBurst();
    this.mask = capacity - 1L;
    this.seenReads = new long[layout.slots()];
    for (int slot = 0; slot < seenReads.length; slot++) {
      seenReads[slot] = (long) LONG_WORD.getAcquire(block, at(slot) + RingLayout.RD_OFFSET);
    }
  }

  /** The layout that the header stated when the writer was made. */
  public RingLayout layout() {
    return layout;
  }

  /** The epoch admitted last, 0 for none. The rest of the admission is visible after this call. */
  public int admittedEpoch(int slot) {
    return (int) INT_WORD.getAcquire(block, at(slot) + RingLayout.EPOCH_OFFSET);
  }

  /**
   * Whether what was read of the admission since {@link #admittedEpoch} belongs to that epoch. It
   * does not where the consumer gave the stream up and admitted another meanwhile.
   */
  public boolean stillAdmitted(int slot, int epoch) {
    VarHandle.loadLoadFence();
    return (int) INT_WORD.getOpaque(block, at(slot) + RingLayout.EPOCH_OFFSET) == epoch;
  }

  /**
   * The epoch that {@link #begin}, {@link #tryPut} or {@link #end} was last called with; 0: none.
   */
  public int servedEpoch(int slot) {
    return block.get(INT, at(slot) + RingLayout.EPOCH_ECHO_OFFSET);
  }

  /** Prompt tokens that the admission holds, 0 to {@link RingLayout#PROMPT_TOKENS}. */
  public int promptLength(int slot) {
    int length = block.get(INT, at(slot) + RingLayout.PROMPT_LEN_OFFSET);
    return Math.clamp(length, 0, RingLayout.PROMPT_TOKENS);
  }

  /** Prompt token {@code i} of those that the admission holds; unchecked: any int. */
  public int prompt(int slot, int i) {
    Objects.checkIndex(i, RingLayout.PROMPT_TOKENS);
    return block.get(INT, at(slot) + RingLayout.PROMPT_OFFSET + (long) Integer.BYTES * i);
  }

  /** The stream's seed. */
  public long seed(int slot) {
    return block.get(LONG, at(slot) + RingLayout.SEED_OFFSET);
  }

  /** The stream's token limit, at least 1. */
  public int maxTokens(int slot) {
    return Math.max(1, block.get(INT, at(slot) + RingLayout.MAX_TOKENS_OFFSET));
  }

  /** The stream's draft tokens per step, 0 to min(255, maxBurst - 1). */
  public int k(int slot) {
    int k = block.get(INT, at(slot) + RingLayout.DRAFT_TOKENS_OFFSET);
    return Math.clamp(k, 0, Math.min(RingLayout.MAX_DRAFTED, maxBurst - 1));
  }

  /**
   * Whether the consumer asked for the end of this stream, or gave it up by admitting another one:
   * its END is due, or (given up) may be left out.
   */
  public boolean cancelRequested(int slot, int epoch) {
    if ((int) INT_WORD.getAcquire(block, at(slot) + RingLayout.CANCEL_EPOCH_OFFSET) == epoch) {
      return true;
    }
    int admitted = admittedEpoch(slot);
    return admitted != epoch && admitted != 0;
  }

  /** Says that the stream is served, before its first token. */
  public void begin(int slot, int epoch) {
    serve(at(slot), epoch);
  }

  /** Running before the echo: who sees the echo does not take an older stream's end for its own. */
  private void serve(long at, int epoch) {
    if (block.get(INT, at + RingLayout.EPOCH_ECHO_OFFSET) != epoch) {
      block.set(INT, at + RingLayout.SLOT_STATE_OFFSET, RingLayout.SLOT_RUNNING);
      INT_WORD.setRelease(block, at + RingLayout.EPOCH_ECHO_OFFSET, epoch);
    }
  }

  /** Whether {@link #tryPut} would succeed. A slot that has no room skips the step. */
  public boolean hasRoom(int slot) {
    return free(slot, layout.roomWords()) >= layout.roomWords();
  }

  /** Counts a step that the slot skipped because of {@link #hasRoom}. */
  public void stall(int slot) {
    add(at(slot) + RingLayout.STALLS_OFFSET, 1);
  }

  /**
   * Publishes one step's tokens of a stream.
   *
   * @param drafted tokens that the draft proposed, 0 to 255
   * @param tokens the ids, {@code count} of them from index {@code from} on
   * @param count 1 to {@link RingLayout#maxBurst()}
   * @return false where the ring is too full for the largest record and an END after it; a stall is
   *     counted and nothing written
   */
  public boolean tryPut(int slot, int epoch, int drafted, int[] tokens, int from, int count) {
    if (count < 1 || count > maxBurst) {
      throw new IllegalArgumentException("count is " + count + ", needs 1 to " + maxBurst);
    }
    Objects.checkFromIndexSize(from, count, tokens.length);
    if (drafted < 0 || drafted > RingLayout.MAX_DRAFTED) {
      throw new IllegalArgumentException("drafted is " + drafted + ", needs 0 to 255");
    }
    if (!hasRoom(slot)) {
      stall(slot);
      return false;
    }
    final long at = at(slot);
    final long ring = layout.ringOffset(slot);
    final long wr = block.get(LONG, at + RingLayout.WR_OFFSET);
    put(ring, wr, RingLayout.KIND_BURST << 24 | drafted << 16 | count);
    put(ring, wr + 1, epoch);
    long body = wr + RingLayout.RECORD_WORDS;
    for (int i = 0; i < count; i++) {
      put(ring, body + i, tokens[from + i]);
    }
    serve(at, epoch);
    add(at + RingLayout.DRAFTED_OFFSET, drafted);
    // The last token of a step is the target's own: a correction or a bonus.
    add(at + RingLayout.ACCEPTED_OFFSET, Math.min(drafted, count - 1));
    publish(at, body + count);
    return true;
  }

  /**
   * Publishes the stream's end. The room that {@link #tryPut} keeps is for it.
   *
   * @return false where there is none after all: END after END with nothing read between them, or a
   *     consumer whose cursor is corrupt; try again at the next step
   */
  public boolean end(int slot, int epoch, EndReason reason) {
    if (free(slot, RingLayout.RECORD_WORDS) < RingLayout.RECORD_WORDS) {
      return false;
    }
    final long at = at(slot);
    final long ring = layout.ringOffset(slot);
    final long wr = block.get(LONG, at + RingLayout.WR_OFFSET);
    put(ring, wr, RingLayout.KIND_END << 24 | reason.code());
    put(ring, wr + 1, epoch);
    serve(at, epoch);
    publish(at, wr + RingLayout.RECORD_WORDS);
    // After wr: who sees this state sees the END.
    INT_WORD.setRelease(block, at + RingLayout.SLOT_STATE_OFFSET, RingLayout.SLOT_ENDED);
    return true;
  }

  /**
   * Ends every stream that is served. With CANCELLED where the consumer is lost, with ERROR for
   * what an earlier producer of an old ring left running, before this one serves a slot.
   *
   * @return streams ended
   */
  public int endRunning(EndReason reason) {
    int streams = 0;
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (isRunning(slot) && end(slot, servedEpoch(slot), reason)) {
        streams++;
      }
    }
    return streams;
  }

  /** Whether the stream of {@link #servedEpoch} has no END yet. */
  public boolean isRunning(int slot) {
    return block.get(INT, at(slot) + RingLayout.SLOT_STATE_OFFSET) == RingLayout.SLOT_RUNNING;
  }

  /** Rings the doorbell: what all slots published in this step is visible to who sees it. */
  public void publishStep() {
    long step = block.get(LONG, RingLayout.STEP_OFFSET);
    block.set(LONG, RingLayout.PRODUCER_NS_OFFSET, System.nanoTime());
    LONG_WORD.setRelease(block, RingLayout.STEP_OFFSET, step + 1);
  }

  /** Shows the consumer that the producer lives: any value other than the last, say a clock's. */
  public void beat(long nanos) {
    LONG_WORD.setRelease(block, RingLayout.BEAT_OFFSET, nanos);
  }

  /**
   * States what the producer does.
   *
   * @param state one of {@link RingLayout#PRODUCER_RUNNING} and its siblings
   * @param error why it failed, 0 for no error
   */
  public void state(int state, int error) {
    INT_WORD.setRelease(block, RingLayout.PRODUCER_ERROR_OFFSET, error);
    INT_WORD.setRelease(block, RingLayout.PRODUCER_STATE_OFFSET, state);
  }

  /** Whether the consumer asked for the end of all streams. */
  public boolean stopRequested() {
    return (int) INT_WORD.getAcquire(block, RingLayout.STOP_ALL_OFFSET) != 0;
  }

  /** The consumer's heartbeat: a value that changes while it lives. No clock's value. */
  public long consumerBeat() {
    return (long) LONG_WORD.getAcquire(block, RingLayout.CONSUMER_BEAT_OFFSET);
  }

  /**
   * Free words of the slot's ring, as far as is known; the consumer's cursor is read again only
   * where fewer than {@code wanted} were. A cursor that cannot be gives 0: nothing is written over.
   */
  private long free(int slot, int wanted) {
    long wr = block.get(LONG, at(slot) + RingLayout.WR_OFFSET);
    long free = capacity - (wr - seenReads[slot]);
    if (free < wanted || free > capacity) {
      long rd = (long) LONG_WORD.getAcquire(block, at(slot) + RingLayout.RD_OFFSET);
      seenReads[slot] = rd;
      free = capacity - (wr - rd);
    }
    return free > capacity ? 0 : free;
  }

  private void put(long ring, long cursor, int word) {
    block.set(INT, ring + ((cursor & mask) << 2), word);
  }

  private void publish(long at, long wr) {
    block.set(LONG, at + RingLayout.PUBLISH_NS_OFFSET, System.nanoTime());
    LONG_WORD.setRelease(block, at + RingLayout.WR_OFFSET, wr);
  }

  private void add(long at, long n) {
    block.set(LONG, at, block.get(LONG, at) + n);
  }

  private long at(int slot) {
    Objects.checkIndex(slot, seenReads.length);
    return layout.slotOffset(slot);
  }
}
