package dev.deltalex;

import java.util.List;

/**
 * A complete response, accumulated from the events of a stream by {@link MessageCollector}.
 *
 * @param reasoning the model's reasoning, with all segments joined
 * @param content the answer, with all segments joined
 * @param calls the tool calls, in order
 * @param diagnostics the diagnostics, in order
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
   * @param complete whether the model completed the call; an incomplete call must not be run
   */
  public record Call(int tool, String id, String name, String arguments, boolean complete) {}

  /** Copies the lists. */
  public Message {
    calls = List.copyOf(calls);
    diagnostics = List.copyOf(diagnostics);
  }
}
