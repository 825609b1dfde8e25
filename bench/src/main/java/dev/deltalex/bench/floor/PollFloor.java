package dev.deltalex.bench.floor;

import dev.deltalex.DeltaSink;
import dev.deltalex.text.Vocabulary;
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
  private static final ValueLayout.OfLong PAIR =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
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
  private final long[] spans;
  private final long[] read;
  private final char[] out = new char[1 << 14];
  private long doorbell;
  private long checkedAt;
  private long epochs;

  /**
   * A consumer.
   *
   * @param sinks one a slot
   * @param words have the texts of all tokens as JSON
   */
  public PollFloor(MemorySegment block, Places places, DeltaSink[] sinks, Vocabulary words) {
    this.block = block;
    this.places = places;
    this.sinks = sinks;
    texts = words.chars();
    spans = words.jsonSpans();
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
    for (int slot = nextNews(0); slot < read.length; slot = nextNews(slot + 1)) {
      readSlot(slot);
      news++;
    }
    return news;
  }

  private int nextNews(int from) {
    MemorySegment memory = block;
    long[] cursors = read;
    long at = places.slots + from * places.slotBytes;
    long step = places.slotBytes;
    int slot = from;
    while (slot < cursors.length && (long) WORD.getAcquire(memory, at) == cursors[slot]) {
      slot++;
      at += step;
    }
    return slot;
  }

  private void readSlot(int slot) {
    long end = written(slot);
    long base = places.rings + (long) slot * places.capacity * Integer.BYTES;
    long at = read[slot];
    while (at != end) {
      long head = pair(base, at);
      int count = (int) head & COUNT_MASK;
      epochs += head >>> Integer.SIZE;
      int to = 0;
      for (int i = 0; i < count; i += 2) {
        long ids = pair(base, at + HEAD + i);
        to += copy((int) ids, to);
        if (i + 1 < count) {
          to += copy((int) (ids >>> Integer.SIZE), to);
        }
      }
      sinks[slot].arguments(0, out, 0, to, at);
      at += HEAD + count;
    }
    read[slot] = end;
  }

  private int copy(int id, int to) {
    long span = spans[id];
    int n = Vocabulary.length(span);
    Kernels.copyShort(texts, Vocabulary.offset(span), n, out, to);
    return n;
  }

  /** Two words, the first one in the lower half. */
  private long pair(long base, long at) {
    int mask = places.capacity - 1;
    long word = at & mask;
    if (word < mask) {
      return block.get(PAIR, base + (word << 2));
    }
    return block.get(INT, base + (word << 2)) & 0xFFFF_FFFFL
        | (long) block.get(INT, base) << Integer.SIZE;
  }

  /** The sum of the epochs of all records, which a consumer compares. */
  public long epochs() {
    return epochs;
  }
}
