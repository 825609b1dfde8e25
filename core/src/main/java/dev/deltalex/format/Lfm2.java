package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * LFM2: a list of calls as Python spells them, between markers or alone. Calls in reasoning are
 * text.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 * CONTENT
 * &lt;|tool_call_start|>[NAME(KEY='VALUE', KEY=42), NAME()]&lt;|tool_call_end|>
 * </pre>
 */
final class Lfm2 {
  static final WireFormat FORMAT =
      format("lfm2")
          .models("LFM2")
          .hubNames("LFM2", "LFM2.5")
          .templateMarks("<|tool_list_start|>", "List of tools: [")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsInReasoningAreText()
          .calls(
              call()
                  .in(token("<|tool_call_start|>"), token("<|tool_call_end|>"), OPTIONAL, MANY)
                  .header(name(), token("("))
                  .keywords(COMMA_IN_BRACKETS)
                  .bare(DECLARED));

  private Lfm2() {}
}
