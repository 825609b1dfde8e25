package dev.deltalex.mux;

/** The counters of a multiplexer. All are totals that only grow, except those marked as gauge. */
public enum MuxCounter {
  /** Streams that got a slot. */
  STREAMS,
  /** Streams that ended, including those that never had a slot. */
  ENDED,
  /** Gauge: streams in a slot. */
  LIVE,
  /** Gauge: streams that wait for a slot. */
  WAITING,
  /** Gauge: slots whose stream ended in the multiplexer and whose END record was not read yet. */
  DRAINING,
  /** Gauge: slots that are no longer used because their ring was corrupt. */
  RETIRED,
  /** Bursts that were parsed. */
  BURSTS,
  /** Tokens that were parsed. */
  TOKENS,
  /** Draft tokens that were proposed for the parsed bursts. */
  DRAFTED,
  /** Tool calls that were opened in the streams that ended. */
  CALLS,
  /** Gauge: buffered chars that may be part of a marker or of a stop string. */
  HELD_CHARS,
  /** Gauge: streams whose sink is full. */
  PARKED,
  /** Times that a stream was parked. */
  PARKS,
  /** Streams that ended with {@link StreamEnd#STOP_STRING}. */
  STOP_STRINGS,
  /** Streams that ended with CANCELLED, for any cause. */
  CANCELS,
  /** Streams that ended with ERROR, for any cause. */
  ERRORS,
  /** Streams that ended because their sink threw. */
  SINK_FAILURES,
  /** Streams that ended with {@link StreamEnd#PRODUCER_LOST}. */
  LOST,
  /** Nanoseconds spent on the timed bursts, which are one in 64. */
  TIMED_NANOS,
  /** Tokens of the timed bursts. */
  TIMED_TOKENS,
  /** Polls. */
  POLLS,
  /** Polls that checked every slot. */
  SCANS
}
