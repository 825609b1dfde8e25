package dev.deltalex;

/**
 * Receives the events of a stream, in order, on the thread that feeds the parser.
 *
 * <p>Text is passed as a span {@code (buffer, offset, length)}, which is valid only during the
 * call: the array may be the caller's input or a buffer of the parser, which is reused. Copy text
 * that you keep. A span does not end within a surrogate pair, but may contain a lone surrogate of
 * the model. Adjacent text of one kind within a delta is reported in one call up to 1,024 chars;
 * longer text may take several calls.
 *
 * <p>{@code sourceOffset} is the offset of the event's first char in the response, in chars. It is
 * negative for chars of the generation prompt.
 *
 * <p>In a callback, {@code cancel} is the only method of the parser that may be called. If a sink
 * throws, the exception propagates through the parser, which then accepts only {@code reset} and
 * {@code close}.
 */
public interface DeltaSink {
  /**
   * Called before all other events, when a parser is opened or reset for this sink.
   *
   * @param control cancels the stream from a callback; valid until the stream is closed
   */
  default void opened(StreamControl control) {}

  /**
   * Called when the region changes, directly before the first span of the new region or before the
   * call. Not called for a segment without a span, for the region in which the response begins, and
   * for {@link Region#FINISHED}.
   *
   * @param sourceOffset offset of the next event
   */
  default void region(Region region, long sourceOffset) {}

  /** Called with the next text of the model's reasoning. */
  void reasoning(char[] buffer, int offset, int length, long sourceOffset);

  /** Called with the next text of the answer. */
  void content(char[] buffer, int offset, int length, long sourceOffset);

  /**
   * Called once at the beginning of a tool call, with its complete name, before its arguments.
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
   * Called with the next text of the JSON arguments of call {@code index}. All texts of a complete
   * call concatenate to one strict JSON object.
   */
  void arguments(int index, char[] buffer, int offset, int length, long sourceOffset);

  /**
   * Called at the end of a call.
   *
   * @param complete whether the model completed the call; an incomplete call must not be run, its
   *     arguments may be cut
   */
  void callClosed(int index, boolean complete, long sourceOffset);

  /** Called when the parser repaired, ignored or cut something; the stream continues. */
  default void diagnostic(Diagnostic code, long sourceOffset) {}

  /** Called at the end of the stream; the last event. */
  void finished(FinishReason reason);
}
