package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.INT_WORD;
import static dev.deltalex.ring.RingLayout.LONG_WORD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The consumer of a range of slots, which also writes their consumer words. One thread at a time;
 * readers of other slots of the same block may run on other threads, in the same process. Of
 * several readers, only one calls {@link #stopAll}; each calls {@link #beat}.
 *
 * <p>The producer is not trusted: it may be broken, hostile or dead, and a device or a process that
 * shares the memory may change any word at any time. The bounds of every record are checked before
 * it is used, and each checked word is read only once. A file that is truncated while a {@link
 * SharedRing} maps it cannot be detected: the JVM then throws {@link InternalError}.
 *
 * <p>Why the words below {@code wr} are complete: the producer stores a record's words, then {@code
 * wr} with release semantics at system scope. If the producer is a thread of this JVM, the Java
 * memory model applies: {@code getAcquire} of {@code wr} orders the plain reads after it. For a
 * device or another process, the compiled code is what counts: {@code getAcquire} is compiled to
 * the instruction of an acquire load in C (a plain load on x86, {@code ldar} or {@code ldapr} on
 * AArch64), which the CUDA and C documentation pair with such a release, and neither the JIT
 * compiler nor the CPU moves later loads before it. Aligned words of 4 and 8 bytes are read and
 * written atomically.
 */
public final class RingReader {
  /** Two words of a record, aligned to one word. */
  private static final ValueLayout.OfLong TWO_WORDS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment block;
  private final RingLayout layout;
  private final int from;
  private final int to;
  private final int maxBurst;
  private final long mask;

  /** Read cursors per slot. Not read back from the block, which the producer can overwrite. */
  private final long[] cursors;

  /** Per slot the epoch that this reader admitted last; 0: none. */
  private final int[] admitted;

  /** Per slot the epoch whose END was delivered; 0: none. */
  private final int[] ended;

  private final boolean[] poisoned;

  /** Tokens of the current record, plus one element, since words are read in pairs. */
  private final int[] tokens;

  private long strays;

  /** Creates a reader of all slots. */
  public RingReader(MemorySegment block) {
    RingLayout layout = RingLayout.read(block);
    this(block, layout, 0, layout.slots());
  }

  /**
   * Creates a reader of the slots {@code fromSlot} to {@code toSlot - 1}. It continues at the
   * cursors of an earlier reader; see {@link #nextEpoch(int)} for that reader's streams.
   *
   * @throws IllegalArgumentException if the header is not that of a ring, see {@link
   *     RingLayout#read}
   * @throws IndexOutOfBoundsException if the range is not within the ring's slots
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

  /** The layout in the header when the reader was created. */
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

  /**
   * The number of steps that the producer has published. Their records are visible after this call.
   */
  public long step() {
    return (long) LONG_WORD.getAcquire(block, RingLayout.STEP_OFFSET);
  }

  /** The producer's heartbeat: a value that changes while its host thread is alive. Not a time. */
  public long beat() {
    return (long) LONG_WORD.getAcquire(block, RingLayout.BEAT_OFFSET);
  }

  /**
   * {@link RingLayout#PRODUCER_ABSENT} or another producer state; any other int if the producer is
   * broken.
   */
  public int producerState() {
    return (int) INT_WORD.getAcquire(block, RingLayout.PRODUCER_STATE_OFFSET);
  }

  /** The error of the producer's last failure; 0: none. For a CUDA loop it is a CUresult. */
  public int producerError() {
    return (int) INT_WORD.getAcquire(block, RingLayout.PRODUCER_ERROR_OFFSET);
  }

  /**
   * Reads the unread records of the slot, oldest first, and delivers them. Allocates nothing, never
   * blocks, and throws only what the handler throws. Records of another epoch than the admitted one
   * and records after a stream's END are skipped: read, but not delivered ({@link #strays}).
   *
   * @param maxRecords maximum of records to read, skipped ones included, so that a producer that
   *     fills the ring with records of a past epoch does not hold the thread for the whole ring;
   *     the others remain in the ring
   * @return the number of records read, skipped ones included; {@code maxRecords} means that there
   *     may be more
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

  /**
   * Reads the records between the slot's cursor and {@code wr}, which are at most one ring's
   * capacity.
   */
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
        records++;
        if (epoch != epoch(slot) || epoch == ended[own]) {
          strays++;
          continue;
        }
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

