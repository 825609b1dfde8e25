package dev.deltalex.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The offsets and limits of a ring block. Immutable.
 *
 * <pre>
 *   block, little endian, 128-byte lines, one writer per word, one side per line
 *  +------------------------------------------------------------------------------+ 0
 *  | L0 fixed      magic "LLMTRNG1" | version | sizes and offsets                 |
 *  | L1 producer   step (doorbell) | producer_ns | state | error | beat           | 128
 *  | L2 consumer   consumer_beat | stop_all                                       | 256
 *  +------------------------------------------------------------------------------+ 384
 *  | slot 0   P producer   wr | epoch_echo | state | counters | publish_ns        |
 *  |          C consumer   rd | cancel_epoch                                      | +128
 *  |          A consumer   epoch (last) | prompt_len | seed | limits | prompt[26] | +256
 *  +------------------------------------------------------------------------------+ +384
 *  | slot 1 ... slot n-1                                                          |
 *  +------------------------------------------------------------------------------+ ring offset
 *  | ring 0   cap words of 32 bits, word i of the stream at i &amp; (cap - 1)         |
 *  | ring 1 ... ring n-1                                                          |
 *  +------------------------------------------------------------------------------+ total bytes
 *
 *   ring      ...| BURST | epoch | t0 t1 ... | BURST | epoch | t0 |  free  |...
 *                ^ rd: the next word to read                       ^ wr: the next word to write
 *   BURST     kind 1 in bits 31-24 | drafted 23-16 | n 15-0, then the epoch, then n token ids
 *   END       kind 2 in bits 31-24 | reason 23-0, then the epoch
 * </pre>
 *
 * <p>{@code rd} and {@code wr} count words, start at 0 and never wrap. A record may wrap around the
 * end of the ring.
 */
public final class RingLayout {
  /** {@code "LLMTRNG1"} read as a little-endian long. */
  public static final long MAGIC = 0x31474E52_544D4C4CL;

  /** The version of the layout that this class describes. */
  public static final int VERSION = 1;

  /**
   * Size of a line in bytes. Only one side writes to a line; several threads of that side may, each
   * to its own words: for example, the device writes {@code step} and its host thread {@code beat}.
   * Two cache lines, since x86 prefetches them in pairs.
   */
  public static final int LINE_BYTES = 128;

  /** Bytes of the header. */
  public static final int HEADER_BYTES = 3 * LINE_BYTES;

  /** Bytes of a slot's control lines. */
  public static final int SLOT_BYTES = 3 * LINE_BYTES;

  /** Slots that a block may have, at most. */
  public static final int MAX_SLOTS = 1 << 16;

  /** Words that a slot's ring may have, at most: 64 MiB. */
  public static final int MAX_CAPACITY_WORDS = 1 << 24;

  /** Tokens that a record may have, at most: its count has 16 bits. */
  public static final int MAX_BURST = (1 << 16) - 1;

  /** Draft tokens that a record may name, at most: 8 bits. */
  public static final int MAX_DRAFTED = (1 << 8) - 1;

  /** Prompt tokens that an admission holds, at most. */
  public static final int PROMPT_TOKENS = 26;

  // Offsets in the block.
  public static final long MAGIC_OFFSET = 0;
  public static final long VERSION_OFFSET = 8;
  public static final long HEADER_BYTES_OFFSET = 12;
  public static final long SLOTS_OFFSET = 16;
  public static final long CAP_WORDS_OFFSET = 20;
  public static final long SLOT_OFF_OFFSET = 24;
  public static final long RING_OFF_OFFSET = 28;
  public static final long TOTAL_BYTES_OFFSET = 32;
  public static final long MAX_BURST_OFFSET = 40;
  public static final long FLAGS_OFFSET = 44;

  public static final long STEP_OFFSET = 128;
  public static final long PRODUCER_NS_OFFSET = 136;
  public static final long PRODUCER_STATE_OFFSET = 144;
  public static final long PRODUCER_ERROR_OFFSET = 148;
  public static final long BEAT_OFFSET = 152;

  public static final long CONSUMER_BEAT_OFFSET = 256;
  public static final long STOP_ALL_OFFSET = 264;

