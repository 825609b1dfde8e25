package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.LONG;
import static dev.deltalex.ring.RingLayout.LONG_WORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Creates empty ring blocks. */
public final class RingBlock {
  private RingBlock() {}

  /** Allocates an empty block in an arena. */
  public static MemorySegment allocate(Arena arena, RingLayout layout) {
    MemorySegment block = arena.allocate(layout.totalBytes(), RingLayout.LINE_BYTES);
    initialize(block, layout);
    return block;
  }

  /**
   * Initializes memory of any content as an empty ring. No other thread or process may use it yet,
   * except that it may poll the first word, the magic: it is written last.
   *
   * @param block at least {@link RingLayout#totalBytes()} bytes, aligned to 8 bytes, preferably to
   *     128
   * @throws IllegalArgumentException for a block that is too small or not aligned
   */
  public static void initialize(MemorySegment block, RingLayout layout) {
    long bytes = layout.totalBytes();
    if (block.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "the block has " + block.byteSize() + " bytes, needs " + bytes + " for " + layout);
    }
    RingLayout.checkAlignment(block);
    LONG_WORD.setVolatile(block, RingLayout.MAGIC_OFFSET, 0L);
    block.asSlice(Long.BYTES, bytes - Long.BYTES).fill((byte) 0);
    block.set(INT, RingLayout.VERSION_OFFSET, RingLayout.VERSION);
    block.set(INT, RingLayout.HEADER_BYTES_OFFSET, RingLayout.HEADER_BYTES);
    block.set(INT, RingLayout.SLOTS_OFFSET, layout.slots());
    block.set(INT, RingLayout.CAP_WORDS_OFFSET, layout.capacityWords());
    block.set(INT, RingLayout.SLOT_OFF_OFFSET, RingLayout.HEADER_BYTES);
    block.set(INT, RingLayout.RING_OFF_OFFSET, (int) layout.ringOffset(0));
    block.set(LONG, RingLayout.TOTAL_BYTES_OFFSET, bytes);
    block.set(INT, RingLayout.MAX_BURST_OFFSET, layout.maxBurst());
    LONG_WORD.setRelease(block, RingLayout.MAGIC_OFFSET, RingLayout.MAGIC);
  }
}
