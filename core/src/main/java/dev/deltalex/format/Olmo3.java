package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.NOTHING;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * OLMo 3: calls as Python spells them, a line each.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 * CONTENT
 * &lt;function_calls>NAME(KEY='VALUE', KEY=42)
 * NAME()&lt;/function_calls>
 * </pre>
 */
final class Olmo3 {
  static final WireFormat FORMAT =
      format("olmo3")
          .models("OLMo 3")
          .hubNames("Olmo-3", "Olmo-3.1")
          .templateMarks("<functions>")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<function_calls>"), tag("</function_calls>"), MANY)
                  .header(name(), token("("))
                  .keywords(NOTHING));

  private Olmo3() {}
}
