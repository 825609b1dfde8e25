package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A consumer of a token ring that trusts what it reads: the doorbell and the clock, the write
 * cursors of all slots, and records of tokens whose texts are ready as JSON.
 */
public final class PollFloor {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle WORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  /** Words of a record before its tokens. */
  private static final int HEAD = 2;

  private static final int COUNT_MASK = 0xFFFF;

  /** Where things are in a block. */
  public record Places(long doorbell, long slots, long slotBytes, long rings, int capacity) {}

  private final MemorySegment block;
  private final Places places;
  private final DeltaSink[] sinks;
  private final char[] texts;
  private final int[] ends;
  private final long[] read;
  private final char[] out = new char[1 << 14];
  private long doorbell;
  private long checkedAt;
  private long epochs;

  /**
   * A consumer.
   *
   * @param sinks one a slot
   * @param texts of all tokens, as JSON
   * @param ends the index behind each text; one more than tokens, the first is 0
   */
  public PollFloor(
      MemorySegment block, Places places, DeltaSink[] sinks, char[] texts, int[] ends) {
    this.block = block;
    this.places = places;
    this.sinks = sinks;
    this.texts = texts;
    this.ends = ends;
    read = new long[sinks.length];
    skip();
  }

  /** Takes all that was written so far for read. */
  public void skip() {
    for (int slot = 0; slot < read.length; slot++) {
      read[slot] = written(slot);
    }
    doorbell = (long) WORD.getAcquire(block, places.doorbell);
  }

  private long written(int slot) {
    return (long) WORD.getAcquire(block, places.slots + slot * places.slotBytes);
  }

  /** Whether the doorbell has rung, or a millisecond has passed since it last had. */
  public boolean isDue() {
    long now = System.nanoTime();
    long step = (long) WORD.getAcquire(block, places.doorbell);
    if (step == doorbell && now - checkedAt < 1_000_000) {
      return false;
    }
    doorbell = step;
    checkedAt = now;
    return true;
  }

  /** Reads every slot; returns how many had something new. */
  public int readAll() {
    int news = 0;
    long[] cursors = read;
    for (int slot = 0; slot < cursors.length; slot++) {
      long end = written(slot);
      if (end != cursors[slot]) {
        readSlot(slot, end);
        news++;
      }
    }
    return news;
  }

  private void readSlot(int slot, long end) {
    long base = places.rings + (long) slot * places.capacity * Integer.BYTES;
    int mask = places.capacity - 1;
    long at = read[slot];
    while (at != end) {
      int count = word(base, at, mask) & COUNT_MASK;
      epochs += word(base, at + 1, mask);
      int to = 0;
      for (int i = 0; i < count; i++) {
        int id = word(base, at + HEAD + i, mask);
        int from = ends[id];
        int n = ends[id + 1] - from;
        System.arraycopy(texts, from, out, to, n);
        to += n;
      }
      sinks[slot].arguments(0, out, 0, to, at);
      at += HEAD + count;
    }
    read[slot] = end;
  }

  private int word(long base, long at, int mask) {
    return block.get(INT, base + ((at & mask) << 2));
  }

  /** The sum of the epochs of all records, which a consumer compares. */
  public long epochs() {
    return epochs;
  }
}
