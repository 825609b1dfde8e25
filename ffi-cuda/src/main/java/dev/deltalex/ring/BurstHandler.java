package dev.deltalex.ring;

/**
 * Receives the records that {@link RingReader#poll} reads, on the polling thread. A handler may
 * call {@link RingReader#admit} and {@link RingReader#cancel}, but not {@code poll}. If a method
 * throws, the record counts as read and {@code poll} rethrows.
 */
public interface BurstHandler {
  /**
   * Called with the tokens of one step of a stream.
   *
   * @param slot the stream's slot
   * @param epoch the stream's epoch, which is the last one admitted
   * @param drafted tokens that the draft proposed in this step, 0 to 255
   * @param tokens token ids from index 0 on, unchecked: any int. The reader owns the array and
   *     reuses it after the call
   * @param count tokens, 1 to the ring's {@link RingLayout#maxBurst()}
   */
  void onBurst(int slot, int epoch, int drafted, int[] tokens, int count);

  /** Called at the stream's end: no more records of this epoch follow, and the slot is free. */
  void onEnd(int slot, int epoch, EndReason reason);

  /**
   * Called when the slot contains an invalid record or cursor. Nothing more is read from it until a
   * new epoch is admitted.
   *
   * @param detail the value found and the value expected, in one line
   */
  void onCorrupt(int slot, String detail);
}
