package dev.deltalex.loop;

/** The state of a generation loop. */
public sealed interface LoopHealth {
  /** The loop serves streams. */
  record Running() implements LoopHealth {}

  /**
   * The loop failed. Every running stream gets an END with ERROR, unless a kernel may still write
   * to its slot; then the ring's producer state becomes FAILED. Close the loop and open another.
   *
   * @param reason the failure, in one line
   */
  record Lost(String reason) implements LoopHealth {}

  /** The loop was closed. */
  record Closed() implements LoopHealth {}
}
