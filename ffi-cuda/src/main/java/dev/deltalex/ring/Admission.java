package dev.deltalex.ring;

import static dev.deltalex.ring.RingLayout.INT;
import static dev.deltalex.ring.RingLayout.INT_WORD;
import static dev.deltalex.ring.RingLayout.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** How a consumer's words of a slot say what stream to start. The slot's reader only. */
final class Admission {
  private Admission() {}

  /**
   * Checks what the ring bounds.
   *
   * @throws IllegalArgumentException naming the value that is out of its range
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

  /** Writes the admission of the slot whose control lines begin at {@code at}; the epoch last. */
  static void write(
      MemorySegment block,
      long at,
      int epoch,
      int[] prompt,
      int promptLength,
      long seed,
      int maxTokens,
      int k) {
    // A producer that reads the admission of a stream given up sees 0 or another epoch afterwards.
    INT_WORD.setOpaque(block, at + RingLayout.EPOCH_OFFSET, 0);
    VarHandle.storeStoreFence();
    // Epochs come back after 2^31 admissions: a cancellation must not outlive the stream it meant.
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
