package dev.deltalex.mux;

import dev.deltalex.ring.ProducerWatch;

/**
 * The limits of a multiplexer. Immutable.
 *
 * @param queue streams of one shard that may wait for a slot while all slots are taken, 1 to
 *     1,000,000
 * @param recordsPerPoll records read from one slot before the next slot's turn, 1 to 1,024
 * @param parkNanos how long a sink may be full without interruption before its stream is cancelled,
 *     1 or more
 * @param pendingBytes how many unsent bytes a sink may hold before its stream is cancelled, 1 or
 *     more
 * @param lostNanos how long the producer's heartbeat may be unchanged before all streams end with
 *     ERROR, 1 or more: {@link ProducerWatch#OWN_SILENCE_NANOS} for loops of this process, {@link
 *     ProducerWatch#SHARED_SILENCE_NANOS} for rings shared with other processes. Also how long a
 *     stream in a slot waits for a producer that has not attached yet
 */
public record MuxOptions(
    int queue, int recordsPerPoll, long parkNanos, long pendingBytes, long lostNanos) {
  /** 65,536 waiting, 16 records, parked for 10 s, 4 MiB pending, lost after 2 s. */
  public static final MuxOptions DEFAULT =
      new MuxOptions(65_536, 16, 10_000_000_000L, 4L << 20, ProducerWatch.OWN_SILENCE_NANOS);

  /** Checks every bound. */
  public MuxOptions {
    check("queue", queue, 1, 1_000_000);
    check("recordsPerPoll", recordsPerPoll, 1, 1_024);
    check("parkNanos", parkNanos, 1, Long.MAX_VALUE);
    check("pendingBytes", pendingBytes, 1, Long.MAX_VALUE);
    check("lostNanos", lostNanos, 1, Long.MAX_VALUE);
  }

  private static void check(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "MuxOptions."
              + field
              + " is "
              + value
              + "; it must be "
              + (high == Long.MAX_VALUE ? low + " or more" : "from " + low + " to " + high));
    }
  }

  /** A copy with another {@link #queue()}. */
  public MuxOptions withQueue(int streams) {
    return new MuxOptions(streams, recordsPerPoll, parkNanos, pendingBytes, lostNanos);
  }

  /** A copy with another {@link #recordsPerPoll()}. */
  public MuxOptions withRecordsPerPoll(int records) {
    return new MuxOptions(queue, records, parkNanos, pendingBytes, lostNanos);
  }

  /** A copy with another {@link #parkNanos()}. */
  public MuxOptions withParkNanos(long nanos) {
    return new MuxOptions(queue, recordsPerPoll, nanos, pendingBytes, lostNanos);
  }

  /** A copy with another {@link #pendingBytes()}. */
  public MuxOptions withPendingBytes(long bytes) {
    return new MuxOptions(queue, recordsPerPoll, parkNanos, bytes, lostNanos);
  }

  /** A copy with another {@link #lostNanos()}. */
  public MuxOptions withLostNanos(long nanos) {
    return new MuxOptions(queue, recordsPerPoll, parkNanos, pendingBytes, nanos);
  }
}
