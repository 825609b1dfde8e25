package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.INT_WORD;
import static dev.deltalex.ring.RingLayout.LONG_WORD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The consumer of a range of slots, and the writer of their consumer words. One thread at a time;
 * readers of other slots of the same block may run on other threads. The header's consumer words
 * have one writer too: of several readers, one calls {@link #beat} and {@link #stopAll}.
 *
 * <p>The producer is not trusted: it may be broken, hostile or dead, and a device or a process that
 * shares the memory may change any word at any time. Every record is checked against the bounds
 * before it is used, and each word that is checked is read once. Only a file that is cut short
 * under a {@link SharedRing} cannot be checked for: the JVM then throws {@link InternalError}.
 *
 * <p>Why what is read below {@code wr} is whole: the producer stores a record's words, then {@code
 * wr} with release semantics at system scope. The Java memory model speaks of the threads of this
 * JVM only; for a producer that is a thread, {@code getAcquire} of {@code wr} orders the plain
 * reads after it. For a device or another process the argument is the compiled code: {@code
 * getAcquire} becomes the very instruction of the acquire load in C (a plain load on x86, {@code
 * ldar} or {@code ldapr} on AArch64) that the CUDA and C documentation pair with such a release,
 * and neither the JIT compiler nor the processor moves the later loads before it. Aligned words of
 * 4 and 8 bytes are read and written whole.
 */
public final class RingReader {
  /** Two words of a record, which begin at any word. */
  private static final ValueLayout.OfLong TWO_WORDS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment block;
  private final RingLayout layout;
  private final int from;
  private final int to;
  private final int maxBurst;
  private final long mask;

  /** Read cursors. Kept here, since what stands in the block the other side can change. */
  private final long[] cursors;

  /** Per slot the epoch that this reader admitted last; 0: none. Kept here for the same reason. */
  private final int[] admitted;

  /** Per slot the epoch whose END was handed over; 0: none. */
  private final int[] ended;

  private final boolean[] poisoned;

  /** Of the record at hand, and room for one more, as words are read by twos. */
  private final int[] tokens;

  private long strays;

  /** The reader of all slots. */
  public RingReader(MemorySegment block) {
    RingLayout layout = RingLayout.read(block);
    this(block, layout, 0, layout.slots());
  }

  /**
   * The reader of the slots {@code fromSlot} to {@code toSlot - 1}. It goes on where an earlier one
   * stopped; see {@link #nextEpoch(int)} for what that one left.
   *
   * @throws IllegalArgumentException where the header is not that of a ring, see {@link
   *     RingLayout#read}
   * @throws IndexOutOfBoundsException for a range that the ring does not have
   */
  public RingReader(MemorySegment block, int fromSlot, int toSlot) {
    this(block, RingLayout.read(block), fromSlot, toSlot);
  }

  private RingReader(MemorySegment block, RingLayout layout, int fromSlot, int toSlot) {
    Objects.checkFromToIndex(fromSlot, toSlot, layout.slots());
    this.block = block;
    this.layout = layout;
    this.from = fromSlot;
    this.to = toSlot;
    this.maxBurst = layout.maxBurst();
    this.mask = layout.capacityWords() - 1L;
    int count = toSlot - fromSlot;
    this.cursors = new long[count];
    this.admitted = new int[count];
    this.ended = new int[count];
    this.poisoned = new boolean[count];
    this.tokens = new int[maxBurst + 1];
    for (int i = 0; i < count; i++) {
      cursors[i] =
          (long) LONG_WORD.getAcquire(block, layout.slotOffset(from + i) + RingLayout.RD_OFFSET);
    }
  }

  /** The layout that the header stated when the reader was made. */
  public RingLayout layout() {
    return layout;
  }

  /** The first slot of this reader. */
  public int fromSlot() {
    return from;
  }

  /** The slot after the last one of this reader. */
  public int toSlot() {
    return to;
  }

  /** Steps that the producer has published. What they wrote is visible after this call. */
  public long step() {
    return (long) LONG_WORD.getAcquire(block, RingLayout.STEP_OFFSET);
  }

  /**
   * The producer's heartbeat: a value that changes while its host thread lives. No clock's value.
   */
  public long beat() {
    return (long) LONG_WORD.getAcquire(block, RingLayout.BEAT_OFFSET);
  }

  /**
   * One of {@link RingLayout#PRODUCER_ABSENT} and its siblings, or what a broken producer wrote.
   */
  public int producerState() {
    return (int) INT_WORD.getAcquire(block, RingLayout.PRODUCER_STATE_OFFSET);
  }

  /** The producer's error, sticky; 0: none. For a CUDA loop the number of the CUresult. */
  public int producerError() {
    return (int) INT_WORD.getAcquire(block, RingLayout.PRODUCER_ERROR_OFFSET);
  }

