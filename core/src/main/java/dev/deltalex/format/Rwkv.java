package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.words;

/**
 * RWKV: a JSON object in a fence under a heading.
 *
 * <pre>
 * CONTENT
 * **Tool Call:**
 * ```json
 * {"name": "NAME", "arguments": {…}}
 * ```
 * </pre>
 *
 * <p>A model may write the object behind {@code <tool_call>} instead.
 */
final class Rwkv {
  static final WireFormat FORMAT =
      format("rwkv")
          .models("RWKV-7")
          .calls(
              call()
                  .in(words("**Tool Call:**"))
                  .in(token("```json"), token("```"))
                  .objects(COMMA_IN_BRACKETS),
              call().in(tag("<tool_call>"), tag("</tool_call>")).objects(COMMA_IN_BRACKETS));

  private Rwkv() {}
}
