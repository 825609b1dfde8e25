package dev.deltalex.format;

import static dev.deltalex.format.WireFormat.format;
import static dev.deltalex.syntax.Say.MANY;
import static dev.deltalex.syntax.Say.NOTHING;
import static dev.deltalex.syntax.Say.OPTIONAL;
import static dev.deltalex.syntax.Say.call;
import static dev.deltalex.syntax.Say.key;
import static dev.deltalex.syntax.Say.maybe;
import static dev.deltalex.syntax.Say.name;
import static dev.deltalex.syntax.Say.parameter;
import static dev.deltalex.syntax.Say.token;
import static dev.deltalex.syntax.Say.type;

import dev.deltalex.Region;
import dev.deltalex.syntax.Block;
import java.util.List;

/**
 * K2 Horizon: a name, then keys and values in tags, which may say their type; or a JSON object.
 *
 * <pre>
 * &lt;ifm|think>
 * REASONING
 * &lt;/ifm|think>
 *
 * CONTENT
 * &lt;ifm|tool_calls>
 * &lt;ifm|tool_call>NAME&lt;ifm|arg_key>KEY&lt;/ifm|arg_key>&lt;ifm|arg_value>VALUE&lt;/ifm|arg_value>&lt;/ifm|tool_call>
 * &lt;ifm|tool_call>NAME&lt;ifm|arg_key>KEY&lt;/ifm|arg_key>&lt;ifm|arg_type>TYPE&lt;/ifm|arg_type>&lt;ifm|arg_value>VALUE&lt;/ifm|arg_value>&lt;/ifm|tool_call>
 * &lt;ifm|tool_call>{"name": "NAME", "arguments": {…}}&lt;/ifm|tool_call>
 * &lt;/ifm|tool_calls>
 * </pre>
 *
 * <p>Values are verbatim. Reasoning is also between {@code <ifm|think_fast>} or {@code
 * <ifm|think_faster>} and their closers; the generation prompt opens it.
 */
final class K2Horizon {
  static final WireFormat FORMAT =
      format("k2_horizon")
          .models("K2-V3")
          .hubNames("K2-V3")
          .block(
              new Block(
                  Region.REASONING,
                  List.of(
                      token("<ifm|think>"), token("<ifm|think_fast>"), token("<ifm|think_faster>")),
                  List.of(
                      token("</ifm|think>"),
                      token("</ifm|think_fast>"),
                      token("</ifm|think_faster>")),
                  Block.Trim.NEWLINE))
          .calls(
              call()
                  .in(token("<ifm|tool_calls>"), token("</ifm|tool_calls>"), OPTIONAL, MANY)
                  .in(token("<ifm|tool_call>"), token("</ifm|tool_call>"))
                  .header(name())
                  .tagged(
                      parameter(
                              token("<ifm|arg_key>"),
                              key(),
                              token("</ifm|arg_key>"),
                              maybe(token("<ifm|arg_type>"), type(), token("</ifm|arg_type>")),
                              token("<ifm|arg_value>"))
                          .close(token("</ifm|arg_value>"))),
              call()
                  .in(token("<ifm|tool_calls>"), token("</ifm|tool_calls>"), OPTIONAL, MANY)
                  .in(token("<ifm|tool_call>"), token("</ifm|tool_call>"))
                  .objects(NOTHING));

  private K2Horizon() {}
}
