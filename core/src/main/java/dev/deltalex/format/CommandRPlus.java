package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.keys;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Command R+: an array of JSON objects in a fence behind a word.
 *
 * <pre>
 * CONTENT
 * Action:
 * ```json
 * [{"tool_name": "NAME", "parameters": {…}}]
 * ```
 * </pre>
 *
 * <p>All of it may be between {@code <|CHATBOT_TOKEN|>} and {@code <|END_OF_TURN_TOKEN|>}.
 */
final class CommandRPlus {
  static final WireFormat FORMAT =
      format("command_r_plus")
          .models("Command R+")
          .hubNames("c4ai-command-r-plus", "command-r-plus")
          .templateMarks("Write 'Action:' followed by a json-formatted list of actions")
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(token("<|CHATBOT_TOKEN|>")),
                  List.of(token("<|END_OF_TURN_TOKEN|>")),
                  Block.Trim.NOTHING))
          .calls(
              call()
                  .in(words("Action:"))
                  .in(token("```json"), token("```"), MANY)
                  .objects(COMMA_IN_BRACKETS, keys().name("tool_name")));

  private CommandRPlus() {}
}
