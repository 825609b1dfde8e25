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

import dev.deltalex.syntax.Literal;

/**
 * Tencent Hy3 and Hy4: a name, then keys and values in tags.
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
 * <p>Each tag may have a label that depends on the checkpoint, {@code <tool_call:opensource>}; it
 * may be missing, and no tag needs that of another. Hy4 writes a line's end for {@code <tool_sep>}.
 * Values are verbatim; whitespace around names and keys is not part of them.
 */
final class HyV3 {
  /** Several times the length of the labels that checkpoints have. */
  private static final int LABEL = 32;

  static final WireFormat FORMAT =
      format("hy_v3", "hy3", "hy_v4", "hy4")
          .models("Hy3", "Hy4")
          .hubNames("Hy3", "Hy4")
          .reasoning(labelled("<think>"), labelled("</think>"))
          .calls(
              call()
                  .in(labelled("<tool_calls>"), labelled("</tool_calls>"), OPTIONAL, MANY)
                  .in(labelled("<tool_call>"), labelled("</tool_call>"))
                  .header(name(), maybe(labelled("<tool_sep>")))
                  .tagged(
                      parameter(
                              labelled("<arg_key>"),
                              key(),
                              labelled("</arg_key>"),
                              labelled("<arg_value>"))
                          .close(labelled("</arg_value>"))));

  private HyV3() {}

  private static Literal labelled(String tag) {
    return tag(tag).labelled(LABEL);
  }
}
