package dev.deltalex;

import java.util.List;

/**
 * A whole response, folded: what {@link MessageCollector} puts together from the events of a
 * stream.
 *
 * @param reasoning the model's reasoning, its segments joined
 * @param content the answer, its segments joined
 * @param calls the tool calls in their order
 * @param diagnostics what was repaired, ignored or cut, in order
 * @param finishReason how the stream ended
 */
public record Message(
    String reasoning,
    String content,
    List<Call> calls,
    List<DeltaEvent.Note> diagnostics,
    FinishReason finishReason) {

  /**
   * A tool call.
   *
   * @param tool ordinal of the tool in the request's tools, or -1 if it is not declared
   * @param arguments one strict JSON object if the call is complete
   * @param complete whether the model finished it; a call that is not must not be run
   */
  public record Call(int tool, String id, String name, String arguments, boolean complete) {}

  /** Copies the lists. */
  public Message {
    calls = List.copyOf(calls);
    diagnostics = List.copyOf(diagnostics);
  }
}
