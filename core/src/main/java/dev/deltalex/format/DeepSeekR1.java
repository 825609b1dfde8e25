package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

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
 * <p>Kimi-VL writes {@code ◁think▷} and {@code ◁/think▷}. Either closer ends the reasoning, so that
 * a response may begin in that of each model.
 */
final class DeepSeekR1 {
  static final WireFormat FORMAT =
      format("deepseek_r1", "holo2", "kimi_vl")
          .models("DeepSeek R1", "Holo2", "Kimi-VL")
          .hubNames(
              "DeepSeek-R1",
              "DeepSeek-R1-Zero",
              "DeepSeek-R1-Distill-Qwen",
              "DeepSeek-R1-Distill-Llama",
              "Holo2",
              "Kimi-VL")
          .templateMarks("◁think▷", "<｜Assistant｜>")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(tag("<think>"), token("◁think▷")),
                  List.of(tag("</think>"), token("◁/think▷")),
                  Block.Trim.NEWLINE));

  private DeepSeekR1() {}
}
