package dev.deltalex.cli;

import dev.deltalex.ParserOptions.InitialState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a case file: a model's output and the message it means.
 *
 * @param toolsJson the request's tools in OpenAI form, as written; null if the case has none
 * @param start null if the case leaves it to the format
 * @param chunks one way of cutting {@code text}; null if the case brings none
 * @param expected null if the case only asks for an answer
 * @param finish the finish reason that should be reported, in lower case; null if any will do
 * @param rawArguments argument texts, by call, whose number tokens must survive; may be empty
 * @param contested whether engines disagree about the expectation
 * @param judged whether the expectation is somebody's judgement
 */
record ConformanceCase(
    String id,
    String format,
    String text,
    @Nullable String toolsJson,
    @Nullable InitialState start,
    @Nullable List<String> chunks,
    @Nullable Expected expected,
    @Nullable String finish,
    List<String> rawArguments,
    boolean contested,
    boolean judged) {

  /** The message that a case's text means. */
  record Expected(String content, String reasoning, List<ExpectedCall> calls) {}

  /**
   * A call of it.
   *
   * @param argumentsJson the arguments as JSON text
   */
  record ExpectedCall(String name, String argumentsJson) {}

  /** {@code ""}, {@code "contested"}, {@code "judged"} or both: how firm the expectation is. */
  String standing() {
    return contested ? judged ? "contested, judged" : "contested" : judged ? "judged" : "";
  }
}