  /**
   * Hands over what the slot's ring holds, oldest first. Allocates nothing, waits for nothing, and
   * throws only what the handler throws. Records of another epoch than the admitted one are
   * skipped, and so are records after a stream's END.
   *
   * @param maxRecords records to hand over, at most; the others stay
   * @return records handed over
   */
  public int poll(int slot, int maxRecords, BurstHandler handler) {
    int own = own(slot);
    if (poisoned[own]) {
      return 0;
    }
    long cursor = cursors[own];
    long wr = (long) LONG_WORD.getAcquire(block, layout.slotOffset(slot) + RingLayout.WR_OFFSET);
    if (wr == cursor) {
      return 0;
    }
    if (wr - cursor < 0 || wr - cursor > mask + 1) {
      poison(slot, own, handler, badCursor(wr, cursor));
      return 0;
    }
    return drain(slot, own, wr, maxRecords, handler);
  }

  /** Reads the records between the slot's cursor and {@code wr}, which is at most a ring ahead. */
  private int drain(int slot, int own, long wr, int maxRecords, BurstHandler handler) {
    final MemorySegment memory = block;
    final long ring = layout.ringOffset(slot);
    long cursor = cursors[own];
    int records = 0;
    String corrupt = null;
    try {
      while (records < maxRecords && cursor != wr) {
        long record = words(memory, ring, cursor);
        int head = (int) record;
        int count = RingRecord.tokenCount(head, wr - cursor, maxBurst);
        if (count < 0) {
          corrupt = RingRecord.complaint(head, cursor, wr - cursor, maxBurst);
          break;
        }
        int epoch = (int) (record >>> Integer.SIZE);
        long body = cursor + RingLayout.RECORD_WORDS;
        cursor = body + count;
        if (epoch != epoch(slot) || epoch == ended[own]) {
          strays++;
          continue;
        }
        records++;
        if (count == 0) {
          ended[own] = epoch;
          handler.onEnd(slot, epoch, RingRecord.reason(head));
        } else {
          int[] ids = tokens;
          for (int i = 0; i < count; i += 2) {
            long two = words(memory, ring, body + i);
            ids[i] = (int) two;
            ids[i + 1] = (int) (two >>> Integer.SIZE);
          }
          handler.onBurst(slot, epoch, head >>> 16 & RingLayout.MAX_DRAFTED, ids, count);
        }
      }
    } finally {
      advance(slot, own, cursor);
    }
    if (corrupt != null) {
      poison(slot, own, handler, corrupt);
    }
    return records;
  }

  /** The word at a cursor in the low half, the one behind it in the high half. */
  private long words(MemorySegment memory, long ring, long cursor) {
    long index = cursor & mask;
    long at = ring + (index << 2);
    return index != mask
        ? memory.get(TWO_WORDS, at)
        : memory.get(INT, at) & 0xFFFFFFFFL | (long) memory.get(INT, ring) << Integer.SIZE;
  }

  private void advance(int slot, int own, long cursor) {
    cursors[own] = cursor;
    LONG_WORD.setRelease(block, layout.slotOffset(slot) + RingLayout.RD_OFFSET, cursor);
  }

  private void poison(int slot, int own, BurstHandler handler, String detail) {
    poisoned[own] = true;
    handler.onCorrupt(slot, detail);
  }

  private String badCursor(long wr, long rd) {
    return "wr is " + wr + ", needs " + rd + " to " + (rd + mask + 1);
  }

  /**
   * Starts a stream in a slot whose last END was read. Where it was not, because the producer died
   * or broke the slot, the old stream is given up: its records are skipped, and the producer ends
   * it when it sees the new epoch.
   *
   * @param epoch above 0, and new in this slot: {@link #nextEpoch(int)}
   * @param prompt token ids, of which the last {@link RingLayout#PROMPT_TOKENS} are kept
   * @param promptLength ids that count in {@code prompt}, 0 for none
   * @param maxTokens the stream's token limit, 1 or more
   * @param k draft tokens per step, 0 to min(255, maxBurst - 1): a step emits up to k + 1
   */
  public void admit(
      int slot, int epoch, int[] prompt, int promptLength, long seed, int maxTokens, int k) {
    int own = own(slot);
    if (epoch <= 0 || epoch == epoch(slot)) {
      throw new IllegalArgumentException(
          "epoch is " + epoch + ", needs one above 0 other than the slot's last: " + epoch(slot));
    }
    Objects.checkFromToIndex(0, promptLength, prompt.length);
    Admission.check(maxTokens, k, maxBurst);
    long at = layout.slotOffset(slot);
    if (poisoned[own]) {
      // Nothing in the ring can be believed: what is there now is skipped.
      poisoned[own] = false;
      advance(slot, own, (long) LONG_WORD.getAcquire(block, at + RingLayout.WR_OFFSET));
    }
    Admission.write(block, at, epoch, prompt, promptLength, seed, maxTokens, k);
    admitted[own] = epoch;
  }

