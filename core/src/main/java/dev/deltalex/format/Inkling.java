package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.CallForm.Between.NOTHING;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import dev.deltalex.syntax.Literal;
import java.util.List;

/**
 * Inkling: blocks of several types, all with the same closer; calls are JSON objects.
 *
 * <pre>
 * &lt;|content_thinking|>REASONING&lt;|end_message|>
 * &lt;|message_model|>&lt;|content_text|>CONTENT&lt;|end_message|>
 * &lt;|message_model|>&lt;|content_invoke_tool_json|>{"name": "NAME", "args": {…}}&lt;|end_message|>
 * &lt;|content_model_end_sampling|>
 * </pre>
 *
 * <p>{@code <|content_invoke_tool_text|>} and {@code <|content_tool_error|>} are content, too. The
 * newlines are not part of the format.
 */
final class Inkling {
  private static final Literal END = token("<|end_message|>");

  static final WireFormat FORMAT =
      format("inkling")
          .models("Inkling")
          .hubNames("Inkling")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(token("<|content_thinking|>")),
                  List.of(END),
                  Block.Trim.NOTHING))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(
                      token("<|message_model|>"),
                      token("<|content_text|>"),
                      token("<|content_invoke_tool_text|>"),
                      token("<|content_tool_error|>"),
                      token("<|content_model_end_sampling|>")),
                  List.of(END),
                  Block.Trim.NOTHING))
          .callsEndReasoning()
          .calls(call().in(token("<|content_invoke_tool_json|>"), END).objects(NOTHING));

  private Inkling() {}
}
