package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.INT_WORD;
import static dev.deltalex.ring.RingLayout.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Writes the admission of a stream into the consumer's words of a slot. Called by the slot's reader
 * only.
 */
final class Admission {
  private Admission() {}

  /**
   * Checks the values that the ring limits.
   *
   * @throws IllegalArgumentException if a value is out of range; the message has its name
   */
  static void check(int maxTokens, int k, int maxBurst) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + ", needs 1 or more");
    }
    int most = Math.min(RingLayout.MAX_DRAFTED, maxBurst - 1);
    if (k < 0 || k > most) {
      throw new IllegalArgumentException("k is " + k + ", needs 0 to " + most);
    }
  }

  /**
   * Writes the admission, the epoch last, to the slot whose control lines begin at offset {@code
   * at}.
   */
  static void write(
      MemorySegment block,
      long at,
      int epoch,
      int[] prompt,
      int promptLength,
      long seed,
      int maxTokens,
      int k) {
    // A producer that still reads the previous admission sees epoch 0 or another epoch afterwards.
    INT_WORD.setOpaque(block, at + RingLayout.EPOCH_OFFSET, 0);
    VarHandle.storeStoreFence();
    // Epochs repeat after 2^31 admissions: a cancellation must not apply to a later stream with the
    // same epoch.
    INT_WORD.setOpaque(block, at + RingLayout.CANCEL_EPOCH_OFFSET, 0);
    int kept = Math.min(promptLength, RingLayout.PROMPT_TOKENS);
    block.set(INT, at + RingLayout.PROMPT_LEN_OFFSET, kept);
    block.set(LONG, at + RingLayout.SEED_OFFSET, seed);
    block.set(INT, at + RingLayout.MAX_TOKENS_OFFSET, maxTokens);
    block.set(INT, at + RingLayout.DRAFT_TOKENS_OFFSET, k);
    for (int i = 0; i < kept; i++) {
      block.set(INT, at + RingLayout.PROMPT_OFFSET + 4L * i, prompt[promptLength - kept + i]);
    }
    INT_WORD.setRelease(block, at + RingLayout.EPOCH_OFFSET, epoch);
  }
}
