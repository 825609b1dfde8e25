package dev.deltalex.cli;

import dev.deltalex.ParserOptions.InitialState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a case file: a model's output and the expected message.
 *
 * @param toolsJson the request's tools in OpenAI's form, unchanged; null if the case has none
 * @param start the initial state, or null for the format's default
 * @param chunks {@code text} divided into deltas, or null
 * @param expected the expected message, or null if there is no expectation
 * @param finish the expected finish reason in lower case, or null for any
 * @param rawArguments argument texts by call whose number tokens must be preserved; may be empty
 * @param contested whether engines disagree about the expectation
 * @param judged whether the expectation is a judgement, without a reference implementation
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

  /** The expected message of a case. */
  record Expected(String content, String reasoning, List<ExpectedCall> calls) {}

  /**
   * An expected call.
   *
   * @param argumentsJson the arguments as JSON text
   */
  record ExpectedCall(String name, String argumentsJson) {}

  /**
   * The reliability of the expectation: {@code ""}, {@code "contested"}, {@code "judged"} or both.
   */
  String standing() {
    return contested ? judged ? "contested, judged" : "contested" : judged ? "judged" : "";
  }
}
