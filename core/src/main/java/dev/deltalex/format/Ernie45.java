package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * ERNIE-4.5: a JSON object in a marker; the answer in a block.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * &lt;response>
 * CONTENT
 * &lt;/response>
 *
 * &lt;tool_call>
 * {"name": "NAME", "arguments": {…}}
 * &lt;/tool_call>
 * </pre>
 *
 * <p>Calls repeat their block.
 */
final class Ernie45 {
  static final WireFormat FORMAT =
      format("ernie45")
          .models("ERNIE-4.5")
          .hubNames("ERNIE-4.5-21B-A3B-Thinking")
          .templateMarks("<response>")
          .reasoning(tag("<think>"), tag("</think>"))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(tag("<response>")),
                  List.of(tag("</response>")),
                  Block.Trim.NEWLINE))
          .calls(call().in(tag("<tool_call>"), tag("</tool_call>")).objects(COMMA_IN_BRACKETS));

  private Ernie45() {}
}
