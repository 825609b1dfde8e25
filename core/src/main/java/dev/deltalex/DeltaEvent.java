package dev.deltalex;

/**
 * An event of a stream as an object that may be kept: what {@link DeltaSink} tells in spans, with
 * Strings. Made by {@link DeltaEventSink} and {@link DeltaEventQueue}; costs an allocation or two a
 * delta, which most engines can afford.
 *
 * <p>{@code offset} is that of the first source char of the event, in chars from the start of the
 * response; what the generation prompt began lies below 0.
 */
public sealed interface DeltaEvent {
  /** The next piece of the model's reasoning. */
  record Reasoning(String text, long offset) implements DeltaEvent {}

  /** The next piece of the answer. */
  record Content(String text, long offset) implements DeltaEvent {}

  /**
   * A tool call begins.
   *
   * @param index ordinal of the call in the response, dense from 0
   * @param tool ordinal of the tool in the request's tools, or -1 if it is not declared
   */
  record CallStarted(int index, int tool, String id, String name, long offset)
      implements DeltaEvent {}

  /** The next piece of the JSON text of the arguments of call {@code index}. */
  record Arguments(int index, String json, long offset) implements DeltaEvent {}

  /**
   * The model finished the call: it may be run.
   *
   * @param arguments all of them, one strict JSON object
   */
  record CallDone(int index, int tool, String id, String name, String arguments, long offset)
      implements DeltaEvent {}

  /**
   * The call was cut by the end of the stream. It must not be run: its arguments are not what the
   * model meant to write.
   *
   * @param arguments what there is of them, perhaps no valid JSON
   */
  record CallCut(int index, int tool, String id, String name, String arguments, long offset)
      implements DeltaEvent {}

  /** Something was repaired, ignored or cut short; the stream goes on. */
  record Note(Diagnostic code, long offset) implements DeltaEvent {}

  /** The stream is over; the last event. */
  record Finished(FinishReason reason) implements DeltaEvent {}
}
