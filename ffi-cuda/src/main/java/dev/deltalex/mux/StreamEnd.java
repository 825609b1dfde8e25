package dev.deltalex.mux;

import dev.deltalex.EndCause;
import dev.deltalex.FinishReason;
import org.jspecify.annotations.Nullable;

/** Why a stream ended, in more detail than the {@link FinishReason} that its sink receives. */
public enum StreamEnd {
  /** The model ended its turn. */
  MODEL(FinishReason.STOP, EndCause.STOP),
  /** The token limit was reached. */
  LENGTH(FinishReason.LENGTH, EndCause.LENGTH),
  /** The text contained a stop string. */
  STOP_STRING(FinishReason.STOP_STRING, EndCause.STOP_STRING),
  /** The host cancelled it. */
  CANCELLED(FinishReason.CANCELLED, null),
  /** Its sink was full for too long or held too many bytes. */
  SLOW_SINK(FinishReason.CANCELLED, null),
  /** The multiplexer was closed. */
  CLOSED(FinishReason.CANCELLED, null),
  /**
   * The producer cancelled it without a request, for example because it lost the consumer's
   * heartbeat.
   */
  PRODUCER_CANCELLED(FinishReason.CANCELLED, null),
  /** The producer ended it with ERROR. */
  PRODUCER_ERROR(FinishReason.ERROR, EndCause.ERROR),
  /** The producer is lost, or all rings of the shard are corrupt. */
  PRODUCER_LOST(FinishReason.ERROR, EndCause.ERROR),
  /** The slot's ring contained an invalid record. */
  RING_CORRUPT(FinishReason.ERROR, EndCause.ERROR),
  /** Its sink threw. */
  SINK_FAILED(FinishReason.ERROR, EndCause.ERROR);

  private final FinishReason finish;

  /** The cause for the parser, or null if the stream is cancelled. */
  final @Nullable EndCause endCause;

  StreamEnd(FinishReason finish, @Nullable EndCause endCause) {
    this.finish = finish;
    this.endCause = endCause;
  }

  /**
   * The reason for the sink, which receives {@link FinishReason#TOOL_CALLS} instead of STOP after a
   * complete call. A sink that threw receives no further event.
   */
  public FinishReason finish() {
    return finish;
  }
}
