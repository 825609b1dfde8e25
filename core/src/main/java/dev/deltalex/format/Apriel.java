package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Apriel 1.5 and 1.6: an array of JSON objects in a marker.
 *
 * <pre>
 * REASONING
 * [BEGIN FINAL RESPONSE]
 * CONTENT
 * &lt;tool_calls>[{"name": "NAME", "arguments": {…}}]&lt;/tool_calls>
 * </pre>
 *
 * <p>Apriel 1.6 reasons from the start of the response, up to a closer.
 */
final class Apriel {
  static final WireFormat FORMAT =
      format("apriel")
          .models("Apriel 1.5", "Apriel 1.6")
          .hubNames("Apriel-1.5-15b-Thinker", "Apriel-1.6-15b-Thinker")
          .templateMarks("[BEGIN FINAL RESPONSE]")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(),
                  List.of(token("[BEGIN FINAL RESPONSE]")),
                  Block.Trim.NEWLINE))
          .calls(
              call()
                  .in(tag("<tool_calls>"), tag("</tool_calls>"), MANY)
                  .objects(COMMA_IN_BRACKETS));

  private Apriel() {}
}
