package dev.deltalex.loop;

import dev.deltalex.ring.RingLayout;

/**
 * Options of a generation loop. Derive them from {@link #DEFAULT}.
 *
 * @param kind where it runs
 * @param slots maximum of concurrent streams, 1 to {@link RingLayout#MAX_SLOTS}
 * @param capacityWords 32-bit words of a stream's ring: a power of two, at least 4 * (maxBurst + 4)
 * @param maxBurst maximum of tokens per step and stream, 1 to {@link RingLayout#MAX_BURST}
 * @param draftOrder order of the draft's n-grams, 1 to 5: with a higher order more of its tokens
 *     are accepted
 * @param threads threads of a host loop, 1 to the number of slots
 * @param stepMillis minimum time from one step to the next, in milliseconds; 0: no pacing
 * @param graph whether a CUDA loop replays a graph instead of launching kernels
 * @param consumerSilenceMillis time in milliseconds without a new heartbeat, measured from the
 *     loop's start on, after which the consumer counts as lost and its streams are cancelled; 0:
 *     never
 */
public record LoopOptions(
    Kind kind,
    int slots,
    int capacityWords,
    int maxBurst,
    int draftOrder,
    int threads,
    int stepMillis,
    boolean graph,
    int consumerSilenceMillis) {
  private static final int WAITING_BURSTS = 16;

  /**
   * Words that a burst needs in addition to its tokens: two of its header, two of the END after it.
   */
  private static final int RECORD_ROOM = 2 * RingLayout.RECORD_WORDS;

  /** The device of a loop. */
  public enum Kind {
    /**
     * A CUDA device if one is usable, else the host; the loop's description then has the reason.
     */
    AUTO,
    /** A CUDA device; opening the loop fails if none is usable. */
    CUDA,
    /** Threads of this JVM. */
    HOST
  }

  /** 64 slots of 1,024 words, bursts of up to 16 tokens, one thread, no pacing. */
  public static final LoopOptions DEFAULT =
      new LoopOptions(Kind.AUTO, 64, 1024, 16, 3, 1, 0, false, 0);

  /** Checks the ranges. */
  public LoopOptions {
    check("slots", slots, 1, RingLayout.MAX_SLOTS);
    check("maxBurst", maxBurst, 1, RingLayout.MAX_BURST);
    int fewest = 4 * (maxBurst + 4);
    if (Integer.bitCount(capacityWords) != 1
        || capacityWords < fewest
        || capacityWords > RingLayout.MAX_CAPACITY_WORDS) {
      throw new IllegalArgumentException(
          "capacityWords is %d, needs a power of two from %d to %d"
              .formatted(capacityWords, fewest, RingLayout.MAX_CAPACITY_WORDS));
    }
    check("draftOrder", draftOrder, 1, 5);
    check("threads", threads, 1, slots);
    check("stepMillis", stepMillis, 0, 60_000);
    check("consumerSilenceMillis", consumerSilenceMillis, 0, Integer.MAX_VALUE);
  }

  private static void check(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(name + " is " + value + ", needs " + low + " to " + high);
    }
  }

  /** These options with another kind. */
  public LoopOptions withKind(Kind other) {
    return new LoopOptions(
        other,
        slots,
        capacityWords,
        maxBurst,
        draftOrder,
        threads,
        stepMillis,
        graph,
        consumerSilenceMillis);
  }

  /** These options with another ring. The number of threads is limited to the number of slots. */
  public LoopOptions withRing(int otherSlots, int otherCapacityWords, int otherMaxBurst) {
    return new LoopOptions(
        kind,
        otherSlots,
        otherCapacityWords,
        otherMaxBurst,
        draftOrder,
        Math.min(threads, otherSlots),
        stepMillis,
        graph,
        consumerSilenceMillis);
  }

  /**
   * These options with a ring for streams with a number of draft tokens per step. Each slot's ring
   * can buffer about sixteen bursts of maximum length.
   *
   * @param otherSlots maximum of concurrent streams
   * @param draftTokens draft tokens per step, 0 to 255
   */
  public LoopOptions withRingFor(int otherSlots, int draftTokens) {
    // A step emits at most the draft tokens and one more.
    int burst = draftTokens + 1;
    int words = Integer.highestOneBit(WAITING_BURSTS * (burst + RECORD_ROOM) - 1) << 1;
    return withRing(otherSlots, words, burst);
  }

  /** These options with another draft order. */
  public LoopOptions withDraftOrder(int other) {
    return new LoopOptions(
        kind,
        slots,
        capacityWords,
        maxBurst,
        other,
        threads,
        stepMillis,
        graph,
        consumerSilenceMillis);
  }

  /** These options with another number of threads. */
  public LoopOptions withThreads(int other) {
    return new LoopOptions(
        kind,
        slots,
        capacityWords,
        maxBurst,
        draftOrder,
        other,
        stepMillis,
        graph,
        consumerSilenceMillis);
  }

  /** These options with another minimum step time. */
  public LoopOptions withStepMillis(int other) {
    return new LoopOptions(
        kind,
        slots,
        capacityWords,
        maxBurst,
        draftOrder,
        threads,
        other,
        graph,
        consumerSilenceMillis);
  }

  /** These options with or without graph replay. */
  public LoopOptions withGraph(boolean other) {
    return new LoopOptions(
        kind,
        slots,
        capacityWords,
        maxBurst,
        draftOrder,
        threads,
        stepMillis,
        other,
        consumerSilenceMillis);
  }

  /** These options with another timeout for the consumer's heartbeat. */
  public LoopOptions withConsumerSilenceMillis(int other) {
    return new LoopOptions(
        kind, slots, capacityWords, maxBurst, draftOrder, threads, stepMillis, graph, other);
  }
}
