package dev.deltalex;

/**
 * Receives the events of one stream, in order, on the thread that feeds the parser.
 *
 * <p>Text arrives as a span {@code (buffer, offset, length)}. A span is valid only during the call:
 * the array may be the caller's own input, a parser's held text or a shared scratch, and is reused
 * at once. No span ends in half a surrogate pair unless the model itself wrote a lone surrogate.
 * Adjacent text of one kind within one delta is one call up to 1,024 chars; longer runs may take
 * several.
 *
 * <p>{@code source} is always the offset, in chars from the start of the response, of the first
 * source char that the event stands for; below 0 where the prompt wrote it.
 *
 * <p>In a callback the parser accepts {@code cancel} alone. A sink may throw: the exception passes
 * through the parser, which afterwards accepts only {@code reset} and {@code close}.
 */
public interface DeltaSink {
  /**
   * The stream begins: before any other event, when a parser is opened or reset for this sink.
   *
   * @param control ends the stream from a callback; valid until the stream is closed
   */
  default void opened(StreamControl control) {}

  /**
   * The events that follow belong to another region than those before. Told directly before the
   * region's first span, or before the call; a segment without a span is not told, neither is the
   * region in which the response begins, nor {@link Region#FINISHED}.
   *
   * @param sourceOffset offset of the event that follows
   */
  default void region(Region region, long sourceOffset) {}

  /** Text of the model's reasoning. */
  void reasoning(char[] buffer, int offset, int length, long sourceOffset);

  /** Text of the answer. */
  void content(char[] buffer, int offset, int length, long sourceOffset);

  /**
   * A tool call begins. Reported once per call, with the whole name, before any of its arguments.
   *
   * @param index ordinal of the call in the response, dense from 0
   * @param tool ordinal of the tool in the request's tool set, or -1 if the request does not
   *     declare it
   * @param id the call's id; valid only during this call
   * @param name the tool's name; valid only during this call
   * @param sourceOffset offset of the first char of the call's header
   */
  void callOpened(int index, int tool, CharSequence id, CharSequence name, long sourceOffset);

  /**
   * The next piece of the JSON text of the arguments of call {@code index}. The pieces of a call
   * that closes complete concatenate to one strict JSON object.
   */
  void arguments(int index, char[] buffer, int offset, int length, long sourceOffset);

  /**
   * The call is over.
   *
   * @param complete whether the model finished the call; an incomplete call's arguments may be cut
   */
  void callClosed(int index, boolean complete, long sourceOffset);

  /** Something was repaired, ignored or cut short; the stream goes on. */
  default void diagnostic(Diagnostic code, long sourceOffset) {}

  /** The stream is over; nothing follows. */
  void finished(FinishReason reason);
}
