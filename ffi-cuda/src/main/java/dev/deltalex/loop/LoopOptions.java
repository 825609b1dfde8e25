package dev.deltalex.loop;

import dev.deltalex.ring.RingLayout;

/**
 * What a generation loop is to be. Start from {@link #DEFAULT}.
 *
 * @param kind where it runs
 * @param slots streams at a time, 1 to {@link RingLayout#MAX_SLOTS}
 * @param capacityWords 32-bit words of a stream's ring: a power of two, at least 4 * (maxBurst + 4)
 * @param maxBurst tokens per step and stream, at most, 1 to {@link RingLayout#MAX_BURST}
 * @param draftOrder tokens that the draft looks at, its own included, 1 to 5: the more, the more of
 *     its tokens are accepted
 * @param threads threads of a host loop, 1 to the number of slots
 * @param stepMillis shortest time from one step to the next, in milliseconds; 0: as fast as it goes
 * @param graph whether a CUDA loop replays a graph instead of launching kernels
 * @param consumerSilenceMillis after how long without a new beat, from the loop's start on, the
 *     consumer counts as lost, and its streams are cancelled, in milliseconds; 0: never
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

  /** Words that a burst needs beside its tokens: its own two, and the two of the END behind it. */
  private static final int RECORD_ROOM = 2 * RingLayout.RECORD_WORDS;

  /** Where a loop runs. */
  public enum Kind {
    /** On CUDA if there is a device that serves, else on the host, which then says why. */
    AUTO,
    /** On CUDA or not at all. */
    CUDA,
    /** On threads of this JVM. */
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

  /** These options with another ring; so many threads as there were, but no more than slots. */
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
   * These options with a ring for streams that draft so many tokens a step; in each slot some
   * sixteen of the longest bursts may wait for their reader.
   *
   * @param otherSlots streams at a time
   * @param draftTokens of a step, 0 to 255
   */
  public LoopOptions withRingFor(int otherSlots, int draftTokens) {
    // A step emits what was drafted and one token more.
    int burst = draftTokens + 1;
    int words = Integer.highestOneBit(WAITING_BURSTS * (burst + RECORD_ROOM) - 1) << 1;
    return withRing(otherSlots, words, burst);
  }

  /** These options with another draft. */
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

  /** These options with another pace. */
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

  /** These options with another patience for a silent consumer. */
  public LoopOptions withConsumerSilenceMillis(int other) {
    return new LoopOptions(
        kind, slots, capacityWords, maxBurst, draftOrder, threads, stepMillis, graph, other);
  }
}
