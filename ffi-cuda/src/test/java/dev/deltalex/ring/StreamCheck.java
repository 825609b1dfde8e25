package dev.deltalex.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Checks streams whose tokens can be computed, as {@code ring_producer.c} emits them: token i is
 * {@code mix(seed + i)}. Fails on a missing or repeated token, a token of another stream, and a
 * token after the END.
 */
final class StreamCheck implements BurstHandler {
  private final int[] epochs;
  private final long[] seeds;
  private final int[] limits;
  private final int[] next;
  private final EndReason[] ends;
  private final boolean[] cancelled;
  private long tokens;
  private long records;

  StreamCheck(int slots) {
    epochs = new int[slots];
    seeds = new long[slots];
    limits = new int[slots];
    next = new int[slots];
    ends = new EndReason[slots];
    cancelled = new boolean[slots];
  }

  static int mix(long seed) {
    long x = seed + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return (int) ((x ^ (x >>> 31)) >>> 32);
  }

  /** Admits a stream with the slot's next epoch and expects its tokens from this call on. */
  void admit(RingReader reader, int slot, long seed, int maxTokens, int k) {
    int epoch = reader.nextEpoch(slot);
    epochs[slot] = epoch;
    seeds[slot] = seed;
    limits[slot] = maxTokens;
    next[slot] = 0;
    ends[slot] = null;
    cancelled[slot] = false;
    reader.admit(slot, epoch, new int[0], 0, seed, maxTokens, k);
  }

  void cancel(RingReader reader, int slot) {
    cancelled[slot] = true;
    reader.cancel(slot, epochs[slot]);
  }

  @Override
  public void onBurst(int slot, int epoch, int drafted, int[] ids, int count) {
    assertEquals(epochs[slot], epoch);
    if (ends[slot] != null) {
      fail("slot " + slot + ": tokens after the END");
    }
    int at = next[slot];
    for (int i = 0; i < count; i++) {
      if (ids[i] != mix(seeds[slot] + at + i)) {
        fail("slot %d epoch %d: token %d is 0x%08x".formatted(slot, epoch, at + i, ids[i]));
      }
    }
    next[slot] = at + count;
    tokens += count;
    records++;
  }

  @Override
  public void onEnd(int slot, int epoch, EndReason reason) {
    assertEquals(epochs[slot], epoch);
    if (ends[slot] != null) {
      fail("slot " + slot + ": a second END");
    }
    if (reason == EndReason.LENGTH) {
      assertEquals(limits[slot], next[slot], "tokens of a stream that ended with LENGTH");
    } else if (reason == EndReason.CANCELLED && !cancelled[slot]) {
      fail("slot " + slot + ": cancelled by nobody");
    }
    ends[slot] = reason;
    records++;
  }

  @Override
  public void onCorrupt(int slot, String detail) {
    fail("slot " + slot + ": " + detail);
  }

  /** Accepts an END of the producer without a cancellation, because the consumer stops. */
  void expectCancelled(int slot) {
    cancelled[slot] = true;
  }

  boolean ended(int slot) {
    return ends[slot] != null;
  }

  EndReason end(int slot) {
    return ends[slot];
  }

  int received(int slot) {
    return next[slot];
  }

  long tokens() {
    return tokens;
  }

  long records() {
    return records;
  }
}
