package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * DeepSeek V3 and R1: JSON arguments in a fence behind a name.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;｜tool▁calls▁begin｜>&lt;｜tool▁call▁begin｜>function&lt;｜tool▁sep｜>NAME
 * ```json
 * {…}
 * ```&lt;｜tool▁call▁end｜>&lt;｜tool▁calls▁end｜>
 * </pre>
 */
final class DeepSeekV3 {
  static final WireFormat FORMAT =
      format("deepseek_v3")
          .models("DeepSeek V3", "DeepSeek R1")
          .hubNames(
              "DeepSeek-V3",
              "DeepSeek-R1",
              "DeepSeek-R1-0528",
              "DeepSeek-R1-Distill-Qwen",
              "DeepSeek-R1-Distill-Llama")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<｜tool▁calls▁begin｜>"), token("<｜tool▁calls▁end｜>"), OPTIONAL, MANY)
                  .in(token("<｜tool▁call▁begin｜>"), token("<｜tool▁call▁end｜>"))
                  .header(token("function<｜tool▁sep｜>"), name())
                  .arguments()
                  .fenced(token("```json"), token("```")));

  private DeepSeekV3() {}
}
