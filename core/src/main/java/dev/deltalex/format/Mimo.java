package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * Xiaomi MiMo: the tags of Qwen3-Coder with values verbatim.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>
 * &lt;function=NAME>
 * &lt;parameter=KEY>VALUE&lt;/parameter>
 * &lt;/function>
 * &lt;/tool_call>
 * </pre>
 *
 * <p>The template adds nothing around VALUE: a newline at its ends belongs to it.
 */
final class Mimo {
  static final WireFormat FORMAT =
      format("mimo", "mimov2_flash")
          .models("MiMo V2 and later")
          .hubNames("MiMo-V2-Flash")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"), OPTIONAL)
                  .header(tag("<function="), name(), tag(">"))
                  .close(tag("</function>"))
                  .tagged(
                      parameter(tag("<parameter="), key(), tag(">")).close(tag("</parameter>"))));

  private Mimo() {}
}
