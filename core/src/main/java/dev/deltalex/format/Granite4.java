package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

/**
 * Granite 4: a JSON object in a marker.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>{"name": "NAME", "arguments": {…}}&lt;/tool_call>
 * </pre>
 *
 * <p>Calls repeat the block. The object may stand without it.
 */
final class Granite4 {
  static final WireFormat FORMAT =
      format("granite4")
          .models("Granite 4")
          .hubNames(
              "granite-4.0",
              "granite-4.0-h",
              "granite-4.0-h-tiny",
              "granite-4.0-h-small",
              "granite-4.0-h-micro",
              "granite-4.0-micro",
              "granite-4.0-tiny",
              "granite-4.0-h-1b",
              "granite-4.0-h-350m")
          .templateMarks("<|start_of_role|>")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .objects(COMMA_IN_BRACKETS)
                  .bare(DECLARED));

  private Granite4() {}
}