  // Offsets in a slot.
  public static final long WR_OFFSET = 0;
  public static final long EPOCH_ECHO_OFFSET = 8;
  public static final long SLOT_STATE_OFFSET = 12;
  public static final long DRAFTED_OFFSET = 16;
  public static final long ACCEPTED_OFFSET = 24;
  public static final long STALLS_OFFSET = 32;
  public static final long PUBLISH_NS_OFFSET = 40;

  public static final long RD_OFFSET = 128;
  public static final long CANCEL_EPOCH_OFFSET = 136;

  public static final long EPOCH_OFFSET = 256;
  public static final long PROMPT_LEN_OFFSET = 260;
  public static final long SEED_OFFSET = 264;
  public static final long MAX_TOKENS_OFFSET = 272;
  public static final long DRAFT_TOKENS_OFFSET = 276;
  public static final long PROMPT_OFFSET = 280;

  /**
   * The byte of a shared file that its producer locks. As for the consumer's, the lock is advisory
   * and the value of the byte has no meaning for it.
   */
  public static final long PRODUCER_LOCK_OFFSET = STEP_OFFSET;

  /** The byte of a shared file that its consumer locks. */
  public static final long CONSUMER_LOCK_OFFSET = CONSUMER_BEAT_OFFSET;

  /** Kind of a record that carries tokens. */
  public static final int KIND_BURST = 1;

  /** Kind of a record that ends a stream. */
  public static final int KIND_END = 2;

  /** Words of a record before its tokens; all words of an END record. */
  public static final int RECORD_WORDS = 2;

  /** Producer state: no producer has attached yet. */
  public static final int PRODUCER_ABSENT = 0;

  /** Producer state: it serves slots. */
  public static final int PRODUCER_RUNNING = 1;

  /** Producer state: it ended all its streams and closed the ring. */
  public static final int PRODUCER_CLOSED = 2;

  /** Producer state: it failed; the header's error has the code. */
  public static final int PRODUCER_FAILED = 3;

  /** Slot state: no stream was ever served. */
  public static final int SLOT_IDLE = 0;

  /** Slot state: the stream of {@code epoch_echo} is served. Stored before {@code epoch_echo}. */
  public static final int SLOT_RUNNING = 1;

  /** Slot state: the END of {@code epoch_echo} is in the ring. Stored after {@code wr}. */
  public static final int SLOT_ENDED = 2;

  static final ValueLayout.OfInt INT = JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG = JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT_WORD = INT.varHandle();
  static final VarHandle LONG_WORD = LONG.varHandle();

  private static final String DAMAGED =
      "the header is damaged or written by another program: delete the ring and create it again";

  private final int slots;
  private final int capacityWords;
  private final int maxBurst;

  private RingLayout(int slots, int capacityWords, int maxBurst) {
    this.slots = slots;
    this.capacityWords = capacityWords;
    this.maxBurst = maxBurst;
  }

  /**
   * The layout of a new block.
   *
   * @param slots maximum of concurrent streams, 1 to {@link #MAX_SLOTS}
   * @param capacityWords 32-bit words per slot: a power of two, at least 4 * (maxBurst + 4), at
   *     most {@link #MAX_CAPACITY_WORDS}
   * @param maxBurst maximum of tokens per record, 1 to {@link #MAX_BURST}
   * @throws IllegalArgumentException if a value is out of range; the message has its name
   */
  public static RingLayout of(int slots, int capacityWords, int maxBurst) {
    checkRange("slots", slots, 1, MAX_SLOTS);
    checkRange("max_burst", maxBurst, 1, MAX_BURST);
    checkRange("cap_words", capacityWords, 4 * (maxBurst + 4), MAX_CAPACITY_WORDS);
    if (Integer.bitCount(capacityWords) != 1) {
      throw new IllegalArgumentException(
          "cap_words is " + capacityWords + ", needs a power of two");
    }
    return new RingLayout(slots, capacityWords, maxBurst);
  }

