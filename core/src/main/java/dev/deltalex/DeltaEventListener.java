package dev.deltalex;

/** Takes the events of one stream, in order, on the parser's thread. */
@FunctionalInterface
public interface DeltaEventListener {
  /**
   * An event.
   *
   * @param control ends the stream: the only call that is legal here on the stream's parser
   */
  void event(DeltaEvent event, StreamControl control);
}
