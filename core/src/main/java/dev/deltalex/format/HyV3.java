package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

import dev.deltalex.syntax.CallForm;
import dev.deltalex.syntax.Literal;

/**
 * Tencent Hy3: a name, then keys and values in tags, of which the checkpoint may give each a suffix.
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
 * <p>The other dialect has {@code :opensource} before the end of each tag. Hy4 omits {@code
 * <tool_sep>}; then the line's end is behind the name. Values are verbatim.
 */
final class HyV3 {
  static final WireFormat FORMAT =
      format("hy_v3", "hy3")
          .reasoning(tag("<think>"), tag("</think>"))
          .reasoning(tag("<think:opensource>"), tag("</think:opensource>"))
          .calls(calls(""), calls(":opensource"));

  private HyV3() {}

  private static CallForm calls(String suffix) {
    return call()
        .in(open("tool_calls", suffix), close("tool_calls", suffix), OPTIONAL, MANY)
        .in(open("tool_call", suffix), close("tool_call", suffix))
        .header(name(), maybe(open("tool_sep", suffix)))
        .tagged(
            parameter(
                    open("arg_key", suffix),
                    key(),
                    close("arg_key", suffix),
                    open("arg_value", suffix))
                .close(close("arg_value", suffix)));
  }

  private static Literal open(String name, String suffix) {
    return tag('<' + name + suffix + '>');
  }

  private static Literal close(String name, String suffix) {
    return tag("</" + name + suffix + '>');
  }
}
