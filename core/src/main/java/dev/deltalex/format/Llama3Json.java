package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.token;

/**
 * Llama 3 and 4: a JSON object, with or without a control token.
 *
 * <pre>
 * &lt;|python_tag|>{"name": "NAME", "parameters": {…}}; {"name": "NAME", "parameters": {…}}
 * </pre>
 */
final class Llama3Json {
  static final WireFormat FORMAT =
      format("llama3_json", "llama4_json")
          .models("Llama 3", "Llama 4")
          .hubNames(
              "Meta-Llama-3.1",
              "Llama-3.1",
              "Llama-3.2",
              "Llama-3.3",
              "Meta-Llama-3.3",
              "Llama-4-Scout",
              "Llama-4-Maverick")
          .templateMarks("\"parameters\": dictionary of argument name and its value")
          .calls(call().in(token("<|python_tag|>")).objects(COMMA_IN_BRACKETS).bare(DECLARED));

  private Llama3Json() {}
}
