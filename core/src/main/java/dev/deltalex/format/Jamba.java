package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

/**
 * Jamba 1.5: an array of JSON objects in a marker.
 *
 * <pre>
 * CONTENT
 * &lt;tool_calls>[
 * {"name": "NAME", "arguments": {…}},
 * {"name": "NAME", "arguments": {…}}
 * ]&lt;/tool_calls>
 * </pre>
 */
final class Jamba {
  static final WireFormat FORMAT =
      format("jamba")
          .models("Jamba 1.5")
          .hubNames(
              "AI21-Jamba-1.5-Mini",
              "AI21-Jamba-1.5-Large",
              "AI21-Jamba-Mini-1.5",
              "AI21-Jamba-Large-1.5",
              "AI21-Jamba-Mini-1.6",
              "AI21-Jamba-Large-1.6")
          .templateMarks("<|bom|>")
          .calls(
              call()
                  .in(tag("<tool_calls>"), tag("</tool_calls>"), MANY)
                  .objects(COMMA_IN_BRACKETS));

  private Jamba() {}
}
