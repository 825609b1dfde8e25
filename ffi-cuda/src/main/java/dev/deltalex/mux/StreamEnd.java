package dev.deltalex.mux;

import dev.deltalex.FinishReason;

/** Why a stream is over, in more detail than its sink's {@link FinishReason} says. */
public enum StreamEnd {
  /** The model ended its turn. */
  MODEL(FinishReason.STOP),
  /** The token budget ran out. */
  LENGTH(FinishReason.LENGTH),
  /** A stop string was written. */
  STOP_STRING(FinishReason.STOP_STRING),
  /** The host cancelled it. */
  CANCELLED(FinishReason.CANCELLED),
  /** Its sink was full for too long, or held too much. */
  SLOW_SINK(FinishReason.CANCELLED),
  /** The multiplexer was closed. */
  CLOSED(FinishReason.CANCELLED),
  /** The producer cancelled it unasked, as one does that misses its consumer. */
  PRODUCER_CANCELLED(FinishReason.CANCELLED),
  /** The producer could not go on with it. */
  PRODUCER_ERROR(FinishReason.ERROR),
  /** The producer is gone, or the shard can read none of its rings any more. */
  PRODUCER_LOST(FinishReason.ERROR),
  /** The slot's ring held what no producer may write. */
  RING_CORRUPT(FinishReason.ERROR),
  /** Its sink threw. */
  SINK_FAILED(FinishReason.ERROR);

  private final FinishReason finish;

  StreamEnd(FinishReason finish) {
    this.finish = finish;
  }

  /**
   * What the parser is told. The sink hears {@link FinishReason#TOOL_CALLS} instead of STOP after a
   * complete call; one that threw hears nothing more.
   */
  public FinishReason finish() {
    return finish;
  }
}
