package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.TRIMMED;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * dots: tagged parameters, or a JSON object in the same pair.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;dots_function_call>
 * &lt;invoke name="NAME">
 * &lt;parameter name="KEY">VALUE&lt;/parameter>
 * &lt;/invoke>
 * &lt;/dots_function_call>
 *
 * &lt;dots_function_call>{"name": "NAME", "arguments": {…}}&lt;/dots_function_call>
 * </pre>
 *
 * <p>Whitespace around values is not part of them.
 */
final class Dots {
  static final WireFormat FORMAT =
      format("dots")
          .models("dots")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<dots_function_call>"), tag("</dots_function_call>"), OPTIONAL, MANY)
                  .header(tag("<invoke"), attributes().name("name"))
                  .close(tag("</invoke>"))
                  .tagged(
                      parameter(tag("<parameter"), attributes().key("name"))
                          .close(tag("</parameter>"))
                          .framing(TRIMMED)),
              call()
                  .in(tag("<dots_function_call>"), tag("</dots_function_call>"))
                  .objects(COMMA_IN_BRACKETS));

  private Dots() {}
}
