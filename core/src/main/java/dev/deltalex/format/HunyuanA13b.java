package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Hunyuan A13B: an array of JSON objects in a marker; the answer in a block.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 * &lt;answer>
 * CONTENT
 * &lt;/answer>
 * &lt;tool_calls>[{"name": "NAME", "arguments": {…}}]&lt;/tool_calls>
 * </pre>
 *
 * <p>Calls may also be inside the block of the answer.
 */
final class HunyuanA13b {
  static final WireFormat FORMAT =
      format("hunyuan_a13b")
          .models("Hunyuan A13B")
          .hubNames("Hunyuan-A13B")
          .templateMarks("<|extra_0|>", "<answer>")
          .reasoning(tag("<think>"), tag("</think>"))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(tag("<answer>")),
                  List.of(tag("</answer>")),
                  Block.Trim.NEWLINE))
          .calls(
              call()
                  .in(tag("<tool_calls>"), tag("</tool_calls>"), MANY)
                  .objects(COMMA_IN_BRACKETS));

  private HunyuanA13b() {}
}
