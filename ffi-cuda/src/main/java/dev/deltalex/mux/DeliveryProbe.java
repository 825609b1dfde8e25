package dev.deltalex.mux;

/**
 * Watches deliveries, for measurements. Called on the shard's thread behind the sinks; must not
 * wait, allocate or throw.
 */
public interface DeliveryProbe {
  /**
   * All records of one slot have been delivered to their sink: those that were there when the
   * delivery began, at least. Not called as long as some of a backlog are left, see {@link
   * MuxOptions#recordsPerPoll()}: when those were published, nobody knows any more.
   *
   * @param slot the slot
   * @param publishNanos the producer's clock when it published the last record that was there when
   *     the delivery began; comparable with {@link System#nanoTime} only if the producer runs on
   *     this machine's processor
   */
  void delivered(int slot, long publishNanos);

  /**
   * A burst was parsed.
   *
   * @param drafted tokens that the draft had proposed
   * @param tokens tokens of the burst
   */
  void burst(int drafted, int tokens);
}
