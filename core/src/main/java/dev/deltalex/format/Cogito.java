package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * Cogito v2: the calls of DeepSeek V3; what the model writes as output of its tools is discarded.
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
 * &lt;｜tool▁outputs▁begin｜>…&lt;｜tool▁outputs▁end｜>
 * </pre>
 */
final class Cogito {
  static final WireFormat FORMAT =
      format("cogito")
          .models("Cogito v2")
          .hubNames("cogito-v2-preview-deepseek", "cogito-671b-v2.1")
          .templateMarks("Enable deep thinking subroutine")
          .reasoning(tag("<think>"), tag("</think>"))
          .discarded(token("<｜tool▁outputs▁begin｜>"), token("<｜tool▁outputs▁end｜>"))
          .calls(
              call()
                  .in(token("<｜tool▁calls▁begin｜>"), token("<｜tool▁calls▁end｜>"), OPTIONAL, MANY)
                  .in(token("<｜tool▁call▁begin｜>"), token("<｜tool▁call▁end｜>"))
                  .header(token("function<｜tool▁sep｜>"), name())
                  .arguments()
                  .fenced(token("```json"), token("```")));

  private Cogito() {}
}
