package dev.deltalex.mux;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import org.jspecify.annotations.Nullable;

/** Why a stream is over, in more detail than its sink's {@link FinishReason} says. */
public enum StreamEnd {
  /** The model ended its turn. */
  MODEL(FinishReason.STOP, EndCause.STOP),
  /** The token budget ran out. */
  LENGTH(FinishReason.LENGTH, EndCause.LENGTH),
  /** A stop string was written. */
  STOP_STRING(FinishReason.STOP_STRING, EndCause.STOP_STRING),
  /** The host cancelled it. */
  CANCELLED(FinishReason.CANCELLED, null),
  /** Its sink was full for too long, or held too much. */
  SLOW_SINK(FinishReason.CANCELLED, null),
  /** The multiplexer was closed. */
  CLOSED(FinishReason.CANCELLED, null),
  /** The producer cancelled it unasked, as one does that misses its consumer. */
  PRODUCER_CANCELLED(FinishReason.CANCELLED, null),
  /** The producer could not go on with it. */
  PRODUCER_ERROR(FinishReason.ERROR, EndCause.ERROR),
  /** The producer is gone, or the shard can read none of its rings any more. */
  PRODUCER_LOST(FinishReason.ERROR, EndCause.ERROR),
  /** The slot's ring held what no producer may write. */
  RING_CORRUPT(FinishReason.ERROR, EndCause.ERROR),
  /** Its sink threw. */
  SINK_FAILED(FinishReason.ERROR, EndCause.ERROR);

  private final FinishReason finish;

  /** What the parser is told, or null if the stream is cancelled. */
  final @Nullable EndCause endCause;

  StreamEnd(FinishReason finish, @Nullable EndCause endCause) {
    this.finish = finish;
    this.endCause = endCause;
  }

  /**
   * What the sink is told, except that it is {@link FinishReason#TOOL_CALLS} instead of STOP after
   * a complete call. A sink that threw is told nothing more.
   */
  public FinishReason finish() {
    return finish;
  }
}
