package dev.deltalex.wire;

import dev.deltalex.ParserOptions;
import java.util.List;

/**
 * The properties of a response that its renderers need before the first event. Immutable.
 *
 * @param id the response's id, such as {@code chatcmpl-…}, {@code msg_…} or {@code resp_…}; 1 to
 *     256 chars
 * @param created time of creation, in seconds since 1970
 * @param model the model's name for the client; 1 to 1,024 chars
 * @param choices number of choices ({@code n}) of a chat completion, 1 to 128; 1 for other
 *     protocols
 * @param reasoningField the member of a chat completion with the reasoning
 * @param includeUsage whether a streamed chat completion ends with a usage chunk ({@code
 *     stream_options.include_usage})
 * @param toolChoice the request's tool_choice; a call of a named tool finishes with {@code stop}
 * @param parallelToolCalls whether the response may have more than one call
 * @param callForms how the calls of each tool are rendered, by the ordinal of the tool in the
 *     parser's tools; the calls of other tools are those of functions
 * @param reasoningEvents the events of the Responses protocol with the reasoning
 * @param requestFields members of the request that the Responses protocol repeats in the response
 */
public record WireResponse(
    String id,
    long created,
    String model,
    int choices,
    ReasoningField reasoningField,
    boolean includeUsage,
    ParserOptions.ToolChoice toolChoice,
    boolean parallelToolCalls,
    List<CallForm> callForms,
    ReasoningEvents reasoningEvents,
    RequestFields requestFields) {
  private static final int LONGEST_ID = 256;
  private static final int LONGEST_MODEL = 1024;
  private static final int MOST_CHOICES = 128;
  private static final RequestFields NO_REQUEST_FIELDS =
      RequestFields.of(
          "\"instructions\":null,\"max_output_tokens\":null,\"metadata\":{},"
              + "\"parallel_tool_calls\":true,\"temperature\":1.0,\"tool_choice\":\"auto\","
              + "\"tools\":[],\"top_p\":1.0");

  /** Checks the ranges. */
  public WireResponse {
    check("id", id.length(), 1, LONGEST_ID);
    check("created", created, 0, Long.MAX_VALUE);
    check("model", model.length(), 1, LONGEST_MODEL);
    check("choices", choices, 1, MOST_CHOICES);
    callForms = List.copyOf(callForms);
  }

  private static void check(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "WireResponse." + field + " is " + value + "; it must be from " + low + " to " + high);
    }
  }

  /**
   * Creates a response with one choice, tool_choice auto, parallel calls, no usage chunk, and
   * {@code reasoning_content}.
   */
  public static WireResponse of(String id, long created, String model) {
    return new WireResponse(
        id,
        created,
        model,
        1,
        ReasoningField.REASONING_CONTENT,
        false,
        ParserOptions.ToolChoice.AUTO,
        true,
        List.of(),
        ReasoningEvents.TEXT,
        NO_REQUEST_FIELDS);
  }

  /** A copy with another {@link #choices()}. */
  public WireResponse withChoices(int count) {
    return new WireResponse(
        id,
        created,
        model,
        count,
        reasoningField,
        includeUsage,
        toolChoice,
        parallelToolCalls,
        callForms,
        reasoningEvents,
        requestFields);
  }

  /** A copy with another {@link #reasoningField()}. */
  public WireResponse withReasoningField(ReasoningField field) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        field,
        includeUsage,
        toolChoice,
        parallelToolCalls,
        callForms,
        reasoningEvents,
        requestFields);
  }

  /** A copy with another {@link #includeUsage()}. */
  public WireResponse withIncludeUsage(boolean include) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        reasoningField,
        include,
        toolChoice,
        parallelToolCalls,
        callForms,
        reasoningEvents,
        requestFields);
  }

  /** A copy with another {@link #toolChoice()}. */
  public WireResponse withToolChoice(ParserOptions.ToolChoice choice) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        reasoningField,
        includeUsage,
        choice,
        parallelToolCalls,
        callForms,
        reasoningEvents,
        requestFields);
  }

  /** A copy with another {@link #parallelToolCalls()}. */
  public WireResponse withParallelToolCalls(boolean parallel) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        reasoningField,
        includeUsage,
        toolChoice,
        parallel,
        callForms,
        reasoningEvents,
        requestFields);
  }

  /** A copy with other {@link #callForms()}. */
  public WireResponse withCallForms(List<CallForm> forms) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        reasoningField,
        includeUsage,
        toolChoice,
        parallelToolCalls,
        forms,
        reasoningEvents,
        requestFields);
  }

  /** A copy with other {@link #reasoningEvents()}. */
  public WireResponse withReasoningEvents(ReasoningEvents events) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        reasoningField,
        includeUsage,
        toolChoice,
        parallelToolCalls,
        callForms,
        events,
        requestFields);
  }

  /** How the calls of the tool with this ordinal are rendered; -1 is an undeclared tool. */
  CallForm form(int tool) {
    return tool >= 0 && tool < callForms.size() ? callForms.get(tool) : CallForm.FUNCTION;
  }

  /** A copy with another {@link #requestFields()}. */
  public WireResponse withRequestFields(RequestFields fields) {
    return new WireResponse(
        id,
        created,
        model,
        choices,
        reasoningField,
        includeUsage,
        toolChoice,
        parallelToolCalls,
        callForms,
        reasoningEvents,
        fields);
  }
}
