package dev.deltalex;

/**
 * An event of a stream as an immutable object, with Strings instead of the spans of {@link
 * DeltaSink}. Created by {@link DeltaEventSink} and {@link DeltaEventQueue}; costs one or two
 * allocations per delta, which most engines can afford.
 *
 * <p>{@code offset} is the offset of the event's first char in the response, in chars. It is
 * negative for chars of the generation prompt.
 */
public sealed interface DeltaEvent {
  /** The next text of the model's reasoning. */
  record Reasoning(String text, long offset) implements DeltaEvent {}

  /** The next text of the answer. */
  record Content(String text, long offset) implements DeltaEvent {}

  /**
   * A tool call begins.
   *
   * @param index ordinal of the call in the response, dense from 0
   * @param tool ordinal of the tool in the request's tools, or -1 if it is not declared
   */
  record CallStarted(int index, int tool, String id, String name, long offset)
      implements DeltaEvent {}

  /** The next text of the JSON arguments of call {@code index}. */
  record Arguments(int index, String json, long offset) implements DeltaEvent {}

  /**
   * The call is complete: it may be run.
   *
   * @param arguments the complete arguments, one strict JSON object
   */
  record CallDone(int index, int tool, String id, String name, String arguments, long offset)
      implements DeltaEvent {}

  /**
   * The end of the stream cut the call. It must not be run, since its arguments are incomplete.
   *
   * @param arguments the arguments so far, which may be invalid JSON
   */
  record CallCut(int index, int tool, String id, String name, String arguments, long offset)
      implements DeltaEvent {}

  /** The parser repaired, ignored or cut something; the stream continues. */
  record Note(Diagnostic code, long offset) implements DeltaEvent {}

  /** The stream has finished; the last event. */
  record Finished(FinishReason reason) implements DeltaEvent {}
}
