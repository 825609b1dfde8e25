package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * DeepSeek V3.1: JSON arguments behind a name.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;｜tool▁calls▁begin｜>&lt;｜tool▁call▁begin｜>NAME&lt;｜tool▁sep｜>{…}&lt;｜tool▁call▁end｜>&lt;｜tool▁calls▁end｜>
 * </pre>
 */
final class DeepSeekV31 {
  static final WireFormat FORMAT =
      format("deepseek_v31")
          .models("DeepSeek V3.1")
          .hubNames("DeepSeek-V3.1", "DeepSeek-V3.1-Terminus", "DeepSeek-V3.2-Exp")
          .reasoning(tag("<think>"), tag("</think>"))
          .calls(
              call()
                  .in(token("<｜tool▁calls▁begin｜>"), token("<｜tool▁calls▁end｜>"), OPTIONAL, MANY)
                  .in(token("<｜tool▁call▁begin｜>"), token("<｜tool▁call▁end｜>"))
                  .header(name(), token("<｜tool▁sep｜>"))
                  .arguments());

  private DeepSeekV31() {}
}
