package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

/**
 * DeepSeek V4.1: tagged parameters that say whether a value is a string.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;｜DSML｜ calls>
 * &lt;｜DSML｜ invoke name="NAME">
 * &lt;｜DSML｜ parameter name="KEY" string="true">VALUE&lt;/｜DSML｜ parameter>
 * &lt;/｜DSML｜ invoke>
 * &lt;/｜DSML｜ calls>
 * </pre>
 *
 * <p>Several calls share one block. Values are verbatim. A sole parameter {@code arguments} or
 * {@code input} that the tool does not declare holds all arguments; one JSON object in place of the
 * parameters does, too.
 */
final class DeepSeekV41 {
  static final WireFormat FORMAT =
      format("deepseek_v41")
          .models("DeepSeek V4.1")
          .hubNames("DeepSeek-V4.1")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsEndReasoning()
          .calls(
              call()
                  .in(token("<｜DSML｜ calls>"), token("</｜DSML｜ calls>"), OPTIONAL, MANY)
                  .header(tag("<｜DSML｜ invoke"), attributes().name("name"))
                  .close(tag("</｜DSML｜ invoke>"))
                  .tagged(
                      parameter(tag("<｜DSML｜ parameter"), attributes().key("name").raw("string"))
                          .close(tag("</｜DSML｜ parameter>"))
                          .whole("arguments", "input")
                          .orJson()));

  private DeepSeekV41() {}
}
