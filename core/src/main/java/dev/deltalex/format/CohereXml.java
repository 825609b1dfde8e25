package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.attributes;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.element;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.tag;
import static dev.deltalex.syntax.Say.token;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * Cohere's tagged calls: values that nest and say of which type they are.
 *
 * <pre>
 * &lt;|START_THINKING|>REASONING&lt;|END_THINKING|>&lt;|START_TEXT|>CONTENT&lt;|END_TEXT|>
 * &lt;cofl:tool_calls>
 * &lt;cofl:tool_call id="0" name="NAME">
 * &lt;cofl:value name="KEY" type="raw">STRING&lt;/cofl:value>
 * &lt;cofl:value name="KEY" type="json">42&lt;/cofl:value>
 * &lt;cofl:value name="KEY" type="list">&lt;cofl:value type="raw">STRING&lt;/cofl:value>&lt;/cofl:value>
 * &lt;cofl:tool_param name="KEY" string="true">STRING&lt;/cofl:tool_param>
 * &lt;/cofl:tool_call>
 * &lt;/cofl:tool_calls>
 * </pre>
 *
 * <p>A value of type {@code dict} or {@code list} holds values; those of a list have no name.
 * Content is also written without its markers.
 */
final class CohereXml {
  static final WireFormat FORMAT =
      format("cohere_xml", "cofl")
          .models("Cohere models that write cofl tags")
          .reasoning(token("<|START_THINKING|>"), token("<|END_THINKING|>"))
          .block(
              new Block(
                  Region.CONTENT,
                  List.of(token("<|START_TEXT|>")),
                  List.of(token("<|END_TEXT|>")),
                  Block.Trim.NOTHING))
          .calls(
              call()
                  .in(tag("<cofl:tool_calls>"), tag("</cofl:tool_calls>"), OPTIONAL, MANY)
                  .header(tag("<cofl:tool_call"), attributes().name("name").id("id"))
                  .close(tag("</cofl:tool_call>"))
                  .nested(
                      "",
                      element(
                          parameter(tag("<cofl:value"), attributes().key("name").type("type")),
                          tag("</cofl:value>")),
                      element(
                          parameter(
                              tag("<cofl:tool_param"), attributes().key("name").raw("string")),
                          tag("</cofl:tool_param>"))));

  private CohereXml() {}
}
