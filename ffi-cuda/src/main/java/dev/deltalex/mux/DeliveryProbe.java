package dev.deltalex.mux;

/**
 * Receives the times of deliveries, for measurements. Called on the shard's thread after the sinks;
 * must not block, allocate or throw.
 */
public interface DeliveryProbe {
  /**
   * Called when all records of a slot that were published before the poll have been delivered to
   * their sink. Not called while a backlog remains, see {@link MuxOptions#recordsPerPoll()}: the
   * ring holds the publication time of the last record only.
   *
   * @param slot the slot
   * @param publishNanos the time on the producer's clock at which it published the last of these
   *     records; comparable with {@link System#nanoTime} only if the producer runs on this
   *     machine's CPU
   */
  void delivered(int slot, long publishNanos);

  /**
   * Called after a burst was parsed.
   *
   * @param drafted tokens that the draft had proposed
   * @param tokens tokens of the burst
   */
  void burst(int drafted, int tokens);
}
