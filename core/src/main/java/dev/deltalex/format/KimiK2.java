package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.id;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Kimi K2 and K2.5: JSON arguments behind an id that contains the name.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;|tool_calls_section_begin|>&lt;|tool_call_begin|>functions.NAME:0&lt;|tool_call_argument_begin|>{…}&lt;|tool_call_end|>&lt;|tool_calls_section_end|>
 * </pre>
 */
final class KimiK2 {
  static final WireFormat FORMAT =
      format("kimi_k2", "kimi")
          .models("Kimi K2", "Kimi K2.5")
          .hubNames("Kimi-K2", "Kimi-K2.5")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsEndReasoning()
          .calls(
              call()
                  .in(
                      token("<|tool_calls_section_begin|>"),
                      token("<|tool_calls_section_end|>"),
                      OPTIONAL,
                      MANY)
                  .in(token("<|tool_call_begin|>"), token("<|tool_call_end|>"))
                  .header(
                      id().holdingName("functions.", ":"), token("<|tool_call_argument_begin|>"))
                  .arguments());

  private KimiK2() {}
}
