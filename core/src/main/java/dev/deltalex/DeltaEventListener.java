package dev.deltalex;

/** Receives the events of a stream, in order, on the parser's thread. */
@FunctionalInterface
public interface DeltaEventListener {
  /**
   * Called for each event.
   *
   * @param control cancels the stream; no other method of the parser may be called in the callback
   */
  void event(DeltaEvent event, StreamControl control);
}
