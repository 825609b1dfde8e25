package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.DECLARED;
import static dev.deltalex.syntax.Say.ONE_NEWLINE;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * Hermes 2 Pro, Qwen2.5, Qwen3: JSON in a marker.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>
 * {"name": "NAME", "arguments": {…}}
 * &lt;/tool_call>
 * </pre>
 *
 * <p>Calls repeat the block. A model may also write an array of calls, several objects in one
 * block, an object without the block, or a call with tagged parameters in it, as {@link Qwen3Coder}
 * does.
 */
final class Hermes {
  static final WireFormat FORMAT =
      format("hermes", "qwen25", "qwen2.5", "qwen3", "qwen", "exaone", "trinity")
          .models("Hermes 2 Pro", "Qwen2.5", "Qwen3", "EXAONE", "Trinity")
          .hubNames(
              "Hermes-2-Pro-Llama-3",
              "Hermes-2-Pro-Mistral",
              "Hermes-3-Llama-3.1",
              "Hermes-3-Llama-3.2",
              "Hermes-4",
              "Qwen2.5",
              "Qwen2.5-Coder",
              "Qwen3",
              "Qwen3-Next",
              "Qwen3-VL",
              "QwQ-32B",
              "EXAONE-4.0",
              "Trinity-Nano",
              "Trinity-Mini")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .objects(COMMA_IN_BRACKETS)
                  .bare(DECLARED),
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"))
                  .header(tag("<function="), name(), tag(">"))
                  .close(tag("</function>"))
                  .tagged(
                      parameter(tag("<parameter="), key(), tag(">"))
                          .close(tag("</parameter>"))
                          .framing(ONE_NEWLINE)));

  private Hermes() {}
}