  /** Asks the producer to end the stream at its next step; the END record follows. */
  public void cancel(int slot, int epoch) {
    own(slot);
    INT_WORD.setRelease(block, layout.slotOffset(slot) + RingLayout.CANCEL_EPOCH_OFFSET, epoch);
  }

  /**
   * Shows the producer that the consumer lives: any value other than the last one, say a clock's.
   */
  public void beat(long nanos) {
    LONG_WORD.setRelease(block, RingLayout.CONSUMER_BEAT_OFFSET, nanos);
  }

  /**
   * Asks the producer to end all streams at its next step and to serve none as long as this stands,
   * or takes that back. A ring in a file keeps it: who takes such a ring over takes it back.
   */
  public void stopAll(boolean stops) {
    INT_WORD.setRelease(block, RingLayout.STOP_ALL_OFFSET, stops ? 1 : 0);
  }

  /** Whether the slot's ring holds unread words. */
  public boolean hasNews(int slot) {
    long at = layout.slotOffset(slot) + RingLayout.WR_OFFSET;
    return cursors[own(slot)] != (long) LONG_WORD.getAcquire(block, at);
  }

  /**
   * The next slot whose ring holds unread words. Costs a few instructions per slot that has none.
   *
   * @param slot where to begin, up to {@link #toSlot()}
   * @return the slot, or {@link #toSlot()} if there is none
   */
  public int nextNews(int slot) {
    final MemorySegment memory = block;
    final long[] read = cursors;
    final int end = read.length;
    int own = Objects.checkIndex(slot - from, end + 1);
    long at = layout.slotOffset(slot) + RingLayout.WR_OFFSET;
    while (own < end && read[own] == (long) LONG_WORD.getAcquire(memory, at)) {
      own++;
      at += RingLayout.SLOT_BYTES;
    }
    return from + own;
  }

  /** Whether the slot is corrupt and nothing is read from it until a new epoch is admitted. */
  public boolean isPoisoned(int slot) {
    return poisoned[own(slot)];
  }

  /**
   * Whether no stream is in the slot: nothing was admitted, or the END of what was admitted has
   * been read, by this reader or by an earlier one (then late by a moment: the producer states the
   * end after the END record).
   */
  public boolean isFree(int slot) {
    int own = own(slot);
    int epoch = epoch(slot);
    if (epoch == 0 || epoch == ended[own]) {
      return true;
    }
    long at = layout.slotOffset(slot);
    // Read in the opposite order of the producer's stores (RUNNING, echo, wr, ENDED): an ENDED seen
    // here is that of the echo, and its END is below the wr that hasNews reads.
    int echo = (int) INT_WORD.getAcquire(block, at + RingLayout.EPOCH_ECHO_OFFSET);
    int state = (int) INT_WORD.getAcquire(block, at + RingLayout.SLOT_STATE_OFFSET);
    return state == RingLayout.SLOT_ENDED && echo == epoch && !hasNews(slot);
  }

  /**
   * The epoch admitted last, by this reader or, if it has admitted none, by an earlier one; 0:
   * none, or one whose reader died amid the admission.
   */
  public int epoch(int slot) {
    int last = admitted[own(slot)];
    return last != 0
        ? last
        : (int) INT_WORD.getAcquire(block, layout.slotOffset(slot) + RingLayout.EPOCH_OFFSET);
  }

  /**
   * An epoch for the slot's next admission: the one after the last. A reader of an old ring starts
   * with it too; what an earlier reader left in the slot is given up.
   */
  public int nextEpoch(int slot) {
    int last = epoch(slot);
    if (last == 0) {
      long at = layout.slotOffset(slot);
      last = (int) INT_WORD.getAcquire(block, at + RingLayout.EPOCH_ECHO_OFFSET);
    }
    return last < 0 || last == Integer.MAX_VALUE ? 1 : last + 1;
  }

  /** The producer's clock at its last record; its clock need not be this JVM's. */
  public long publishNanos(int slot) {
    return counter(slot, RingLayout.PUBLISH_NS_OFFSET);
  }

  /** Draft tokens that the slot's streams proposed so far. */
  public long drafted(int slot) {
    return counter(slot, RingLayout.DRAFTED_OFFSET);
  }

  /** Draft tokens that were accepted so far. */
  public long accepted(int slot) {
    return counter(slot, RingLayout.ACCEPTED_OFFSET);
  }

  /** Steps that the slot skipped so far because its ring was full. */
  public long stalls(int slot) {
    return counter(slot, RingLayout.STALLS_OFFSET);
  }

  /** Records skipped so far: of another epoch, or after an END. */
  public long strays() {
    return strays;
  }

  private long counter(int slot, long field) {
    return (long) LONG_WORD.getOpaque(block, layout.slotOffset(slot) + field);
  }

  private int own(int slot) {
    return Objects.checkIndex(slot - from, cursors.length);
  }
}
