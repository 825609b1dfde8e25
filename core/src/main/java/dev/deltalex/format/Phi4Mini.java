package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.token;

/**
 * Phi-4-mini: an array of JSON objects behind a word.
 *
 * <pre>
 * CONTENT
 * functools[{"name": "NAME", "arguments": {…}}, {"name": "NAME", "arguments": {…}}]
 * </pre>
 */
final class Phi4Mini {
  static final WireFormat FORMAT =
      format("phi4_mini_json", "phi4_mini", "firefunction_v2")
          .models("Phi-4-mini", "Firefunction v2")
          .hubNames("Phi-4-mini-instruct", "firefunction-v2")
          .templateMarks("functools[")
          .calls(call().in(token("functools"), MANY).objects(COMMA_IN_BRACKETS));

  private Phi4Mini() {}
}
