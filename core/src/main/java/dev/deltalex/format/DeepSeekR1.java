package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * DeepSeek R1, Holo2, Kimi-VL: reasoning between markers, no calls.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * </pre>
 *
 * <p>Kimi-VL writes {@code ◁think▷} and {@code ◁/think▷}.
 */
final class DeepSeekR1 {
  static final WireFormat FORMAT =
      format("deepseek_r1", "holo2", "kimi_vl")
          .reasoning(tag("<think>"), tag("</think>"))
          .reasoning(token("◁think▷"), token("◁/think▷"));

  private DeepSeekR1() {}
}
