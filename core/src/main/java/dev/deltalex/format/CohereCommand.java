package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Cohere Command A and A Plus: an array of JSON objects; reasoning and answer in blocks.
 *
 * <pre>
 * &lt;|START_THINKING|>REASONING&lt;|END_THINKING|>
 * &lt;|START_RESPONSE|>CONTENT&lt;|END_RESPONSE|>
 * &lt;|START_ACTION|>[
 *     {"tool_call_id": "0", "tool_name": "NAME", "parameters": {…}}
 * ]&lt;|END_ACTION|>
 * </pre>
 *
 * <p>Command A Plus writes its answer between {@code <|START_TEXT|>} and {@code <|END_TEXT|>}.
 */
final class CohereCommand {
  static final WireFormat FORMAT =
      format("cohere_command", "cohere_command3", "cohere_command4", "command_a")
          .models("Command A", "Command A Plus")
          .hubNames("command-a", "c4ai-command-a", "c4ai-command-a-03-2025", "command-a-reasoning")
          .reasoning(token("<|START_THINKING|>"), token("<|END_THINKING|>"))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(token("<|START_RESPONSE|>"), token("<|START_TEXT|>")),
                  List.of(token("<|END_RESPONSE|>"), token("<|END_TEXT|>")),
                  Block.Trim.NOTHING))
          .calls(
              call()
                  .in(token("<|START_ACTION|>"), token("<|END_ACTION|>"), MANY)
                  .objects(COMMA_IN_BRACKETS, keys().name("tool_name").id("tool_call_id")));

  private CohereCommand() {}
}
