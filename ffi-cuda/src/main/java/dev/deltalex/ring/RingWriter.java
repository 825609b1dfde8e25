package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.INT_WORD;
import static dev.deltalex.ring.RingLayout.LONG;
import static dev.deltalex.ring.RingLayout.LONG_WORD;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The producer of a block. One thread at a time per slot, and one for the header's words; passing a
 * slot to another thread requires a happens-before edge. The write cursors are stored in the block
 * only.
 *
 * <p>The life cycle of a slot: {@link #admittedEpoch} differs from {@link #servedEpoch}; {@link
 * #begin}; per step {@link #cancelRequested} and {@link #tryPut}; {@link #end}.
 */
public final class RingWriter {
  private final MemorySegment block;
  private final RingLayout layout;
  private final int capacity;
  private final int maxBurst;
  private final long mask;

  /** Per slot a cached copy of the consumer's cursor, refreshed when the ring seems full. */
  private final long[] seenReads;

  /**
   * Creates a writer that continues at the cursors of an earlier one; see {@link #endRunning}.
   *
   * @throws IllegalArgumentException if the header is not that of a ring, see {@link
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

  /** The layout in the header when the writer was created. */
  public RingLayout layout() {
    return layout;
  }

  /**
   * The epoch admitted last; 0: none. The other words of the admission are visible after this call.
   */
  public int admittedEpoch(int slot) {
    return (int) INT_WORD.getAcquire(block, at(slot) + RingLayout.EPOCH_OFFSET);
  }

  /**
   * Whether the admission that was read since {@link #admittedEpoch} belongs to that epoch. False
   * if the consumer has abandoned the stream and admitted another one in between.
   */
  public boolean stillAdmitted(int slot, int epoch) {
    VarHandle.loadLoadFence();
    return (int) INT_WORD.getOpaque(block, at(slot) + RingLayout.EPOCH_OFFSET) == epoch;
  }

  /** The epoch of the last call of {@link #begin}, {@link #tryPut} or {@link #end}; 0: none. */
  public int servedEpoch(int slot) {
    return block.get(INT, at(slot) + RingLayout.EPOCH_ECHO_OFFSET);
  }

  /** Number of prompt tokens in the admission, 0 to {@link RingLayout#PROMPT_TOKENS}. */
  public int promptLength(int slot) {
    int length = block.get(INT, at(slot) + RingLayout.PROMPT_LEN_OFFSET);
    return Math.clamp(length, 0, RingLayout.PROMPT_TOKENS);
  }

  /** Prompt token {@code i} of the admission; unchecked: any int. */
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
   * Whether the consumer cancelled this stream, or abandoned it by admitting another one. Write its
   * END; for an abandoned stream the END is optional.
   */
  public boolean cancelRequested(int slot, int epoch) {
    if ((int) INT_WORD.getAcquire(block, at(slot) + RingLayout.CANCEL_EPOCH_OFFSET) == epoch) {
      return true;
    }
    int admitted = admittedEpoch(slot);
    return admitted != epoch && admitted != 0;
  }

  /** Marks the stream as served, before its first token. */
  public void begin(int slot, int epoch) {
    serve(at(slot), epoch);
  }

  /**
   * The state is stored before the echo: a consumer that reads the new echo cannot read the ENDED
   * of an older stream.
   */
  private void serve(long at, int epoch) {
    if (block.get(INT, at + RingLayout.EPOCH_ECHO_OFFSET) != epoch) {
      block.set(INT, at + RingLayout.SLOT_STATE_OFFSET, RingLayout.SLOT_RUNNING);
      INT_WORD.setRelease(block, at + RingLayout.EPOCH_ECHO_OFFSET, epoch);
    }
  }

  /** Whether {@link #tryPut} would succeed. If not, skip the slot in this step. */
  public boolean hasRoom(int slot) {
    return free(slot, layout.roomWords()) >= layout.roomWords();
  }

  /** Counts a step that the slot skipped because {@link #hasRoom} was false. */
  public void stall(int slot) {
    add(at(slot) + RingLayout.STALLS_OFFSET, 1);
  }

  /**
   * Publishes one step's tokens of a stream.
   *
   * @param drafted tokens that the draft proposed, 0 to 255
   * @param tokens the ids, {@code count} of them from index {@code from} on
   * @param count 1 to {@link RingLayout#maxBurst()}
   * @return false if the ring has no room for the largest record and an END after it; then a stall
   *     is counted and nothing is written
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
    // The last token of a step is from the target model: a correction or a bonus token.
    add(at + RingLayout.ACCEPTED_OFFSET, Math.min(drafted, count - 1));
    publish(at, body + count);
    return true;
  }

  /**
   * Publishes the stream's END, for which {@link #tryPut} reserves room.
   *
   * @return false if there is no room: after several ENDs without a read, or if the consumer's
   *     cursor is corrupt. Try again at the next step
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
    // Stored after wr: a consumer that reads this state also sees the END.
    INT_WORD.setRelease(block, at + RingLayout.SLOT_STATE_OFFSET, RingLayout.SLOT_ENDED);
    return true;
  }

  /**
   * Ends all served streams: with CANCELLED if the consumer is lost; with ERROR, before serving any
   * slot, the streams that an earlier producer of the ring left running.
   *
   * @return the number of streams ended
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

  /** Rings the doorbell: a consumer that reads the new step also sees the records of that step. */
  public void publishStep() {
    long step = block.get(LONG, RingLayout.STEP_OFFSET);
    block.set(LONG, RingLayout.PRODUCER_NS_OFFSET, System.nanoTime());
    LONG_WORD.setRelease(block, RingLayout.STEP_OFFSET, step + 1);
  }

  /** Writes the producer's heartbeat: any value other than the last one, for example a time. */
  public void beat(long nanos) {
    LONG_WORD.setRelease(block, RingLayout.BEAT_OFFSET, nanos);
  }

  /**
   * Writes the producer's state.
   *
   * @param state {@link RingLayout#PRODUCER_RUNNING} or another producer state
   * @param error the error code of a failure; 0: none
   */
  public void state(int state, int error) {
    INT_WORD.setRelease(block, RingLayout.PRODUCER_ERROR_OFFSET, error);
    INT_WORD.setRelease(block, RingLayout.PRODUCER_STATE_OFFSET, state);
  }

  /** Whether the consumer requested the end of all streams. */
  public boolean stopRequested() {
    return (int) INT_WORD.getAcquire(block, RingLayout.STOP_ALL_OFFSET) != 0;
  }

  /** The consumer's heartbeat: a value that changes while it is alive. Not a time. */
  public long consumerBeat() {
    return (long) LONG_WORD.getAcquire(block, RingLayout.CONSUMER_BEAT_OFFSET);
  }

  /**
   * Free words of the slot's ring, computed with the cached consumer's cursor, which is refreshed
   * if they are fewer than {@code wanted}. The result is 0 for an invalid cursor, so that no unread
   * record is overwritten.
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
