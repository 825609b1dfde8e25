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
 * GigaChat 3.5: tagged parameters that say whether a value is a string.
 *
 * <pre>
 * &lt;think>
 * REASONING
 * &lt;/think>
 *
 * CONTENT
 * &lt;｜GCML｜tool_calls>
 * &lt;｜GCML｜invoke name="NAME">
 * &lt;｜GCML｜parameter name="KEY" string="true">VALUE&lt;/｜GCML｜parameter>
 * &lt;/｜GCML｜invoke>
 * &lt;/｜GCML｜tool_calls>
 * </pre>
 *
 * <p>Several calls share one block. Values are verbatim. A sole parameter {@code arguments} or
 * {@code input} that the tool does not declare holds all arguments.
 */
final class GigaChat35 {
  static final WireFormat FORMAT =
      format("gigachat35")
          .models("GigaChat 3.5")
          .hubNames("GigaChat3.5")
          .reasoning(tag("<think>"), tag("</think>"))
          .callsEndReasoning()
          .calls(
              call()
                  .in(token("<｜GCML｜tool_calls>"), token("</｜GCML｜tool_calls>"), OPTIONAL, MANY)
                  .header(tag("<｜GCML｜invoke"), attributes().name("name"))
                  .close(tag("</｜GCML｜invoke>"))
                  .tagged(
                      parameter(tag("<｜GCML｜parameter"), attributes().key("name").raw("string"))
                          .close(tag("</｜GCML｜parameter>"))
                          .whole("arguments", "input")));

  private GigaChat35() {}
}
