package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * MiniMax M2 where all but the calls is content: the calls of {@link MiniMaxM2}, and reasoning with
 * its markers in the content. An engine that puts the opener in front of the text does so itself.
 *
 * <pre>
 * REASONING&lt;/think>
 *
 * CONTENT
 * &lt;minimax:tool_call>
 * &lt;invoke name="NAME">
 * &lt;parameter name="KEY">VALUE&lt;/parameter>
 * &lt;/invoke>
 * &lt;/minimax:tool_call>
 * </pre>
 *
 * <p>Several calls share one pair. Values are verbatim.
 */
final class MiniMaxM2AppendThink {
  static final WireFormat FORMAT =
      format("minimax_m2_append_think")
          .models("MiniMax M2")
          .knownLimits("Reasoning and its markers are content.")
          .calls(
              call()
                  .in(tag("<minimax:tool_call>"), tag("</minimax:tool_call>"), OPTIONAL, MANY)
                  .header(tag("<invoke"), attributes().name("name"))
                  .close(tag("</invoke>"))
                  .tagged(
                      parameter(tag("<parameter"), attributes().key("name"))
                          .close(tag("</parameter>"))));

  private MiniMaxM2AppendThink() {}
}