  /** The word at a cursor in the low half, the next word in the high half. */
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
   * Starts a stream in a slot whose last END was read. If it was not, because the producer died or
   * the slot is corrupt, the old stream is abandoned: its records are skipped, and the producer
   * ends it when it reads the new epoch.
   *
   * @param epoch above 0, and new in this slot: {@link #nextEpoch(int)}
   * @param prompt token ids; only the last {@link RingLayout#PROMPT_TOKENS} are written
   * @param promptLength the number of ids in {@code prompt}, may be 0
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
      // The ring's content is invalid: skip all of it.
      poisoned[own] = false;
      advance(slot, own, (long) LONG_WORD.getAcquire(block, at + RingLayout.WR_OFFSET));
    }
    Admission.write(block, at, epoch, prompt, promptLength, seed, maxTokens, k);
    admitted[own] = epoch;
    // Epochs repeat after 2^31 admissions: an END must not apply to a later stream of its epoch.
    ended[own] = 0;
  }

  /** Requests that the producer ends the stream at its next step; the END record follows. */
  public void cancel(int slot, int epoch) {
    own(slot);
    INT_WORD.setRelease(block, layout.slotOffset(slot) + RingLayout.CANCEL_EPOCH_OFFSET, epoch);
  }

  /**
   * Writes the consumer's heartbeat: any value other than the last one, for example a time. The
   * producer only compares it with the value that it saw before, so readers on several threads may
   * write it, each when it polls: it changes while any of them does.
   */
  public void beat(long nanos) {
    LONG_WORD.setRelease(block, RingLayout.CONSUMER_BEAT_OFFSET, nanos);
  }

  /**
   * Requests that the producer ends all streams at its next step and serves none until this is
   * revoked. The request is stored in the ring: a new consumer of a ring in a file must revoke it.
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
   * The slots whose rings hold unread words, of 64 slots from {@code slot} on, or of those up to
   * {@link #toSlot()}. Takes a few instructions per slot.
   *
   * @return bit {@code i} is set if slot {@code slot + i} has unread words
   */
  public long slotsWithNews(int slot) {
    final MemorySegment memory = block;
    final long[] read = cursors;
    final int own = own(slot);
    final int count = Math.min(Long.SIZE, read.length - own);
    final long at = layout.slotOffset(slot) + RingLayout.WR_OFFSET;
    long news = 0;
    for (int i = 0; i < count; i++) {
      long wr = (long) LONG_WORD.getAcquire(memory, at + (long) i * RingLayout.SLOT_BYTES);
      news |= (wr == read[own + i] ? 0L : 1L) << i;
    }
    return news;
  }

  /** Whether the slot is corrupt, so that nothing is read from it until a new epoch is admitted. */
  public boolean isPoisoned(int slot) {
    return poisoned[own(slot)];
  }

  /**
   * Whether the slot is free: no stream was admitted, or its END was read by this reader or an
   * earlier one. For an earlier reader's stream it becomes true with a short delay, since the
   * producer writes the slot's state after the END record.
   */
  public boolean isFree(int slot) {
    int own = own(slot);
    int epoch = epoch(slot);
    if (epoch == 0 || epoch == ended[own]) {
      return true;
    }
    long at = layout.slotOffset(slot);
    // Read in the reverse order of the producer's stores (RUNNING, echo, wr, ENDED): an ENDED read
    // here belongs to the echo, and its END is below the wr that hasNews reads.
    int echo = (int) INT_WORD.getAcquire(block, at + RingLayout.EPOCH_ECHO_OFFSET);
    int state = (int) INT_WORD.getAcquire(block, at + RingLayout.SLOT_STATE_OFFSET);
    return state == RingLayout.SLOT_ENDED && echo == epoch && !hasNews(slot);
  }

  /**
   * The epoch admitted last, by this reader or, if it has admitted none, by an earlier one; 0:
   * none, or the earlier reader died during the admission.
   */
  public int epoch(int slot) {
    int last = admitted[own(slot)];
    return last != 0
        ? last
        : (int) INT_WORD.getAcquire(block, layout.slotOffset(slot) + RingLayout.EPOCH_OFFSET);
  }

  /**
   * The epoch for the slot's next admission: the one after the last. Also valid in a ring that an
   * earlier reader used; admitting it abandons that reader's stream.
   */
  public int nextEpoch(int slot) {
    int last = epoch(slot);
    if (last == 0) {
      long at = layout.slotOffset(slot);
      last = (int) INT_WORD.getAcquire(block, at + RingLayout.EPOCH_ECHO_OFFSET);
    }
    return last < 0 || last == Integer.MAX_VALUE ? 1 : last + 1;
  }

  /**
   * The time of the slot's last record, on the producer's clock, which may differ from this JVM's.
   */
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
