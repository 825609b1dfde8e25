package dev.deltalex.loop;

/** How a generation loop is. */
public sealed interface LoopHealth {
  /** It serves streams. */
  record Running() implements LoopHealth {}

  /**
   * It cannot go on. Every stream that lives gets its END with ERROR, where nothing may still write
   * to its slot, and then the ring's producer state is FAILED; close the loop and open another.
   *
   * @param reason what happened, one line
   */
  record Lost(String reason) implements LoopHealth {}

  /** It was closed. */
  record Closed() implements LoopHealth {}
}
