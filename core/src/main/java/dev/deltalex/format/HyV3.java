package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * Tencent Hy3: a name, then keys and values in tags, in two levels of tags.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_calls>
 * &lt;tool_call>NAME&lt;tool_sep>
 * &lt;arg_key>KEY&lt;/arg_key>
 * &lt;arg_value>VALUE&lt;/arg_value>
 * &lt;/tool_call>
 * &lt;/tool_calls>
 * </pre>
 *
 * <p>Values are verbatim.
 */
final class HyV3 {
  static final WireFormat FORMAT =
      format("hy_v3")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool_calls>"), tag("</tool_calls>"), OPTIONAL, MANY)
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .header(name(), tag("<tool_sep>"))
                  .tagged(
                      parameter(tag("<arg_key>"), key(), tag("</arg_key>"), tag("<arg_value>"))
                          .close(tag("</arg_value>"))));

  private HyV3() {}
}
