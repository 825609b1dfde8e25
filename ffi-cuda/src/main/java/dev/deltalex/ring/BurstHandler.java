package dev.deltalex.ring;

/**
 * Receives what {@link RingReader#poll} reads, on the polling thread. A handler may call {@link
 * RingReader#admit} and {@link RingReader#cancel}, never {@code poll}. Where a method throws, the
 * record counts as read and {@code poll} throws on.
 */
public interface BurstHandler {
  /**
   * One step's tokens of a stream.
   *
   * @param slot the stream's slot
   * @param epoch the stream's epoch, the one that was admitted last
   * @param drafted tokens that the draft proposed in this step, 0 to 255
   * @param tokens token ids from index 0 on, unchecked: any int; the array is the reader's and its
   *     content valid during the call only
   * @param count tokens, 1 to the ring's {@link RingLayout#maxBurst()}
   */
  void onBurst(int slot, int epoch, int drafted, int[] tokens, int count);

  /** The stream's end: nothing more is handed over for this epoch, and the slot is free. */
  void onEnd(int slot, int epoch, EndReason reason);

  /**
   * The slot holds what no producer may write. Nothing more is read from it until a new epoch is
   * admitted.
   *
   * @param detail what was found and what was expected, one line
   */
  void onCorrupt(int slot, String detail);
}