  private static void checkRange(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          name + " is " + value + ", needs " + low + " to " + high + (low > high ? " (none)" : ""));
    }
  }

  /**
   * Reads and checks the layout in a block's header.
   *
   * @throws IllegalArgumentException if a field is wrong; the message has the field, its value and
   *     how to proceed
   */
  public static RingLayout read(MemorySegment block) {
    if (block.byteSize() < HEADER_BYTES) {
      throw new IllegalArgumentException(
          ("the block has %d bytes, fewer than the %d of a header: its creator has not finished or"
                  + " died; wait, or delete the ring and create it again")
              .formatted(block.byteSize(), HEADER_BYTES));
    }
    checkAlignment(block);
    checkMagic((long) LONG_WORD.getAcquire(block, MAGIC_OFFSET));
    int version = block.get(INT, VERSION_OFFSET);
    if (version != VERSION) {
      throw wrong(
          "version", version, VERSION, "update the older of the two programs that use the ring");
    }
    RingLayout layout;
    try {
      layout =
          of(
              block.get(INT, SLOTS_OFFSET),
              block.get(INT, CAP_WORDS_OFFSET),
              block.get(INT, MAX_BURST_OFFSET));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("field " + e.getMessage() + ": " + DAMAGED, e);
    }
    check("header_bytes", block.get(INT, HEADER_BYTES_OFFSET), HEADER_BYTES);
    check("slot_off", block.get(INT, SLOT_OFF_OFFSET), HEADER_BYTES);
    check("ring_off", block.get(INT, RING_OFF_OFFSET), layout.ringOffset(0));
    check("total_bytes", block.get(LONG, TOTAL_BYTES_OFFSET), layout.totalBytes());
    if (block.get(INT, FLAGS_OFFSET) != 0) {
      throw wrong("flags", block.get(INT, FLAGS_OFFSET), 0, "update this program");
    }
    if (block.byteSize() < layout.totalBytes()) {
      throw wrong(
          "total_bytes",
          layout.totalBytes(),
          block.byteSize(),
          "the block was truncated: delete the ring and create it again");
    }
    return layout;
  }

  private static void checkMagic(long magic) {
    if (magic == 0) {
      throw new IllegalArgumentException(
          "field magic is 0: the ring's creator has not finished or died; wait, or delete the ring"
              + " and create it again");
    }
    if (magic != MAGIC) {
      throw new IllegalArgumentException(
          "field magic is 0x%016x, needs 0x%016x (\"LLMTRNG1\"): not a token ring"
              .formatted(magic, MAGIC));
    }
  }

  static void checkAlignment(MemorySegment block) {
    if (block.maxByteAlignment() < Long.BYTES) {
      throw new IllegalArgumentException(
          "the address of the block is not a multiple of 8, so its cursors would not be atomic");
    }
  }

  private static void check(String field, long value, long expected) {
    if (value != expected) {
      throw wrong(field, value, expected, DAMAGED);
    }
  }

  private static IllegalArgumentException wrong(
      String field, long value, long expected, String remedy) {
    return new IllegalArgumentException(
        "field " + field + " is " + value + ", needs " + expected + ": " + remedy);
  }

  /** The number of slots, which is the maximum of concurrent streams. */
  public int slots() {
    return slots;
  }

  /** 32-bit words of a slot's ring, a power of two. */
  public int capacityWords() {
    return capacityWords;
  }

  /** The maximum of tokens per record. */
  public int maxBurst() {
    return maxBurst;
  }

  /** Size of the block in bytes. */
  public long totalBytes() {
    return ringOffset(slots);
  }

  /** Offset of a slot's control lines. The slot is not checked. */
  public long slotOffset(int slot) {
    return HEADER_BYTES + (long) slot * SLOT_BYTES;
  }

  /** Offset of a slot's ring. The slot is not checked. */
  public long ringOffset(int slot) {
    return slotOffset(slots) + (long) slot * capacityWords * Integer.BYTES;
  }

  /**
   * Words that must be free to write a record: those of the largest record and of an END after it.
   */
  int roomWords() {
    return maxBurst + 2 * RECORD_WORDS;
  }

  @Override
  public String toString() {
    return slots + " slots of " + capacityWords + " words, bursts of up to " + maxBurst;
  }
}
