package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * InternLM2 and Intern-S1: one JSON object behind two control tokens.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;|action_start|>&lt;|plugin|>{"name": "NAME", "parameters": {…}}&lt;|action_end|>
 * </pre>
 *
 * <p>Intern-S1 writes a space between the two tokens.
 */
final class InternLm {
  static final WireFormat FORMAT =
      format("internlm", "internlm2", "interns1", "intern_s1")
          .models("InternLM2", "Intern-S1")
          .hubNames("internlm2", "internlm2.5", "internlm2_5", "Intern-S1", "Intern-S1-mini")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<|action_start|>"), token("<|action_end|>"))
                  .in(token("<|plugin|>"))
                  .objects(COMMA_IN_BRACKETS));

  private InternLm() {}
}
