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
          .calls(
              call()
                  .in(tag("<tool_calls>"), tag("</tool_calls>"), MANY)
                  .objects(COMMA_IN_BRACKETS));

  private Jamba() {}
}
