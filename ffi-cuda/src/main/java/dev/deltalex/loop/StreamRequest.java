package dev.deltalex.loop;

import java.util.Arrays;

/**
 * A request for a stream.
 *
 * @param prompt token ids, of which the last {@link dev.deltalex.ring.RingLayout#PROMPT_TOKENS} are
 *     used. The array is not copied: do not modify it before the stream is admitted to a slot
 * @param seed seed of the sampling
 * @param maxTokens tokens after which the stream ends with LENGTH, 1 or more
 * @param draftTokens tokens that the draft proposes per step, 0 to 255 and below the ring's {@link
 *     dev.deltalex.ring.RingLayout#maxBurst}; it changes the bursts, never the tokens
 */
public record StreamRequest(int[] prompt, long seed, int maxTokens, int draftTokens) {
  /** Checks the ranges that do not depend on a ring. */
  public StreamRequest {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + ", needs 1 or more");
    }
    if (draftTokens < 0 || draftTokens > 255) {
      throw new IllegalArgumentException("draftTokens is " + draftTokens + ", needs 0 to 255");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamRequest that
        && Arrays.equals(prompt, that.prompt)
        && seed == that.seed
        && maxTokens == that.maxTokens
        && draftTokens == that.draftTokens;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(prompt) + Long.hashCode(seed)) + maxTokens + draftTokens;
  }

  @Override
  public String toString() {
    return "%d prompt tokens, seed %d, up to %d tokens, %d drafted per step"
        .formatted(prompt.length, seed, maxTokens, draftTokens);
  }
}
