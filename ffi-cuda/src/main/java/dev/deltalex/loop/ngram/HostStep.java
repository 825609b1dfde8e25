package dev.deltalex.loop.ngram;

import dev.deltalex.ring.EndReason;
import dev.deltalex.ring.RingLayout;
import dev.deltalex.ring.RingWriter;
import org.jspecify.annotations.Nullable;

/**
 * One step of a slot on the host, with the same phases and results as {@code step.h}. Has the state
 * of a range of slots; one thread at a time. A step allocates nothing.
 */
public final class HostStep {
  /** The slot has no stream. */
  public static final int IDLE = 0;

  /** The slot's ring is full: its stream skips the step. */
  public static final int STALLED = 1;

  /** The slot's stream emitted tokens or ended. */
  public static final int WORKED = 2;

  private static final int MAX_CONTEXT = ModelImage.MAX_CONTEXT;

  private final Sampler sampler;
  private final RingWriter writer;
  private final int draftOrder;
  private final int from;
  private final int[] epochs;
  private final boolean[] running;
  private final @Nullable EndReason[] pending;
  private final long[] seeds;
  private final int[] positions;
  private final int[] limits;
  private final int[] draftTokens;
  private final int[] styles;
  private final int[] have;
  private final int[] histories;

  /** The current slot's history, followed by its draft tokens. */
  private final int[] tokens = new int[MAX_CONTEXT + RingLayout.MAX_DRAFTED + 1];

  private final int[] target = new int[RingLayout.MAX_DRAFTED + 1];

  /**
   * Creates the steps of the slots {@code from} to {@code to - 1}.
   *
   * @param draftOrder order of the draft's n-grams, 1 or more
   */
  public HostStep(NgramModel model, RingWriter writer, int draftOrder, int from, int to) {
    this.sampler = model.sampler();
    this.writer = writer;
    this.draftOrder = draftOrder;
    this.from = from;
    int count = to - from;
    this.epochs = new int[count];
    this.running = new boolean[count];
    this.pending = new @Nullable EndReason[count];
    this.seeds = new long[count];
    this.positions = new int[count];
    this.limits = new int[count];
    this.draftTokens = new int[count];
    this.styles = new int[count];
    this.have = new int[count];
    this.histories = new int[count * MAX_CONTEXT];
    for (int i = 0; i < count; i++) {
      epochs[i] = writer.servedEpoch(from + i);
    }
  }

  /**
   * Runs one step of a slot.
   *
   * @param stop the reason to end the slot's stream in this step, or null
   * @return {@link #IDLE}, {@link #STALLED} or {@link #WORKED}
   */
  public int step(int slot, @Nullable EndReason stop) {
    int own = slot - from;
    int epoch = writer.admittedEpoch(slot);
    if (!running[own] && (epoch <= 0 || epoch == epochs[own] || !admit(slot, own, epoch))) {
      return IDLE;
    }
    EndReason due = pending[own];
    if (due == null) {
      due = writer.cancelRequested(slot, epochs[own]) ? EndReason.CANCELLED : stop;
    }
    if (due != null) {
      return end(slot, own, due);
    }
    if (!writer.hasRoom(slot)) {
      writer.stall(slot);
      return STALLED;
    }
    return generate(slot, own);
  }

  /**
   * Reads an admission. Returns false if the consumer changed it meanwhile; the next step reads it
   * again.
   */
  private boolean admit(int slot, int own, int epoch) {
    int length = writer.promptLength(slot);
    int kept = Math.min(length, MAX_CONTEXT);
    int style = 0;
    for (int i = 0; i < length; i++) {
      int token = writer.prompt(slot, i);
      style = sampler.style(token, style);
      if (i + kept >= length) {
        histories[own * MAX_CONTEXT + i + kept - length] = token;
      }
    }
    seeds[own] = writer.seed(slot);
    limits[own] = writer.maxTokens(slot);
    draftTokens[own] = writer.k(slot);
    if (!writer.stillAdmitted(slot, epoch)) {
      return false;
    }
    have[own] = kept;
    styles[own] = style;
    positions[own] = 0;
    epochs[own] = epoch;
    running[own] = true;
    pending[own] = null;
    writer.begin(slot, epoch);
    return true;
  }

  /** Writes the END, or retries at the next step if the ring has no room. */
  private int end(int slot, int own, EndReason reason) {
    if (!writer.end(slot, epochs[own], reason)) {
      pending[own] = reason;
      return STALLED;
    }
    pending[own] = null;
    running[own] = false;
    return WORKED;
  }

  private int generate(int slot, int own) {
    int past = have[own];
    System.arraycopy(histories, own * MAX_CONTEXT, tokens, 0, past);
    int drafted = draft(own, past);
    int count = verify(own, past, drafted);
    boolean eos = count < 0;
    count = eos ? ~count : count;
    remember(own, past, count);
    positions[own] += count;
    if (count > 0) {
      writer.tryPut(slot, epochs[own], drafted, target, 0, count);
    }
    if (eos) {
      return end(slot, own, EndReason.EOS);
    }
    if (positions[own] >= limits[own]) {
      return end(slot, own, EndReason.LENGTH);
    }
    return WORKED;
  }

  /**
   * Drafts tokens, each from the preceding ones; returns their number, including an end-of-sequence
   * token.
   */
  private int draft(int own, int past) {
    final int want = Math.min(draftTokens[own], limits[own] - positions[own] - 1);
    for (int i = 0; i < want; i++) {
      int token =
          sampler.next(tokens, past + i, styles[own], seeds[own], positions[own] + i, draftOrder);
      tokens[past + i] = token;
      if (token == sampler.eos()) {
        return i + 1;
      }
    }
    return want;
  }

  /**
   * Computes the model's tokens up to and including the first one that differs from the draft;
   * returns their number, or its complement if the stream ends.
   */
  private int verify(int own, int past, int drafted) {
    for (int i = 0; ; i++) {
      int token =
          sampler.next(
              tokens, past + i, styles[own], seeds[own], positions[own] + i, sampler.order());
      if (token == sampler.eos()) {
        return ~i;
      }
      target[i] = token;
      if (i >= drafted || token != tokens[past + i]) {
        return i + 1;
      }
    }
  }

  private void remember(int own, int past, int count) {
    int kept = Math.min(past + count, MAX_CONTEXT);
    int skipped = past + count - kept;
    for (int i = 0; i < kept; i++) {
      int at = skipped + i;
      histories[own * MAX_CONTEXT + i] = at < past ? tokens[at] : target[at - past];
    }
    have[own] = kept;
  }
}
