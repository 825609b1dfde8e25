package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

/**
 * MiniMax M1: JSON objects, one a line, in a marker.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_calls>
 * {"name": "NAME", "arguments": {…}}
 * {"name": "NAME", "arguments": {…}}
 * &lt;/tool_calls>
 * </pre>
 */
final class MiniMaxM1 {
  static final WireFormat FORMAT =
      format("minimax_m1")
          .models("MiniMax M1")
          .hubNames("MiniMax-M1")
          .templateMarks("<beginning_of_sentence>", "<begin_of_document>")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool_calls>"), tag("</tool_calls>"), MANY)
                  .objects(COMMA_IN_BRACKETS));

  private MiniMaxM1() {}
}
