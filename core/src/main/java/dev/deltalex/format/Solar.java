package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Solar Open: JSON arguments behind an id and a name.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;|tool_calls|>&lt;|tool_call:begin|>ID&lt;|tool_call:name|>NAME&lt;|tool_call:args|>{…}&lt;|tool_call:end|>&lt;|calls|>
 * </pre>
 */
final class Solar {
  static final WireFormat FORMAT =
      format("solar")
          .models("Solar Open")
          .hubNames("Solar-Open")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<|tool_calls|>"), token("<|calls|>"), OPTIONAL, MANY)
                  .in(token("<|tool_call:begin|>"), token("<|tool_call:end|>"))
                  .header(id(), token("<|tool_call:name|>"), name(), token("<|tool_call:args|>"))
                  .arguments());

  private Solar() {}
}
