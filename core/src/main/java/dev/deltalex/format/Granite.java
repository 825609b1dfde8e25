package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Granite 3: an array of JSON objects behind a marker; reasoning between sentences.
 *
 * <pre>
 * Here is my thought process:
 * REASONING
 * Here is my response:
 * CONTENT
 * &lt;|tool_call|>[{"arguments": {…}, "name": "NAME"}]
 * </pre>
 *
 * <p>A model may write {@code <tool_call>}, and "Here's" for "Here is".
 */
final class Granite {
  static final WireFormat FORMAT =
      format("granite")
          .models("Granite 3")
          .hubNames("granite-3.0", "granite-3.1", "granite-3.2", "granite-3.3")
          .templateMarks("<|start_of_role|>")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(
                      words("Here is my thought process:"), words("Here's my thought process:")),
                  List.of(words("Here is my response:"), words("Here's my response:")),
                  Block.Trim.NEWLINE))
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call().in(token("<|tool_call|>"), MANY).objects(COMMA_IN_BRACKETS),
              call().in(tag("<tool_call>"), tag("</tool_call>"), MANY).objects(COMMA_IN_BRACKETS));

  private Granite() {}
}
