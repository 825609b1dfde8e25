package dev.deltalex.mux;

/** What a multiplexer counts. Totals only grow; gauges say how things stand. */
public enum MuxCounter {
  /** Streams that were given a slot. */
  STREAMS,
  /** Streams that are over, those that never had a slot included. */
  ENDED,
  /** Gauge: streams in a slot. */
  LIVE,
  /** Gauge: streams that wait for a slot. */
  WAITING,
  /** Gauge: slots whose stream is over here, while the producer has not ended it yet. */
  DRAINING,
  /** Gauge: slots out of use because their memory was corrupt. */
  RETIRED,
  /** Bursts that were parsed. */
  BURSTS,
  /** Tokens that were parsed. */
  TOKENS,
  /** Tokens that the draft had proposed for them. */
  DRAFTED,
  /** Tool calls that ended streams had begun. */
  CALLS,
  /** Gauge: chars held back, because it is open what they mean or whether they stop the stream. */
  HELD_CHARS,
  /** Gauge: streams whose sink is full. */
  PARKED,
  /** Times that a stream was parked. */
  PARKS,
  /** Streams that ended with {@link StreamEnd#STOP_STRING}. */
  STOP_STRINGS,
  /** Streams that were cancelled, for whatever cause. */
  CANCELS,
  /** Streams that ended with ERROR, for whatever cause. */
  ERRORS,
  /** Streams that ended because their sink threw. */
  SINK_FAILURES,
  /** Streams that the producer lost, or took with it. */
  LOST,
  /** Nanoseconds spent on the bursts that were timed: one in 64. */
  TIMED_NANOS,
  /** Tokens of the bursts that were timed. */
  TIMED_TOKENS,
  /** Polls. */
  POLLS,
  /** Polls that looked at every slot. */
  SCANS
}
