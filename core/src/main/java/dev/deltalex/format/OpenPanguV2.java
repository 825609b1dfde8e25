package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * openPangu: an array of JSON objects between control tokens.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;|tool_call_start|>[{"name": "NAME", "arguments": {…}}]&lt;|tool_call_end|>
 * </pre>
 *
 * <p>An older vocabulary writes {@code [unused11]} and {@code [unused12]}.
 */
final class OpenPanguV2 {
  static final WireFormat FORMAT =
      format("openpangu_v2", "pangu")
          .models("openPangu")
          .hubNames("openPangu")
          .templateMarks("[unused9]", "[unused10]")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<|tool_call_start|>"), token("<|tool_call_end|>"), MANY)
                  .objects(COMMA_IN_BRACKETS),
              call().in(token("[unused11]"), token("[unused12]"), MANY).objects(COMMA_IN_BRACKETS));

  private OpenPanguV2() {}
}
