package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.ONE_NEWLINE;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;

/**
 * Qwen3-Coder, Qwen3.5, Step-3.5, Nemotron 3 and kin: tagged parameters with raw text values.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;tool_call>
 * &lt;function=NAME>
 * &lt;parameter=KEY>
 * VALUE
 * &lt;/parameter>
 * &lt;/function>
 * &lt;/tool_call>
 * </pre>
 *
 * <p>The template adds one newline on each side of VALUE. Each call has a wrapper, or several calls
 * share one; a model may also omit the opener of the wrapper, or write a call in it as JSON, as
 * {@link Hermes} does.
 */
final class Qwen3Coder {
  static final WireFormat FORMAT =
      format(
              "qwen3_coder",
              "qwen3_xml",
              "qwen35",
              "step3p5",
              "nemotron_v3",
              "nemotron-3.5",
              "berrylm",
              "kolibri1",
              "minicpmv",
              "ornith")
          .models("Qwen3-Coder", "Qwen3.5", "Qwen3.8", "Step-3.5", "Nemotron 3", "MiniCPM-V")
          .hubNames(
              "Qwen3-Coder",
              "Qwen3-Coder-Next",
              "Qwen3.5",
              "Qwen3.8",
              "Step-3.5-Flash",
              "NVIDIA-Nemotron-3-Nano",
              "NVIDIA-Nemotron-3-Super",
              "Nemotron-3-Nano",
              "Nemotron-3-Super")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(tag("<tool_call>"), tag("</tool_call>"), OPTIONAL)
                  .header(tag("<function="), name(), tag(">"))
                  .close(tag("</function>"))
                  .tagged(
                      parameter(tag("<parameter="), key(), tag(">"))
                          .close(tag("</parameter>"))
                          .framing(ONE_NEWLINE)),
              call().in(tag("<tool_call>"), tag("</tool_call>")).objects(COMMA_IN_BRACKETS));

  private Qwen3Coder() {}
}
