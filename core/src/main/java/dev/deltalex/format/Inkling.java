package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Inkling: typed blocks in any order, which share a closer.
 *
 * <pre>
 * &lt;|content_thinking|>REASONING&lt;|end_message|>
 * &lt;|message_model|>&lt;|content_text|>CONTENT&lt;|end_message|>
 * &lt;|message_model|>&lt;|content_invoke_tool_json|>{"name": "NAME", "args": {…}}&lt;|end_message|>
 * </pre>
 *
 * <p>A call without JSON, {@code <|content_invoke_tool_text|>}, and an error are content.
 */
final class Inkling {
  static final WireFormat FORMAT =
      format("inkling")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(token("<|content_thinking|>")),
                  List.of(token("<|end_message|>"), token("<|content_model_end_sampling|>")),
                  Block.Trim.NOTHING))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(
                      token("<|message_model|>"),
                      token("<|content_text|>"),
                      token("<|content_invoke_tool_text|>"),
                      token("<|content_tool_error|>")),
                  List.of(token("<|end_message|>"), token("<|content_model_end_sampling|>")),
                  Block.Trim.NOTHING))
          .calls(
              call()
                  .in(token("<|content_invoke_tool_json|>"), token("<|end_message|>"))
                  .objects(COMMA_IN_BRACKETS));

  private Inkling() {}
}
