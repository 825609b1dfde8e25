package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.COMMA_IN_BRACKETS;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.tag;

/**
 * Nemotron Nano v2: an array of JSON objects in a marker.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;TOOLCALL>[{"name": "NAME", "arguments": {…}}]&lt;/TOOLCALL>
 * </pre>
 */
final class NemotronToolcall {
  static final WireFormat FORMAT =
      format("nemotron_toolcall", "nemotron_deci", "nemotron_nano_v2")
          .models("Nemotron Nano v2")
          .hubNames(
              "NVIDIA-Nemotron-Nano-9B-v2",
              "NVIDIA-Nemotron-Nano-12B-v2",
              "Llama-3_3-Nemotron-Super-49B-v1_5",
              "Llama-3.3-Nemotron-Super-49B-v1.5",
              "Llama-3.1-Nemotron-Nano-8B-v1",
              "Llama-3_1-Nemotron-Ultra-253B-v1")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(call().in(tag("<TOOLCALL>"), tag("</TOOLCALL>"), MANY).objects(COMMA_IN_BRACKETS));

  private NemotronToolcall() {}
}
