package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

/**
 * LongCat-Flash: a JSON object in a marker of its own.
 *
 * <pre>
 * &lt;longcat_think>
 * REASONING
 * &lt;/longcat_think>
 * CONTENT
 * &lt;longcat_tool_call>{"name": "NAME", "arguments": {…}}&lt;/longcat_tool_call>
 * </pre>
 *
 * <p>Calls repeat the block.
 */
final class LongCat {
  static final WireFormat FORMAT =
      format("longcat")
          .models("LongCat-Flash")
          .hubNames("LongCat-Flash-Chat")
          .reasoning(tag("<longcat_think>"), tag("</longcat_think>"))
          .calls(
              call()
                  .in(tag("<longcat_tool_call>"), tag("</longcat_tool_call>"))
                  .objects(COMMA_IN_BRACKETS));

  private LongCat() {}
}
