package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * MiniMax M2: tagged parameters, names as attributes.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;minimax:tool_call>
 * &lt;invoke name="NAME">
 * &lt;parameter name="KEY">VALUE&lt;/parameter>
 * &lt;/invoke>
 * &lt;/minimax:tool_call>
 * </pre>
 *
 * <p>Several calls share one block. Values are verbatim.
 */
final class MiniMaxM2 {
  static final WireFormat FORMAT =
      format("minimax_m2", "minimax-m2")
          .models("MiniMax M2")
          .hubNames("MiniMax-M2", "MiniMax-M2.1", "MiniMax-M2.5")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsEndReasoning()
          .calls(
              call()
                  .in(tag("<minimax:tool_call>"), tag("</minimax:tool_call>"), OPTIONAL, MANY)
                  .header(tag("<invoke"), attributes().name("name"))
                  .close(tag("</invoke>"))
                  .tagged(
                      parameter(tag("<parameter"), attributes().key("name"))
                          .close(tag("</parameter>"))));

  private MiniMaxM2() {}
}
